/**
 * Records that could not be read: each complaint once, when it is first met, and at the end how many more it is about.
 *
 * A file in another shape has the same complaint on every line; ten times the same says less than once. Who pipes records in
 * wants to hear of the first at once.
 */
import { type Problem, placeText } from '../problem.ts'
import type { Io } from './io.ts'
import type { Recorded } from './recorded.ts'

type Unread = Extract<Recorded, { readonly problems: unknown }>

export interface UnreadRecords {
  /** How many there are. */
  readonly count: number
  /** Tells of it, unless the same was told before. */
  add(record: Unread): void
  /** Tells at the end what more there was, the most frequent first. */
  end(): void
}

interface Complaint {
  /** Where it was first met. */
  readonly first: string
  /** Of the first ones after the first. */
  readonly places: string[]
  n: number
}

const complaintsShown = 10
const placesShown = 3

export function unreadRecords({ style, err }: Pick<Io, 'style' | 'err'>): UnreadRecords {
  const complaints = new Map<string, Complaint>()
  let count = 0
  function tell({ message, hint }: Problem, more: number, where: string): void {
    const others = more === 0 ? '' : ` (and ${more} more with this record)`
    err(`${style.yellow('not read')} ${where}: ${message}${others}`)
    err(style.dim(`         ${hint}`))
  }
  return {
    get count() {
      return count
    },
    add({ problems: [first, ...others], at }) {
      count += 1
      if (first === undefined) return
      const key = `${first.code} ${first.message.replace(/\d+/g, '')}`
      const known = complaints.get(key)
      if (known === undefined) {
        complaints.set(key, { first: placeText(at), places: [], n: 1 })
        if (complaints.size <= complaintsShown) tell(first, others.length, placeText(at))
        return
      }
      known.n += 1
      if (known.places.length < placesShown) known.places.push(placeText(at))
    },
    end() {
      const all = [...complaints.values()]
      const repeated = all
        .slice(0, complaintsShown)
        .filter(({ n }) => n > 1)
        .sort((one, other) => other.n - one.n)
      const unsaid = all.length - complaintsShown
      for (const { first, n, places } of repeated) {
        const more = n - 1 > places.length ? ', …' : ''
        err(`${style.yellow('not read')} ${n - 1} more like ${first}: ${places.join(', ')}${more}`)
      }
      if (unsaid > 0) err(`and ${unsaid} other ${unsaid === 1 ? 'complaint' : 'complaints'}`)
    },
  }
}
