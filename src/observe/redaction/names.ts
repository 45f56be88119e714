/**
 * Names of people, as far as the data itself says who they are: what stands in fields for names, and what follows
 * "my name is". They are then found wherever they stand, in full in any case, and word by word as they are written.
 */
import { seekerOf } from './beginnings.ts'
import type { Found } from './finding.ts'
import { bytesOf, type Look } from './look.ts'
import { bitOf } from './signs.ts'

const introduced =
  /(?<![A-Za-z])(?:[Mm]y (?:full )?name is|[Mm]y name's|[Nn]ame: ?|[Tt]his is|[Mm]e llamo|[Mm]ein Name ist|[Jj]e m'appelle) ([A-ZÀ-Þ][\wÀ-ÿ'’-]{1,30}(?: [A-ZÀ-Þ][\wÀ-ÿ'’-]{1,30}){1,2})(?!\w)/g
const introducedFirst =
  /(?<![A-Za-z])(?:[Mm]y (?:full )?name is|[Mm]y name's|[Mm]e llamo|[Mm]ein Name ist|[Jj]e m'appelle) ([A-ZÀ-Þ][\wÀ-ÿ'’-]{1,30})(?!\w)/g
const mostNames = 500

/** Names that somebody gave in a text that has the sign of it. */
export function introducedIn(text: string): readonly string[] {
  return [...text.matchAll(introduced), ...text.matchAll(introducedFirst)].flatMap(({ 1: name }) => name ?? [])
}

/** A field's value as a name: letters, not too long, no sentence. */
export function isName(value: string): boolean {
  return (
    value.length >= 2 &&
    value.length <= 80 &&
    /^[\p{L}][\p{L}\p{M} .'’-]*$/u.test(value) &&
    value.split(' ').length <= 5
  )
}

const foreign = bitOf('foreign')

export interface Names {
  /** Whether one may stand in a text that lies in bytes, by a look at it. Escapes of JSON hide nothing but letters. */
  mayStandIn(bytes: Uint8Array, start: number, end: number, look: Look): boolean
  find(text: string, look: Look): readonly Found[]
}

/** @param names as they stood; of each every word of three letters and more counts where it is written the same */
export function namesFrom(names: Iterable<string>): Names {
  const whole = new Set<string>()
  const words = new Set<string>()
  for (const name of [...names].slice(0, mostNames)) {
    const plain = name.trim().replace(/\s+/g, ' ')
    if (plain.length >= 2) whole.add(plain)
    for (const word of plain.split(/[ .]/)) if (/^\p{Lu}[\p{L}'’-]{2,}$/u.test(word)) words.add(word)
  }
  const patterns = [alternatives(whole, 'giu'), alternatives(words, 'gu')].flatMap((pattern) => pattern ?? [])
  const beginnings = [...new Set([...whole, ...words].map((name) => name.split(' ', 1)[0]?.toLowerCase() ?? ''))]
  const areLatin = beginnings.every((beginning) => /^[\0-\xb4\xb6-\xfe]*$/.test(beginning))
  const hasBeginning = seekerOf(beginnings)
  const mayStandIn: Names['mayStandIn'] = (bytes, start, end, { signs }) =>
    patterns.length > 0 && (!areLatin || (signs & foreign) !== 0 || hasBeginning(bytes, start, end))
  return {
    mayStandIn,
    find(text, look) {
      const bytes = bytesOf(text)
      if (!mayStandIn(bytes.of, 0, bytes.length, look)) return []
      return patterns.flatMap((pattern) =>
        [...text.matchAll(pattern)].map(({ 0: hit, index }) => ({
          kind: 'name' as const,
          start: index,
          end: index + hit.length,
        })),
      )
    },
  }
}

function alternatives(names: ReadonlySet<string>, flags: string): RegExp | undefined {
  if (names.size === 0) return undefined
  const longestFirst = [...names].sort((a, b) => b.length - a.length)
  const escaped = longestFirst.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(' ', '\\s+'))
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${escaped.join('|')})(?![\\p{L}\\p{N}_])`, flags)
}
