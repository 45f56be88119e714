/** Which of several groups have more of something than all others together, with the number of groups looked at allowed for. */
import { fisherWorse, taroneHolm } from '../../stats/index.ts'

interface Count {
  readonly successes: number
  readonly n: number
}

/**
 * The chance that any group is named wrongly is at most 5 in 100. Groups too small to be named ever cost the others nothing.
 *
 * @param groups counts of independent things: each customer once
 */
export function standsOut(groups: readonly { readonly here: Count; readonly elsewhere: Count }[]): readonly boolean[] {
  return taroneHolm(
    groups.map(({ here, elsewhere }) => {
      if (here.n === 0 || elsewhere.n === 0) return { p: 1, least: 1 }
      const all = here.successes + elsewhere.successes
      const most = Math.min(all, here.n)
      const chance = (failures: number) =>
        fisherWorse({ failures: all - failures, n: elsewhere.n }, { failures, n: here.n })
      return { p: chance(here.successes), least: chance(most) }
    }),
  )
}
