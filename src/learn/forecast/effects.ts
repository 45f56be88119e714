/**
 * By how much the odds of a conversation fall with what a customer brings.
 *
 * Read off the test, kind by kind, and off an ablation, and drawn towards nothing where there is little to read it off: what
 * neither had may cost or win, nobody knows which.
 */
import type { Offset } from '../../stats/index.ts'
import type { FactorName } from '../gap/ablation.ts'
import type { KeptAblation } from '../gap/explained.ts'
import type { GradedTalk } from '../gap/graded-over.ts'

/** One thing that some customers bring and others do not. */
export interface Thing {
  /** A factor of ablations, or such as `writing: with slips`. */
  readonly what: string
  readonly has: (talk: GradedTalk) => boolean
  /** What it is held against. */
  readonly lacks: (talk: GradedTalk) => boolean
  readonly shares: 'counted' | 'given' | 'simulated'
  /** Of production's customers, unless they are counted. */
  readonly share?: number
  /** What an ablation says of it. */
  readonly evidence?: Offset
}

/** Beside customers without any factor; nothing where it was not played. */
export function costOf(
  factor: FactorName,
  { ablation: { clean, costs, customers } }: KeptAblation,
): Offset | undefined {
  const cost = costs.find((each) => each.factor === factor)
  if (cost === undefined) return undefined
  const [without, withIt] = [clean, clean - cost.alone.mean].map((rate) => logOdds(rate * customers, customers))
  if (without === undefined || withIt === undefined) return undefined
  return { mean: without.value - withIt.value, sd: Math.sqrt(without.variance + withIt.variance) }
}

/** Nearly three times the odds of a failure, or a third of them: stated, not measured. */
const unknownSd = 1

/** Over kinds and the ablation, by how much the odds fall with it, beginning with that it makes no difference. */
export function effectOf(
  test: readonly GradedTalk[],
  { has, lacks, evidence }: Thing,
): Offset & { readonly kinds: number } {
  const seen = [...new Set(test.map(({ traits }) => traits[0]))].flatMap((kind): Offset[] => {
    const own = test.filter(({ traits }) => traits[0] === kind)
    const [before, after] = [heldOf(own.filter(lacks)), heldOf(own.filter(has))]
    if (before === undefined || after === undefined) return []
    return [{ mean: before.value - after.value, sd: Math.sqrt(before.variance + after.variance) }]
  })
  let precision = unknownSd ** -2
  let weighted = 0
  for (const { mean, sd } of evidence === undefined ? seen : [...seen, evidence]) {
    precision += sd ** -2
    weighted += mean * sd ** -2
  }
  return { mean: weighted / precision, sd: precision ** -0.5, kinds: seen.length }
}

function heldOf(some: readonly GradedTalk[]) {
  return some.length === 0 ? undefined : logOdds(some.filter(({ held }) => held).length, some.length)
}

function logOdds(held: number, n: number): { readonly value: number; readonly variance: number } {
  const [good, bad] = [held + 0.5, n - held + 0.5]
  return { value: Math.log(good / bad), variance: 1 / good + 1 / bad }
}
