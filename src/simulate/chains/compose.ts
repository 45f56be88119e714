/**
 * Scenarios that realise chains nobody has played: two that were played, joined into one conversation.
 *
 * A chain whose second wish begins at some call is realised by a scenario in which most conversations made its first
 * calls, followed by one in which most made its last. A chain without a second wish is one wish, and no scenario can
 * be joined for it: what goes from the one call into the next would have to be written by somebody.
 */
import type { Scenario } from '../scenario.ts'
import type { Chain } from './chain.ts'
import { howPlayed } from './coverage.ts'
import { joined } from './join.ts'
import type { Played } from './links.ts'

interface Composed {
  readonly scenario: Scenario
  /** The chains that it is made for. */
  readonly chains: readonly Chain[]
}

interface Uncomposed {
  readonly chain: Chain
  readonly because: string
}

export interface Composition {
  readonly composed: readonly Composed[]
  readonly not: readonly Uncomposed[]
}

/** @param chains those that are to be realised, most wanted first */
export function compose(
  chains: readonly Chain[],
  { scenarios, played }: { readonly scenarios: readonly Scenario[]; readonly played: readonly Played[] },
): Composition {
  const made = new Map<string, { scenario: Scenario; chains: Chain[] }>()
  const not: Uncomposed[] = []
  const doing = doers(scenarios, played)
  for (const chain of chains) {
    const found = pairFor(chain, doing, made)
    if (typeof found === 'string') {
      not.push({ chain, because: found })
      continue
    }
    const known = made.get(found.id)
    if (known === undefined) made.set(found.id, { scenario: found, chains: [chain] })
    else known.chains.push(chain)
  }
  return { composed: [...made.values()], not }
}

/** Scenarios in which most conversations made these calls, in the order of the project. */
type Doing = (tools: readonly string[]) => readonly Scenario[]

function doers(scenarios: readonly Scenario[], played: readonly Played[]): Doing {
  const byScenario = new Map<string, Played[]>()
  for (const one of played) {
    const all = byScenario.get(one.scenario) ?? []
    byScenario.set(one.scenario, all)
    all.push(one)
  }
  const known = new Map<string, readonly Scenario[]>()
  return (tools) => {
    const key = tools.join(' ')
    const found =
      known.get(key) ??
      scenarios.filter(({ id }) => {
        const all = byScenario.get(id) ?? []
        const did = all.filter((one) => howPlayed({ tools, seen: 0 }, one) === 'succeeded')
        return did.length * 2 > all.length
      })
    known.set(key, found)
    return found
  }
}

function pairFor({ tools, second }: Chain, doing: Doing, made: ReadonlyMap<string, unknown>): Scenario | string {
  if (second === undefined) return 'it is one wish, and no two scenarios make one'
  const [before, after] = [tools.slice(0, second), tools.slice(second)]
  const [firsts, seconds] = [doing(before), doing(after)]
  if (firsts.length === 0 || seconds.length === 0) return 'in no scenario do most conversations make one half of it'
  const [begin = ''] = after
  const again = new Set(doing([begin]))
  const fresh = firsts.filter((first) => !again.has(first))
  if (fresh.length === 0) return `${begin} is called for the first wish already, and may not be called again`
  const pairs = fresh.flatMap((first) =>
    seconds.filter((other) => other !== first).map((other) => joined(first, other)),
  )
  const whole = pairs.filter((pair) => typeof pair !== 'string')
  return (
    whole.find(({ id }) => made.has(id)) ?? whole[0] ?? oftenestOf(pairs.filter((pair) => typeof pair === 'string'))
  )
}

/** Of the reasons why pairs cannot be joined, the one that most have. */
function oftenestOf(reasons: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const [oftenest] = [...counts].sort(([, a], [, b]) => b - a)
  return oftenest?.[0] ?? 'only one scenario does both, and it is not joined with itself'
}
