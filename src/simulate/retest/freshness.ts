/**
 * What a conversation says of a changed fact: whether the agent states what is true now, or still what was.
 *
 * It reads values, names and rare words, so `fresh` says that the new was stated, not that every sentence around it is
 * right. An old value that something else in the new knowledge has as well proves nothing.
 */
import { type Conversation, callsOf, type Json } from '../../conversation/index.ts'
import { sameValue, valuesIn } from '../../pact/index.ts'
import { type Side, sameFact } from './changes.ts'
import type { KnowledgeFact, Passage } from './passage.ts'
import type { Probe } from './probes.ts'
import { folded, termsOf } from './terms.ts'

/**
 * `fresh`: it said what is true now, or nothing of what is gone. `stale`: it said what was true before. `missing`: it
 * said neither. `unclear`: no code can say.
 */
export type Freshness = 'fresh' | 'stale' | 'missing' | 'unclear'

/** @param now all passages of the new knowledge */
export function freshnessOf(
  { now: wanted, was }: Probe,
  conversation: Conversation,
  now: readonly Passage[],
): Freshness {
  const said = conversation.events.flatMap((event) =>
    event.type === 'message' && event.from === 'agent' ? [event.text] : [],
  )
  if (said.length === 0) return 'unclear'
  if (was !== undefined && saysOld(was, wanted, said, now)) return 'stale'
  if (wanted === undefined) return was !== undefined && isOffered(was, conversation, said) ? 'stale' : 'fresh'
  const fact = wanted.fact
  if (fact !== undefined && fact.kind !== 'rule') return said.some((text) => states(text, fact)) ? 'fresh' : 'missing'
  return byWords(was, wanted, said)
}

function saysOld(was: Side, wanted: Side | undefined, said: readonly string[], now: readonly Passage[]): boolean {
  const facts = was.fact === undefined ? was.passage.facts : [was.fact]
  const kept = wanted === undefined ? [] : wanted.fact === undefined ? wanted.passage.facts : [wanted.fact]
  const elsewhere = now.flatMap((passage) => passage.facts)
  return facts.some((fact) => {
    if (fact.kind === 'rule' || fact.kind === 'name') return false
    if ([...kept, ...elsewhere].some((other) => sameFact(fact, other))) return false
    return said.some((text) => states(text, fact))
  })
}

function states(text: string, fact: KnowledgeFact): boolean {
  const value = fact.value
  const hasWords = ` ${folded(text)} `.includes(` ${folded(fact.said)} `)
  if (value === undefined || value.type === 'number') return hasWords
  return hasWords || valuesIn(text).some((other) => sameValue(value, other))
}

const yes =
  /\b(?:yes|sure|of course|certainly|we (?:do|offer|have|accept|take|work with)|costs?|takes?|booked|is something we)\b/i
const no = /\b(?:no|not|never|cannot|unfortunately|sorry|no longer|any ?more)\b|n[’']t\b/i

/** A sentence that names it and agrees, or a call that succeeded and names it. */
function isOffered(was: Side, conversation: Conversation, said: readonly string[]): boolean {
  const names = was.fact === undefined ? was.passage.names : [was.fact.said]
  const isNamed = (text: string) => names.some((name) => ` ${folded(text)} `.includes(` ${folded(name)} `))
  const sentences = said.flatMap((text) => text.split(/(?<=[.!?])\s+/))
  if (sentences.some((text) => isNamed(text) && yes.test(text) && !no.test(text))) return true
  const keys = names.map(folded)
  return callsOf(conversation).some(
    ({ args, outcome }) => outcome === 'ok' && leavesOf(args).some((text) => keys.includes(folded(text))),
  )
}

/** Arguments that are the name and nothing else: a message to the staff may speak of it. */
function leavesOf(json: Json): readonly string[] {
  if (typeof json === 'string') return [json]
  return json === null || typeof json !== 'object' ? [] : Object.values(json).flatMap((each: Json) => leavesOf(each))
}

/** Whether the words that only the new text has were said, or those that only the old one had. */
function byWords(was: Side | undefined, wanted: Side, said: readonly string[]): Freshness {
  const [before, after] = [new Set(termsOf(was?.passage.text ?? '')), new Set(termsOf(wanted.passage.text))]
  const spoken = new Set(said.flatMap(termsOf))
  const share = (own: ReadonlySet<string>, other: ReadonlySet<string>) => {
    const alone = [...own].filter((term) => !other.has(term))
    return alone.length === 0 ? undefined : alone.filter((term) => spoken.has(term)).length / alone.length
  }
  const [old, fresh] = [share(before, after) ?? 0, share(after, before)]
  if (fresh !== undefined && fresh >= 0.6 && fresh > old) return 'fresh'
  return old >= 0.6 ? 'stale' : 'unclear'
}
