/**
 * The agent answers in the customer's language, or in one that was promised.
 *
 * Only turns long enough to tell count: names, numbers and "ok" belong to every language. Where the
 * customer's language cannot be told the condition does not apply, rather than guessing.
 */
import { z } from 'zod'
import { type Turn, turnsOf } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'
import type { ConditionKind } from '../condition.ts'
import { excerpt } from './messages.ts'

const code = z.string().regex(/^[a-z]{2}$/, 'must be a language code of two letters such as en or pt')

const options = z.strictObject({
  /** `customer` (default): the language the customer writes. Otherwise a code, or several that are all right. */
  is: z.union([z.literal('customer'), code, z.array(code).min(1)]).optional(),
})

export const language: ConditionKind<z.infer<typeof options>> = {
  kind: 'language',
  summary: "The agent answers in the customer's language, or in a promised one.",
  example: `id: answers-in-the-customers-language
language: { is: customer }`,
  dimension: 'tone',
  options,
  async prepare() {
    detector ??= await import('eld/medium').then(({ eld }) => eld)
  },
  create({ is = 'customer' }) {
    const detect = readyDetector()
    const promised = is === 'customer' ? undefined : [is].flat()
    return {
      explain: () => (promised ? `answers in ${promised.join(' or ')}` : "answers in the customer's language"),
      check(conversation) {
        const answers = answersIn(turnsOf(conversation), detect, promised)
        if (answers.length === 0) return { outcome: 'not-applicable' }
        const wrong = answers.filter(({ reading, wanted }) => !wanted.some((each) => mayBe(reading, each)))
        const [first] = wrong
        if (!first) return { outcome: 'held' }
        const { reading, wanted, turn } = first
        const because = `answered in ${nameOf(reading.language)} instead of ${wanted.map(nameOf).join(' or ')}: "${excerpt(turn.text)}"`
        return { outcome: 'violated', because, at: wrong.map(({ turn: { messages } }) => messages[0]?.index ?? 0) }
      },
    }
  },
}

interface Answer {
  readonly turn: Turn
  readonly reading: Reading
  /** The languages it may be in. */
  readonly wanted: readonly string[]
}

/** The agent's turns whose language can be told, with the language that the customer wrote last. */
function answersIn(turns: readonly Turn[], detect: Detect, promised: readonly string[] | undefined): Answer[] {
  const answers: Answer[] = []
  let customer: string | undefined
  for (const turn of turns) {
    const reading = readingOf(turn, detect)
    if (!reading) continue
    const wanted = promised ?? (customer === undefined ? [] : [customer])
    if (turn.from === 'customer') customer = reading.language
    else if (wanted.length > 0) answers.push({ turn, reading, wanted })
  }
  return answers
}

interface Reading {
  readonly language: string
  readonly scores: Readonly<Record<string, number>>
}

type Detect = (text: string) => { language: string; isReliable(): boolean; getScores(): Record<string, number> }

// The detector's tables take a second and 100 MB to load, so only pacts that ask for a language pay for them.
let detector: { detect: Detect } | undefined

function readyDetector(): Detect {
  if (detector) return (text) => (detector as { detect: Detect }).detect(text)
  throw new Problem({
    code: 'pact/not-loaded',
    message: 'The language detector is not loaded.',
    hint: 'Read pacts with `await loadPact(...)`, which loads it, instead of `parsePact(...)`.',
  })
}

/** The language of a turn, when it is long enough and clear enough to say. */
function readingOf(turn: Turn, detect: Detect): Reading | undefined {
  const text = wordsOnly(turn.text.slice(0, 4000))
  const words = text.match(/\p{L}{2,}/gu) ?? []
  const letters = words.join('').length
  const spaced = words.length >= 4 && letters >= 20
  if (!spaced && !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}]{8}/u.test(text)) return undefined
  const result = detect(text)
  return result.isReliable() ? { language: result.language, scores: result.getScores() } : undefined
}

/** Addresses, handles, codes and quoted words belong to no language. */
function wordsOnly(text: string): string {
  return text
    .replace(/\bhttps?:\/\/\S+|[\w.+-]{1,60}@[\w.-]{1,80}|\bwww\.\S+|[#@]\w+/g, ' ')
    .replace(/"[^"\n]{1,200}"|“[^”\n]{1,200}”|«[^»\n]{1,200}»/g, ' ')
    .replace(/\b\w{0,40}\d\w{0,40}\b/g, ' ')
}

/** Whether a text may be of a language: it is the best guess, or nearly as good a guess, as among close relatives. */
function mayBe({ language: best, scores }: Reading, wanted: string): boolean {
  if (best === wanted) return true
  const related = families.some((family) => family.includes(best) && family.includes(wanted))
  return (scores[wanted] ?? 0) >= (scores[best] ?? 0) * (related ? 0.8 : 0.93)
}

const families = [
  ['pt', 'gl', 'es', 'ca'],
  ['no', 'nb', 'da', 'sv'],
  ['hr', 'sr', 'bs', 'sl'],
  ['ms', 'id', 'tl'],
  ['cs', 'sk'],
  ['ru', 'uk', 'bg', 'be', 'mk'],
  ['nl', 'af'],
]

const names = new Intl.DisplayNames(['en'], { type: 'language' })

function nameOf(language: string): string {
  return names.of(language) ?? language
}
