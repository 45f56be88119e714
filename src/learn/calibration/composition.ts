/**
 * Whether several jurors are worth more than one: how right each is, and how alike their errors are.
 *
 * Jurors that err together are one juror asked twice. Of `j` jurors whose errors correlate by `r`, as many count as
 * `j / (1 + (j - 1) r)`. A jury of jurors that are often wrong, or whose errors go together, is worse than its best juror.
 *
 * All of it is of findings that people labelled.
 */
import { type Rate, rate } from '../../stats/index.ts'

/** What people said of one finding, and what jurors did; a juror without a usable answer is left out. */
export interface JurorsHeard {
  readonly truth: boolean
  readonly said: Readonly<Record<string, boolean>>
}

export interface JuryComposition {
  readonly jurors: readonly { readonly juror: string; readonly right: Rate }[]
  /** Mean correlation of two jurors' errors; absent where fewer than two ever erred. */
  readonly errorCorrelation?: number
  /** Independent jurors that would be worth as much. */
  readonly effectiveSize?: number
  /** Why this jury should not sit; empty when nothing speaks against it. */
  readonly unfit: readonly string[]
}

const leastRight = 0.75
const mostAlike = 0.6
/** Fewer labels show nothing of a juror. */
const fewestLabels = 20

export function juryComposition(heard: readonly JurorsHeard[]): JuryComposition {
  const names = [...new Set(heard.flatMap(({ said }) => Object.keys(said)))].sort()
  const jurors = names.map((juror) => {
    const own = heard.filter(({ said }) => said[juror] !== undefined)
    return { juror, right: rate(own.filter(({ said, truth }) => said[juror] === truth).length, own.length) }
  })
  const correlations = names.flatMap((a, at) => names.slice(at + 1).flatMap((b) => correlationOf(heard, a, b) ?? []))
  const mean = correlations.length === 0 ? undefined : correlations.reduce((sum, r) => sum + r, 0) / correlations.length
  const size = mean === undefined ? undefined : names.length / (1 + (names.length - 1) * Math.max(0, mean))
  return {
    jurors,
    ...(mean !== undefined && { errorCorrelation: mean }),
    ...(size !== undefined && { effectiveSize: size }),
    unfit: reasonsAgainst(jurors, mean),
  }
}

function reasonsAgainst(jurors: JuryComposition['jurors'], correlation: number | undefined): readonly string[] {
  const known = jurors.filter(({ right }) => right.n >= fewestLabels)
  const weak = known
    .filter(({ right }) => right.rate < leastRight)
    .map(
      ({ juror, right }) =>
        `${juror} was right in ${right.successes} of ${right.n}; below three in four it outvotes better ones`,
    )
  const alike = correlation !== undefined && known.length >= 2 && correlation > mostAlike
  return alike
    ? [...weak, `jurors err together (correlation ${correlation.toFixed(2)}): the best alone does as well`]
    : weak
}

/** Of two jurors' errors, over the findings that both read. */
function correlationOf(heard: readonly JurorsHeard[], a: string, b: string): number | undefined {
  let [n, onlyA, onlyB, both] = [0, 0, 0, 0]
  for (const { truth, said } of heard) {
    const [one, other] = [said[a], said[b]]
    if (one === undefined || other === undefined) continue
    n += 1
    if (one !== truth && other !== truth) both += 1
    else if (one !== truth) onlyA += 1
    else if (other !== truth) onlyB += 1
  }
  const [pa, pb] = [(both + onlyA) / n, (both + onlyB) / n]
  const spread = Math.sqrt(pa * (1 - pa) * pb * (1 - pb))
  return spread > 0 ? (both / n - pa * pb) / spread : undefined
}
