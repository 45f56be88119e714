/**
 * Which findings a person should label next, and why each.
 *
 * Labels go where each takes most from the uncertainty of a promise's corrected rate (Neyman's allocation, one by one):
 * to large strata, and to those in which labels have shown the judge wrong now and then, or in which jurors differ or the
 * path is seldom, until labels say otherwise. A promise decided by code that found next to nothing has little to overlook,
 * and comes last. Within a stratum they go in its random order, so that they count.
 */
import type { Candidate, Doubt, Stratum } from './strata.ts'

export interface ToLabel extends Candidate {
  readonly condition: string
  readonly said: 'held' | 'violated'
  readonly because: string
}

/** How often a jury is thought to be wrong before labels say so. */
const wrongBefore: Readonly<Record<Doubt, number>> = { none: 0.1, seldom: 0.2, split: 0.4 }

/** The same of code: of what it finds one in five is none, and it overlooks a tenth of as much as it finds, or of this least. */
const codeWrong = { found: 0.2, overlooked: 0.1, least: 0.002 }

/** What is thought before is worth so many labels: a stratum whose first labels happen to agree must not be left at once. */
const worth = 8

interface Open {
  readonly stratum: Stratum
  /** Of all that was decided of its promise. */
  readonly share: number
  /** Of all that was decided of its promise, what was called violated. */
  readonly violated: number
  taken: number
}

export function toLabel(strata: readonly Stratum[], wanted: number): readonly ToLabel[] {
  const open = strata.map((stratum): Open => {
    const own = strata.filter(({ condition }) => condition === stratum.condition)
    const all = own.reduce((sum, { n }) => sum + n, 0)
    const violated = own.reduce((sum, { said, n }) => sum + (said === 'violated' ? n : 0), 0)
    return { stratum, share: stratum.n / all, violated: violated / all, taken: 0 }
  })
  const picked: ToLabel[] = []
  while (picked.length < wanted) {
    const best = mostGained(open)
    const candidate = best?.stratum.next[best.taken]
    if (best === undefined || candidate === undefined) break
    best.taken += 1
    const { condition, said } = best.stratum
    picked.push({ ...candidate, condition, said, because: whyFrom(best.stratum) })
  }
  return picked
}

function mostGained(open: readonly Open[]): Open | undefined {
  let best: { readonly of: Open; readonly gain: number } | undefined
  for (const each of open) {
    if (each.taken >= each.stratum.next.length) continue
    const gain = gainOf(each)
    if (best === undefined || gain > best.gain) best = { of: each, gain }
  }
  return best?.of
}

/** What one more label takes from the variance of the promise's rate. */
function gainOf(open: Open): number {
  const { labelled, trulyHeld, said } = open.stratum
  const wrong = said === 'held' ? labelled - trulyHeld : trulyHeld
  const p = (wrong + worth * thoughtWrong(open)) / (labelled + worth)
  const [so, share] = [labelled + open.taken + 1, open.share]
  return share ** 2 * p * (1 - p) * (1 / so - 1 / (so + 1))
}

function thoughtWrong({ stratum: { said, doubt, isRead }, violated }: Open): number {
  if (isRead) return wrongBefore[doubt]
  const byCode = said === 'violated' ? codeWrong.found : codeWrong.overlooked * Math.max(violated, codeWrong.least)
  return doubt === 'none' ? byCode : 1.5 * byCode
}

const doubtWords: Readonly<Record<Doubt, string>> = {
  none: 'nothing speaks against it',
  seldom: 'few conversations took its path',
  split: 'jurors differ',
}

function whyFrom({ said, doubt, conversations, counted }: Stratum): string {
  const wrong = counted.filter(({ truth }) => truth !== said).length
  const labels = counted.length === 0 ? 'no label yet' : `wrong in ${wrong} of ${counted.length} labels`
  return `drawn from ${conversations} called ${said} where ${doubtWords[doubt]}; ${labels}`
}
