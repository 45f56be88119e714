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
  is: z
    .union([z.literal('customer'), code, z.array(code).min(1)])
    .optional()
    .describe(
      '`customer` (default): the language the customer writes. Otherwise a code, or several that are all right.',
    ),
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

/**
 * The agent's turns whose language can be told, with the languages they may be in.
 *
 * The customer's are that of their last turn and that of all they wrote so far: one short turn is easily
 * misread, and a customer may change language.
 */
function answersIn(turns: readonly Turn[], detect: Detect, promised: readonly string[] | undefined): Answer[] {
  const answers: Answer[] = []
  let written = ''
  let customer: readonly string[] = []
  for (const turn of turns) {
    if (turn.from === 'agent') {
      const wanted = promised ?? customer
      const reading = wanted.length > 0 ? readingOf(turn.text, detect) : undefined
      if (reading) answers.push({ turn, reading, wanted })
    } else if (!promised) {
      written = `${written}\n${turn.text}`.slice(-textLimit)
      const readings = [turn.text, written].flatMap((text) => readingOf(text, detect)?.language ?? [])
      if (readings.length > 0) customer = [...new Set(readings)]
    }
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

/** Characters of a text that are read; more say no more about its language. */
const textLimit = 4000

/** The language of a text, when it is long enough and clear enough to say. */
function readingOf(text: string, detect: Detect): Reading | undefined {
  const words = wordsOnly(text.slice(0, textLimit))
  const ordinary = words.match(ordinaryWord) ?? []
  const isLong = ordinary.length >= 4 && ordinary.join('').length >= 16
  if (!isLong && !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}]{8}/u.test(words)) return undefined
  const result = detect(words)
  return result.isReliable() ? { language: result.language, scores: result.getScores() } : undefined
}

/** Words without a capital: what has one is often a name, which belongs to no language. */
const ordinaryWord = /(?<![\p{L}'’])\p{Ll}[\p{L}'’]+|(?<![\p{L}'’])\p{Lo}{2,}/gu

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
  return (scores[wanted] ?? 0) >= (scores[best] ?? 0) * (related ? 0.75 : 0.85)
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
