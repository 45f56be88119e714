/**
 * What the most customers come with whom no scenario has, by its most distinctive words: the first few kinds of it.
 *
 * They are put together as `coverage` puts them together, and are the largest and not the worst: chosen by how they fared,
 * what a kind makes of the gap would look larger than it is.
 */
import { Clusters } from '../coverage/clusters.ts'
import { Wording } from '../coverage/distinctive.ts'
import { spaceOf } from '../coverage/space.ts'

const most = 3
/** What came once may be chance. */
const fewest = 2

/** For each text the words it is called by, or nothing. @param suite texts that scenarios have, which words set the others apart from */
export function calledIn(texts: readonly string[], suite: readonly string[]): readonly (string | undefined)[] {
  const space = spaceOf([...suite, ...texts])
  const clusters = new Clusters()
  const belonging = texts.map((text) => clusters.add(space.vector(text)))
  const largest = [...clusters.counts.keys()]
    .filter((cluster) => (clusters.counts[cluster] ?? 0) >= fewest)
    .sort((a, b) => (clusters.counts[b] ?? 0) - (clusters.counts[a] ?? 0))
    .slice(0, most)
  const wording = new Wording([...suite, ...texts])
  const names = new Map(
    largest.map((cluster) => [cluster, wording.of(texts.filter((_, at) => belonging[at] === cluster)).join(' ')]),
  )
  return belonging.map((cluster) => names.get(cluster))
}
