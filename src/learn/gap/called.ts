/**
 * What the most customers come with whom no scenario has, by its most distinctive words: the first few kinds of it.
 *
 * They are put together as `coverage` puts them together, and are the largest and not the worst: chosen by how they fared,
 * what a kind makes of the gap would look larger than it is.
 */
import { Clusters } from '../coverage/clusters.ts'
import { Wording } from '../coverage/distinctive.ts'
import type { Kinds } from '../coverage/kinds.ts'

const most = 3
/** What came once may be chance. */
const fewest = 2

/** For each text the words it is called by, or nothing. @param all of production, from which words set these apart */
export function calledIn(
  texts: readonly string[],
  { space, texts: suite }: Pick<Kinds, 'space' | 'texts'>,
  all: readonly string[],
): readonly (string | undefined)[] {
  const clusters = new Clusters()
  const belonging = texts.map((text) => clusters.add(space.vector(text)))
  const largest = [...clusters.counts.keys()]
    .filter((cluster) => (clusters.counts[cluster] ?? 0) >= fewest)
    .sort((a, b) => (clusters.counts[b] ?? 0) - (clusters.counts[a] ?? 0))
    .slice(0, most)
  const wording = new Wording([...suite, ...all])
  const names = new Map(
    largest.map((cluster) => [cluster, wording.of(texts.filter((_, at) => belonging[at] === cluster)).join(' ')]),
  )
  return belonging.map((cluster) => names.get(cluster))
}
