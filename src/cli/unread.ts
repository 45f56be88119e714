/**
 * Records that could not be read: each complaint once, with how many records it is about and where the first ones are.
 *
 * A file in another shape has the same complaint on every line; ten times the same says less than once.
 */
import { type Problem, placeText } from '../problem.ts'
import type { Style } from './io.ts'
import type { Recorded } from './recorded.ts'

type Unread = Extract<Recorded, { readonly problems: unknown }>

export interface UnreadRecords {
  /** How many there are. */
  readonly count: number
  add(record: Unread): void
  /** What there is to say of them, the most frequent first. */
  lines(style: Style): readonly string[]
}

interface Complaint {
  readonly first: Problem
  /** What else is wrong with the first record. */
  readonly more: number
  readonly places: string[]
  n: number
}

const complaintsShown = 10
const placesShown = 3

export function unreadRecords(): UnreadRecords {
  const complaints = new Map<string, Complaint>()
  let count = 0
  return {
    get count() {
      return count
    },
    add({ problems: [first, ...others], at }) {
      count += 1
      if (first === undefined) return
      const key = `${first.code} ${first.message.replace(/\d+/g, '')}`
      const known = complaints.get(key) ?? { first, more: others.length, places: [], n: 0 }
      known.n += 1
      if (known.n <= placesShown) known.places.push(placeText(at))
      complaints.set(key, known)
    },
    lines(style) {
      const sorted = [...complaints.values()].sort((one, other) => other.n - one.n)
      const rest = sorted.length - complaintsShown
      return [
        ...sorted.slice(0, complaintsShown).flatMap((each) => linesOf(each, style)),
        ...(rest > 0 ? [`and ${rest} other ${rest === 1 ? 'complaint' : 'complaints'}`] : []),
      ]
    },
  }
}

function linesOf({ first, more, places, n }: Complaint, { yellow, dim }: Style): readonly string[] {
  const where = n === 1 ? places.join('') : `${n} records, first ${places.join(', ')}`
  const others = more === 0 ? '' : ` (and ${more} more with ${n === 1 ? 'this record' : 'the first of them'})`
  return [`${yellow('not read')} ${where}: ${first.message}${others}`, dim(`         ${first.hint}`)]
}
