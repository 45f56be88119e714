/**
 * Places of a text where a kind could have struck, and how much of what it does there can be seen.
 *
 * The same places as when a customer is played: only those where it would change something, and never a value.
 */
import { type KeyedRandom, keyedRandom } from '../../stats/index.ts'
import { type AnyPerturbationKind, type Guard, guardOf, perturbationKinds, type Spot } from '../perturbations/index.ts'
import type { Trace } from './unseen.ts'
import type { WordList } from './word-list.ts'

/** A place, and what the kind would put there. */
interface PlaceToStrike {
  readonly at: number
  readonly from: string
  readonly to: string
}

const valuesAlone: Guard = guardOf([])

/** Finds the places of one kind. @throws RangeError when there is no such kind */
export function placesOf(
  id: string,
  options: Readonly<Record<string, string>> = {},
): (text: string) => readonly PlaceToStrike[] {
  const kind = perturbationKinds.find((each) => each.id === id)
  if (kind === undefined) throw new RangeError(`there is no perturbation "${id}"`)
  const { spots } = kind.create(options as never)
  return (text) => {
    const spans = valueSpans(text)
    const random = keyedRandom(0, 'places', id)
    return spots(text, { spans, whole: [] }).flatMap((spot) => struck(spot, kind, spans, random))
  }
}

function struck(
  spot: Spot,
  { values }: AnyPerturbationKind,
  spans: ReturnType<Guard['spans']>,
  random: KeyedRandom,
): readonly PlaceToStrike[] {
  const { at, from } = spot
  const put = spot.to(random)
  if (put === undefined || put === from) return []
  const isValue =
    values === undefined && spans.some((span) => at < span.at + span.text.length && at + from.length > span.at)
  return isValue ? [] : [{ at, from, to: put }]
}

const MOST_KEPT = 10_000
const kept = new Map<string, ReturnType<Guard['spans']>>()

/** Each kind asks for the values of the same texts, and reading them takes longest. */
function valueSpans(text: string): ReturnType<Guard['spans']> {
  const known = kept.get(text)
  if (known !== undefined) return known
  if (kept.size >= MOST_KEPT) kept.clear()
  const spans = valuesAlone.spans(text)
  kept.set(text, spans)
  return spans
}

const TRIES = 300

/** Of strikes put into what people wrote, one at a time: the share that is found. */
export function seenShare(
  texts: readonly string[],
  places: (text: string) => readonly PlaceToStrike[],
  trace: (text: string, words: WordList) => Trace,
  words: WordList,
): number {
  const random = keyedRandom(0, 'seen')
  let [tried, seen] = [0, 0]
  for (let at = 0; at < TRIES && texts.length > 0; at += 1) {
    const text = random.pick(texts)
    const found = places(text)
    if (found.length === 0) continue
    const { at: start, from, to } = random.pick(found)
    const changed = text.slice(0, start) + to + text.slice(start + from.length)
    tried += 1
    if (trace(changed, words).struck > trace(text, words).struck) seen += 1
  }
  return tried === 0 ? 1 : seen / tried
}
