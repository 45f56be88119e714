/**
 * The kinds of customers that a forecast weighs, and how much more of what makes it hard production has within each.
 *
 * A suite in which one in ten writes with typing errors says too much of production where half do. What such a trait costs is
 * read off the test, kind by kind, and drawn towards nothing where there is little to read it off; what the test never had
 * may cost or win, nobody knows which, and widens the interval by as much of it as comes.
 */
import type { ForecastCell, Offset } from '../../stats/index.ts'
import type { GradedTalk } from '../gap/graded-over.ts'
import { traitNames } from '../gap/traits.ts'
import type { Shares } from './shares.ts'

export interface Laid {
  readonly cells: readonly ForecastCell[]
  /** By how much odds fall with each value of a trait, beside the value that the test has most. */
  readonly effects: readonly Offset[]
}

export function laidOut(graded: readonly GradedTalk[], shares: Shares, conversations: readonly GradedTalk[]): Laid {
  const test = graded.filter(({ side }) => side === 'test')
  const production = conversations.filter(({ side }) => side === 'production')
  const values = valuesOf(test, production)
  const kinds = new Set([...test.map(kindOf), ...shares.keys()])
  return {
    effects: values.map((value) => effectOf(test, value)),
    cells: [...kinds].map((kind) => {
      const own = test.filter((each) => kindOf(each) === kind)
      const theirs = production.filter((each) => kindOf(each) === kind)
      return {
        weight: shares.get(kind) ?? 0,
        successes: own.filter(({ held }) => held).length,
        n: own.length,
        ...(own.length > 0 &&
          theirs.length > 0 && { more: values.map((value) => shareOf(theirs, value) - shareOf(own, value)) }),
      }
    }),
  }
}

const kindOf = ({ traits }: GradedTalk) => traits[0]

interface Value {
  /** Place of the trait. */
  readonly trait: number
  readonly value: string
  readonly usual: string
}

/** Every value that either side has, but the one that the test has most; kinds are cells already. */
function valuesOf(test: readonly GradedTalk[], production: readonly GradedTalk[]): readonly Value[] {
  return traitNames.flatMap((_, trait) => {
    if (trait === 0) return []
    const counts = new Map<string, number>()
    for (const { traits } of test) counts.set(traits[trait] ?? '', (counts.get(traits[trait] ?? '') ?? 0) + 1)
    const [usual = ''] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0] ?? []
    const all = new Set([...test, ...production].map(({ traits }) => traits[trait] ?? ''))
    return [...all].filter((value) => value !== usual).map((value) => ({ trait, value, usual }))
  })
}

/** Nearly three times the odds of a failure, or a third of them: stated, not measured. */
const unknownSd = 1

/** Means over kinds of how much the odds fall from the usual value to this, beginning with that it makes no difference. */
function effectOf(test: readonly GradedTalk[], { trait, value, usual }: Value): Offset {
  let precision = unknownSd ** -2
  let weighted = 0
  for (const kind of new Set(test.map(kindOf))) {
    const own = test.filter((each) => kindOf(each) === kind)
    const [before, after] = [usual, value].map((wanted) =>
      logOdds(own.filter(({ traits }) => traits[trait] === wanted)),
    )
    if (before === undefined || after === undefined) continue
    const weight = 1 / (before.variance + after.variance)
    precision += weight
    weighted += weight * (before.value - after.value)
  }
  return { mean: weighted / precision, sd: precision ** -0.5 }
}

function logOdds(some: readonly GradedTalk[]): { readonly value: number; readonly variance: number } | undefined {
  if (some.length === 0) return undefined
  const held = some.filter((each) => each.held).length
  const [good, bad] = [held + 0.5, some.length - held + 0.5]
  return { value: Math.log(good / bad), variance: 1 / good + 1 / bad }
}

function shareOf(some: readonly GradedTalk[], { trait, value }: Value): number {
  const weigh = (all: readonly GradedTalk[]) => all.reduce((sum, { weight = 1 }) => sum + weight, 0)
  return weigh(some.filter(({ traits }) => traits[trait] === value)) / weigh(some)
}
