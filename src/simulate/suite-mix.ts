/**
 * Everyday conversations: rows drawn as production has their levels, each level as often as its share asks.
 *
 * Drawn by quota and not one by one, so that twenty rows already have the right mix. Factors are taken to be
 * independent of each other, for want of knowing better; rows that the rules forbid are drawn again.
 */
import { isForbidden, type KeyedRandom, keyedRandom, type Row, type Together } from '../stats/index.ts'

interface Mixed {
  readonly name: string
  readonly levels: readonly { readonly name: string; readonly share?: number }[]
}

/** Draws for one row that rules forbid, before it is left out. */
const DRAWS = 200

/**
 * Rows in the mix of production; the same row may come several times.
 *
 * @param factors with a share on every level, except where there is only one level
 * @returns `n` rows, fewer where rules forbid nearly everything that production has
 */
export function typicalRows(
  factors: readonly Mixed[],
  { never, n, seed }: { readonly never: readonly Together[]; readonly n: number; readonly seed: number },
): readonly Row[] {
  const columns = factors.map((factor) => {
    const random = keyedRandom(seed, 'typical', factor.name)
    return { factor, column: random.shuffle(quota(factor, n, random)) }
  })
  return Array.from({ length: n }, (_, index) => index).flatMap((index) => {
    let row = Object.fromEntries(columns.map(({ factor, column }) => [factor.name, column[index] ?? '']))
    for (let draw = 0; isForbidden(row, { never }); draw += 1) {
      if (draw === DRAWS) return []
      const random = keyedRandom(seed, 'typical again', index, draw)
      row = Object.fromEntries(factors.map((factor) => [factor.name, drawn(factor, random.float())]))
    }
    return [row]
  })
}

/** Each level as often as `n` times its share, up or down to the next whole number. */
function quota(factor: Mixed, n: number, random: KeyedRandom): readonly string[] {
  const offset = random.float()
  return Array.from({ length: n }, (_, index) => drawn(factor, (index + offset) / n))
}

/** The level that has a place between 0 and 1 when levels lie side by side, as wide as their shares. */
function drawn({ levels }: Mixed, place: number): string {
  const all = levels.reduce((sum, { share = 1 }) => sum + share, 0)
  let reached = 0
  for (const { name, share = 1 } of levels) {
    reached += share / all
    if (place < reached) return name
  }
  return levels.findLast(({ share = 1 }) => share > 0)?.name ?? ''
}
