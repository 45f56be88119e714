/** The promise that is meant, of those that a conversation broke: the one that is named, else the first. */
import type { Verdict } from '../../pact/index.ts'
import type { Problem } from '../../problem.ts'

/**
 * @param name how people call the conversation: `Trial 7`
 * @param problem made of a sentence that says why there is none
 * @throws what `problem` makes
 */
export function brokenPromise(
  name: string,
  { findings }: Verdict,
  wanted: string | undefined,
  problem: (message: string) => Problem,
): string {
  const violated = findings.filter(({ outcome }) => outcome === 'violated').map(({ condition }) => condition)
  const found = wanted === undefined ? violated[0] : violated.find((id) => id === wanted)
  if (found !== undefined) return found
  const others = violated.length === 0 ? '' : ` It broke ${violated.join(', ')}.`
  throw problem(wanted === undefined ? `${name} broke no promise.` : `${name} did not break "${wanted}".${others}`)
}
