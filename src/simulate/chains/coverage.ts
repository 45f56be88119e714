/** Which chains a run has played, and how often all of their calls succeeded, beside how often those of their beginnings did. */
import { type ClusteredRate, clusteredRate } from '../../stats/index.ts'
import { type Chain, chainWords, prefixesOf } from './chain.ts'
import type { Played } from './links.ts'

/** How often a chain went through, over the conversations that played it; clusters are scenarios. */
interface ChainRate {
  readonly length: number
  /** Absent where no conversation played it. */
  readonly rate?: ClusteredRate
}

export interface ChainPlayed {
  readonly chain: Chain
  readonly rate: ChainRate
  /** Its beginnings, shortest first. */
  readonly prefixes: readonly ChainRate[]
}

/** Unplayed ones first, best known first among them; then those that succeeded least. */
export function coverageOf(chains: readonly Chain[], played: readonly Played[]): readonly ChainPlayed[] {
  const called = played.map((one) => ({ one, tools: new Set(one.calls.map(({ tool }) => tool)) }))
  const known = new Map<string, ChainRate>()
  const rateOf = (chain: Chain): ChainRate => {
    const key = chainWords(chain)
    const rate =
      known.get(key) ??
      rateIn(
        chain,
        called.flatMap(({ one, tools }) => (chain.tools.every((tool) => tools.has(tool)) ? [one] : [])),
      )
    known.set(key, rate)
    return rate
  }
  const all = chains.map((chain) => ({ chain, rate: rateOf(chain), prefixes: prefixesOf(chain).map(rateOf) }))
  const rank = ({ rate }: ChainPlayed) => rate.rate?.rate ?? -1
  return all.sort((a, b) => rank(a) - rank(b))
}

function rateIn(chain: Chain, played: readonly Played[]): ChainRate {
  const clusters = new Map<string, { successes: number; n: number }>()
  for (const one of played) {
    const how = howPlayed(chain, one)
    if (how === 'not') continue
    const cluster = clusters.get(one.scenario) ?? { successes: 0, n: 0 }
    clusters.set(one.scenario, cluster)
    cluster.n += 1
    if (how === 'succeeded') cluster.successes += 1
  }
  const { length } = chain.tools
  return clusters.size === 0 ? { length } : { length, rate: clusteredRate([...clusters.values()]) }
}

/** `succeeded` when all calls of it did, once at least. */
export function howPlayed({ tools, second }: Chain, { calls, links }: Played): 'not' | 'played' | 'succeeded' {
  let best: 'not' | 'played' | 'succeeded' = 'not'
  const follow = (place: number, at: number, ok: boolean): void => {
    const call = calls[at]
    if (best === 'succeeded' || call?.tool !== tools[place]) return
    const still = ok && call?.ok === true
    if (place === tools.length - 1) {
      best = still ? 'succeeded' : 'played'
      return
    }
    for (const next of nextCalls(place + 1 === second, at, calls, links)) follow(place + 1, next, still)
  }
  for (const at of calls.keys()) follow(0, at, true)
  return best
}

function nextCalls(anew: boolean, at: number, calls: Played['calls'], links: Played['links']): readonly number[] {
  if (!anew) return [...new Set(links.filter(({ from }) => from === at).map(({ to }) => to))]
  return [...calls.keys()].filter((later) => later > at)
}
