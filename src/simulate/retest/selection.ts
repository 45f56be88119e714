/**
 * Which scenarios depend on what changed, and why.
 *
 * A scenario depends on a change when it expects what changed, speaks of its subject in the way that such facts are
 * asked for, shares rare words with its passage, or when a conversation of it was told the fact before. In doubt it
 * is chosen: one too many costs a conversation.
 */
import { sameValue, valuesIn } from '../../pact/index.ts'
import type { Scenario } from '../scenario.ts'
import { type About, aboutOf } from './about.ts'
import type { KnowledgeChange, KnowledgeDifference } from './changes.ts'
import { daysIn } from './days.ts'
import { alsoSaid, asksFor, asksInGeneral, isAskedForByName } from './facets.ts'
import type { Passage } from './passage.ts'
import { folded, stem, termsOf } from './terms.ts'

export interface Chosen {
  readonly scenario: Scenario
  readonly because: readonly Reason[]
}

interface Reason {
  readonly change: KnowledgeChange
  readonly why: string
}

/** A scenario in whose conversation the agent once stated what changed. */
export interface Told {
  readonly scenario: string
  readonly change: string
  readonly run: string
}

/** In natural logarithms of how rare the shared words are: one word of one scenario in fifty, or two of one in seven. */
const leastShared = 3.2

export function chosenFor(
  { changes, before, after }: KnowledgeDifference,
  scenarios: readonly Scenario[],
  told: readonly Told[] = [],
): readonly Chosen[] {
  const all = scenarios.map(aboutOf)
  const rarity = rarityIn([...all.map(({ terms }) => terms), ...[...before, ...after].map(({ text }) => termsOf(text))])
  const subjects = changes.map((change) => subjectOf(change, [...before, ...after]))
  const namesOfAll = [...before, ...after].flatMap(({ names }) => names.map(termsOf))
  return all.flatMap((about) => {
    const because = subjects.flatMap((subject) => {
      const why = whyOf(about, subject, { rarity, namesOfAll }) ?? whyTold(about, subject.change, told)
      return why === undefined ? [] : [{ change: subject.change, why }]
    })
    return because.length === 0 ? [] : [{ scenario: about.scenario, because }]
  })
}

interface Name {
  readonly said: string
  readonly stems: readonly string[]
}

interface Subject {
  readonly change: KnowledgeChange
  /** Each name as stems; a scenario speaks of it when it has all of one. */
  readonly names: readonly Name[]
  /** Of the passage, and of those beside it under the same heading. */
  readonly words: readonly string[]
  /** Of passages that say when it is open: stems of the days, none where it is every day. */
  readonly weekdays?: readonly string[]
  readonly isRecord: boolean
  readonly said: readonly string[]
}

function subjectOf(change: KnowledgeChange, all: readonly Passage[]): Subject {
  const sides = [change.before, change.after].flatMap((side) => side ?? [])
  const passages = sides.map(({ passage }) => passage)
  const isRecord = passages.some(({ form }) => form === 'record')
  const beside = isRecord ? [] : all.filter((each) => passages.some((passage) => isBeside(each, passage)))
  const ownNames = passages.flatMap(({ names }) => names)
  const isTable = isRecord && ownNames.length === 0
  const names = [...new Set([...ownNames, ...(isTable && change.field !== undefined ? [change.field] : [])])]
    .map((said) => ({ said, stems: termsOf(said.replaceAll(/[-_]/g, ' ')) }))
    .filter(({ stems }) => stems.length > 0)
  const words = [
    ...new Set(
      termsOf([...passages, ...beside].map(({ text, names: called }) => `${called.join(' ')} ${text}`).join(' ')),
    ),
  ]
  const hours = passages.filter(isOfHours)
  const weekdays = daysIn(
    hours.map(({ path, names: called, text }) => [...path, ...called, text].join(' ')).join('\n'),
  ).map(stem)
  const said = sides.flatMap(({ said: text, fact, passage }) =>
    fact === undefined ? passage.facts.map((each) => each.said) : [text],
  )
  return {
    change,
    names,
    words,
    ...(hours.length > 0 && { weekdays }),
    isRecord,
    said: said.filter((text) => text !== 'yes' && text !== 'no'),
  }
}

function isBeside(one: Passage, other: Passage): boolean {
  return one.place.file === other.place.file && one.path.join('>') === other.path.join('>') && one.path.length > 1
}

interface Scales {
  readonly rarity: ReadonlyMap<string, number>
  readonly namesOfAll: readonly (readonly string[])[]
}

function whyOf(about: About, subject: Subject, scales: Scales): string | undefined {
  return whyExpected(about, subject) ?? whySpeaksOf(about, subject, scales) ?? whyShares(about, subject, scales)
}

function whyExpected({ expected }: About, { said, change }: Subject): string | undefined {
  const passages = [change.before, change.after].flatMap((side) => (side === undefined ? [] : [side.passage.text]))
  const found = expected.find(
    (text) => said.some((each) => sameSaid(each, text)) || passages.some((passage) => states(passage, text)),
  )
  return found === undefined ? undefined : `expects "${found}"`
}

/** `9:00 am` and `09:00`. */
export function sameSaid(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true
  const [x, ...others] = valuesIn(a)
  const [y, ...more] = valuesIn(b)
  return x !== undefined && y !== undefined && others.length + more.length === 0 && sameValue(x, y)
}

function states(passage: string, text: string): boolean {
  return text.length > 2 && ` ${folded(passage)} `.includes(` ${folded(text)} `)
}

function whySpeaksOf(about: About, subject: Subject, { namesOfAll }: Scales): string | undefined {
  const { change, names, isRecord, weekdays } = subject
  const thatDay = weekdays === undefined ? undefined : whyThatDay(about, weekdays)
  if (thatDay !== undefined || (isRecord && weekdays !== undefined)) return thatDay
  const isNarrow = isRecord && change.kind !== 'passage' && isAskedForByName(change.kind)
  const asks = !isNarrow || asksFor(about.text, change.kind) || (change.kind === 'duration' && about.places)
  if (!asks) return undefined
  const name = names.find(({ stems }) => hasName(about.terms, stems, !isRecord))
  if (name !== undefined) return `speaks of ${name.said}${isNarrow ? ` and asks for ${change.kind}` : ''}`
  const isGeneral =
    isNarrow && asksInGeneral(about.text, change.kind) && !namesOfAll.some((each) => hasName(about.terms, each, false))
  if (isGeneral) return `asks for ${change.kind} in general`
  return isRecord && change.kind === 'passage' && asksWhatThereIs(about.text, change) ? 'asks what there is' : undefined
}

/** A list answers it, and one thing more or less changes the list. */
function asksWhatThereIs(text: string, { before, after }: KnowledgeChange): boolean {
  const kinds = termsOf(((after ?? before)?.passage.path ?? []).slice(0, -1).join(' '))
  const asked = /\b(?:which|what|list|all|any)\b.*/i.exec(text)?.[0] ?? ''
  return (
    /\bwhat (?:else )?do you (?:do|offer|have|sell)\b/i.test(text) ||
    termsOf(asked).some((term) => kinds.includes(term))
  )
}

/** Says when it is open, so that what is placed in the calendar depends on it. */
function isOfHours({ path, names, text, facts }: Passage): boolean {
  const isTimed = facts.some(({ kind }) => kind === 'time') || /\bclosed\b/i.test(text)
  return isTimed && /open|clos|hours/i.test([...path, ...names, text].join(' '))
}

function whyThatDay(about: About, weekdays: readonly string[]): string | undefined {
  const day = weekdays.find((each) => about.weekdays.has(each) || about.terms.has(each))
  if (day !== undefined) return `is about a ${day}`
  if (weekdays.length === 0 && about.places) return 'places something within opening hours'
  const isGeneral = about.weekdays.size === 0 && /\bopen|\bclos|\bhours\b/i.test(about.text)
  return isGeneral ? 'asks for hours in general' : undefined
}

/** @param loosely whether other everyday words for it count */
function hasName(terms: ReadonlySet<string>, name: readonly string[], loosely: boolean): boolean {
  return name.length > 0 && name.every((term) => (loosely ? alsoSaid(term) : [term]).some((each) => terms.has(each)))
}

function whyShares({ asked }: About, { words, isRecord }: Subject, { rarity }: Scales): string | undefined {
  if (isRecord) return undefined
  const shared = words.filter((word) => asked.has(word) && !units.has(word))
  const weight = shared.reduce((sum, word) => sum + (rarity.get(word) ?? 0), 0)
  return weight >= leastShared ? `shares the words ${shared.join(', ')}` : undefined
}

function whyTold({ scenario }: About, { key }: KnowledgeChange, told: readonly Told[]): string | undefined {
  const found = told.find((each) => each.scenario === scenario.id && each.change === key)
  return found === undefined ? undefined : `was told so in run ${found.run}`
}

/** Shared by most sentences that hold a length of time, and by nothing else in them. */
const units = new Set(['minut', 'hour', 'day', 'week', 'month', 'year', 'time'])

/** ln(texts / texts with the word). */
function rarityIn(texts: readonly Iterable<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) for (const term of new Set(text)) counts.set(term, (counts.get(term) ?? 0) + 1)
  return new Map([...counts].map(([term, n]) => [term, Math.log(texts.length / n)]))
}
