/** Faults in one conversation: which rules strike which call, and what they remember between calls. */
import type { StruckFault } from '../../conversation/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import type { FaultContext } from '../faults/fault.ts'
import type { Met } from '../faults/match.ts'
import type { FaultRule, FaultSet } from '../faults/rule.ts'
import { type Call, isAsItCame, type Reply } from './exchange.ts'

/** What an exchange in a conversation lends to the faults that strike it. */
export type Lent = Pick<FaultContext, 'nowMs' | 'sleep' | 'gone' | 'date'>

interface Standing {
  readonly set: string
  readonly rule: FaultRule
  readonly place: string
  readonly memory: Map<string, unknown>
  nth: number
}

/** What faults did to a call, once it has been answered. */
interface HandOfFaults {
  readonly struck: readonly StruckFault[]
  /** Fault sets that met the call and found nothing in it to change. */
  readonly idle: readonly string[]
}

export interface Strike {
  readonly meets: boolean
  hand(): HandOfFaults
  /** Stands the faults around the backend, the first outermost. */
  around(ask: Ask, lent: Lent): Ask
}

/** A call that no fault strikes. */
const unstruck: Strike = { meets: false, hand: () => ({ struck: [], idle: [] }), around: (ask) => ask }

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
    const meeting = striking.map((each) => ({ ...each, isIdle: false }))
    return {
      meets: true,
      hand: () => ({
        struck: meeting
          .filter(({ isIdle }) => !isIdle)
          .map(({ standing: { set, rule } }) => ({ set, kind: rule.kind, does: rule.fault.explain() })),
        idle: meeting.filter(({ isIdle }) => isIdle).map(({ standing: { set } }) => set),
      }),
      around: (ask, lent) =>
        meeting.reduceRight<Ask>((inner, each) => {
          const { standing, nth } = each
          const { rule, place, memory } = standing
          const context = { ...lent, nth, memory, random: keyedRandom(this.seed, 'fault', place, nth) }
          return async (call) => {
            const watched = watching(call, inner, context)
            const reply = await rule.fault.meet(call, watched.ask, watched.context)
            each.isIdle = watched.isIdle(reply)
            return reply
          }
        }, ask),
    }
  }
}

type Ask = (call: Call) => Promise<Reply>

/** Sees whether a fault does anything at all: asks something else, or again, waits, or answers otherwise. */
function watching(call: Call, inner: Ask, context: FaultContext) {
  let [hasWaited, asked] = [false, 0]
  let answer: Reply | undefined
  return {
    context: {
      ...context,
      sleep: (ms: number) => {
        hasWaited ||= ms > 0
        return context.sleep(ms)
      },
    },
    async ask(given: Call) {
      asked += given === call ? 1 : 2
      answer = await inner(given)
      return answer
    },
    isIdle: (reply: Reply) => !hasWaited && asked === 1 && (reply === answer || isAsItCame(reply)),
  }
}
