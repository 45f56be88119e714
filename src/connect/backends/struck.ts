/** Faults in one conversation: which rules strike which call, and what they remember between calls. */
import type { StruckFault } from '../../conversation/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import type { FaultContext } from '../faults/fault.ts'
import type { Met } from '../faults/match.ts'
import type { FaultRule, FaultSet } from '../faults/rule.ts'
import type { Call, Reply } from './exchange.ts'

/** What an exchange in a conversation lends to the faults that strike it. */
export type Lent = Pick<FaultContext, 'nowMs' | 'sleep' | 'gone' | 'date'>

interface Standing {
  readonly set: string
  readonly rule: FaultRule
  readonly place: string
  readonly memory: Map<string, unknown>
  nth: number
}

export interface Strike {
  readonly struck: readonly StruckFault[]
  /** Stands the faults around the backend, the first outermost. */
  around(ask: (call: Call) => Promise<Reply>, lent: Lent): (call: Call) => Promise<Reply>
}

/** A call that no fault strikes. */
const unstruck: Strike = { struck: [], around: (ask) => ask }

/** The faults of one conversation. */
export class Faults {
  private readonly standing: readonly Standing[]
  private readonly seed: number

  constructor(sets: readonly FaultSet[], seed: number) {
    this.seed = seed
    this.standing = sets.flatMap(({ id, rules }) =>
      rules.map((rule, index) => ({ set: id, rule, place: `${id}/${index}`, memory: new Map(), nth: 0 })),
    )
  }

  /** Whether any rule may mean a call. Counts nothing. */
  mayStrike(met: Met): boolean {
    return this.standing.some(({ rule }) => {
      if (rule.fault.owns?.(met.path) === true) return true
      return !(rule.writesOnly && !met.writes) && rule.match.fits(met)
    })
  }

  /** Which rules strike a call. Counts the call for each rule that it fits. */
  strike(met: Met): Strike {
    if (this.standing.length === 0) return unstruck
    const striking = this.standing.flatMap((standing) => {
      const { rule, place } = standing
      if (rule.fault.owns?.(met.path) === true) return [{ standing, nth: standing.nth }]
      if ((rule.writesOnly && !met.writes) || !rule.match.fits(met)) return []
      standing.nth += 1
      const { nth } = standing
      return rule.match.strikes(nth, keyedRandom(this.seed, 'fault strikes', place, nth).float())
        ? [{ standing, nth }]
        : []
    })
    if (striking.length === 0) return unstruck
    return {
      struck: striking.map(({ standing: { set, rule } }) => ({ set, kind: rule.kind, does: rule.fault.explain() })),
      around: (ask, lent) =>
        striking.reduceRight<(call: Call) => Promise<Reply>>((inner, { standing: { rule, place, memory }, nth }) => {
          const context = { ...lent, nth, memory, random: keyedRandom(this.seed, 'fault', place, nth) }
          return (call) => rule.fault.meet(call, inner, context)
        }, ask),
    }
  }
}
