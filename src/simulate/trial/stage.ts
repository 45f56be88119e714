/** What a trial plays against, and what its templates may name. */
import type { Agent, Behind, Clock, Limiter, Prepare, Verifier } from '../../connect/index.ts'
import { causedTrace, fill } from '../../connect/index.ts'
import type { Json } from '../../conversation/index.ts'
import type { Customer } from '../customers/customer.ts'
import type { PlannedTrial } from '../plan.ts'

/** What a trial plays against. */
export interface Stage {
  readonly agent: Agent
  readonly verifiers: readonly Verifier[]
  /** What the agent calls, behind proxies; without it its calls are not seen. */
  readonly behind?: Pick<Behind, 'open'>
  /** Makes the world for one trial and answers what templates may name as `{{prepare.…}}`. */
  readonly prepare?: Prepare
  /** What a scenario may have happen in the backends, by name. */
  readonly changes?: Readonly<Record<string, Prepare>>
  readonly customer: (trial: PlannedTrial, signal: AbortSignal) => Customer
  /** A clock of its own for each trial. */
  readonly clock: () => Clock
  /** The moment a conversation begins when its scenario does not say: ISO 8601. */
  readonly startsAt: string
  /** Values that every template may name: what `start` printed, the environment. */
  readonly values: Values
  /** How long to wait for further messages from an agent that sends them on its own, in milliseconds. Default 1500. */
  readonly quietMs?: number
  /** Customer turns at most, unless the scenario says. Default 30. */
  readonly maxTurns?: number
  /** How many messages the agent gets at once; shared by all trials, and the one who waits out its rate limits. */
  readonly limiter: Limiter
  /** Real time, by which backends come to rest. */
  readonly wall: Clock
}

/** What templates may name. */
export type Values = Readonly<Record<string, Json>>

/** What every template of a trial may name, before it is prepared. */
export function valuesOf({ id, scenario, persona, channel, seed, repeat }: PlannedTrial, stage: Stage): Values {
  const facts = Object.fromEntries(scenario.facts.map(({ key, value }) => [key, value ?? null]))
  const address = stage.agent.addressOf?.(id, channel)
  const base: Values = {
    ...stage.values,
    conversation: id,
    ...causedTrace('simulation', id),
    channel,
    seed,
    repeat,
    scenario: scenario.id,
    persona: persona.id,
    facts,
    now: scenario.startsAt ?? stage.startsAt,
    customer: { id, ...(address !== undefined && { address }), ...facts },
    history: scenario.history as unknown as Json,
  }
  return { ...base, given: fill(scenario.given as Json, base) }
}
