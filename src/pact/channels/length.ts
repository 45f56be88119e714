/** How long a message may be: in characters, in bytes, in words; and the limits that a pact sets beside a channel's own. */
import type { Breach, Channel, Effect, Rule, Size } from './channel.ts'

/** Code points, which is the mildest reading where a provider says "characters". */
export function charactersOf(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

const encoder = new TextEncoder()

/** A measure of a text, with the most that a channel carries. */
export function measured(unit: Size['unit'], limit?: number): (text: string) => Size {
  const used = { characters: charactersOf, bytes: bytesOf, words: wordsOf }[unit]
  return (text) => ({ unit, used: used(text), ...(limit === undefined ? {} : { limit }) })
}

function bytesOf(text: string): number {
  return encoder.encode(text).length
}

function wordsOf(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

/** A text that travels in one piece. */
export function whole(unit: Size['unit'], limit?: number): Channel['carry'] {
  const sizeOf = measured(unit, limit)
  return (text) => ({ parts: [text], size: sizeOf(text) })
}

/** No longer than the channel carries. */
export function atMost(limit: number, unit: Size['unit'], effect: Effect): Rule {
  const sizeOf = measured(unit, limit)
  return ({ text }) => tooLong(sizeOf(text), limit, effect)
}

/** No longer than the pact allows, in characters. */
export const ownLength: Rule = ({ text }, { characters }) =>
  characters === undefined ? [] : tooLong({ unit: 'characters', used: charactersOf(text) }, characters, 'refused')

function tooLong({ used, unit }: Size, limit: number, effect: Effect): readonly Breach[] {
  if (used <= limit) return []
  return [{ rule: 'length', effect, because: `has ${used} ${unit}, and ${limit} ${ends[effect] ?? 'fit'}` }]
}

const ends: Partial<Record<Effect, string>> = { unwise: 'are advised', cut: 'are shown' }
