/** Faults of MCP servers in one conversation: which rules strike which request, what lasts, and what they remember. */
import type { StruckFault } from '../../conversation/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import type { Met } from '../faults/match.ts'
import type { FaultRule, FaultSet, McpRule } from '../faults/rule.ts'
import type { Ask, McpFaultContext, Meet } from './mcp-fault.ts'

export type Transport = 'stdio' | 'http'

/** What a request lends to the faults that it meets. */
type Lent = Pick<McpFaultContext, 'sleep' | 'notify'>

interface Standing {
  readonly set: string
  readonly rule: FaultRule
  readonly mcp: McpRule
  readonly place: string
  readonly memory: Map<string, unknown>
  nth: number
  hasStruck: boolean
}

export interface McpStrike {
  /** Those that struck now, and those that last. */
  readonly struck: readonly StruckFault[]
  /** Stands the faults around the server, the first outermost. */
  around(ask: Ask, lent: Lent): Ask
}

export class McpFaults {
  private readonly standing: readonly Standing[]
  private readonly seed: number

  constructor(sets: readonly FaultSet[], seed: number) {
    this.seed = seed
    this.standing = sets.flatMap(({ id, rules }) =>
      rules.flatMap((rule, index) =>
        rule.mcp === undefined
          ? []
          : [{ set: id, rule, mcp: rule.mcp, place: `${id}/${index}`, memory: new Map(), nth: 0, hasStruck: false }],
      ),
    )
  }

  /** Which rules meet a request. Counts it for each rule that it fits. */
  strike(met: Met, transport: Transport): McpStrike {
    const meeting = this.standing.flatMap((standing) => {
      const { rule, mcp, memory } = standing
      if (!rule.match.of(met.backend) || (mcp.only !== undefined && mcp.only !== transport)) return []
      const strikes = this.strikes(standing, met)
      const lasts = mcp.lasts && standing.hasStruck
      standing.hasStruck ||= strikes
      const meets = [...(strikes || lasts ? [mcp.fault.meet] : []), ...(mcp.fault.always ? [mcp.fault.always] : [])]
      return [{ standing, nth: standing.nth, memory, meets, strikes: strikes && !lasts, stands: strikes || lasts }]
    })
    return {
      struck: meeting
        .filter(({ stands }) => stands)
        .map(({ standing: { set, rule, mcp } }) => ({ set, kind: rule.kind, does: mcp.fault.explain() })),
      around: (ask, lent) =>
        meeting.reduceRight<Ask>((inner, { standing: { place }, nth, memory, meets, strikes }) => {
          const context = { ...lent, nth, memory, strikes, random: keyedRandom(this.seed, 'fault', place, nth) }
          return meets.reduceRight<Ask>((ask, meet: Meet) => (request) => meet(request, ask, context), inner)
        }, ask),
    }
  }

  private strikes(standing: Standing, met: Met): boolean {
    const { rule, mcp, place } = standing
    const isMeant = mcp.anyMethod || met.method === 'TOOLS/CALL'
    if (!isMeant || (rule.writesOnly && !met.writes) || !rule.match.fits(met)) return false
    standing.nth += 1
    return rule.match.strikes(standing.nth, keyedRandom(this.seed, 'fault strikes', place, standing.nth).float())
  }
}
