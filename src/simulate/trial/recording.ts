/**
 * The record of one trial while it grows: what happened and when, and what is known beside it of the customer's side.
 *
 * Knows what time it is on the record, which goes on also where nobody waits it out. Decides nothing.
 */
import type { AgentFailure, Clock, FaultSet } from '../../connect/index.ts'
import type {
  Checkpoint,
  Circumstances,
  Conversation,
  Ending,
  Event,
  Expected,
  FaultCondition,
  Json,
} from '../../conversation/index.ts'
import { explainArc } from '../customers/affect.ts'
import type { Edit, Understanding } from '../customers/customer.ts'
import { forgetIn, type HappenedChange } from '../happening.ts'
import { personaOn, perturbationConditions } from '../on-channel.ts'
import type { PlannedTrial } from '../plan.ts'
import type { SoFar } from '../scenario.ts'
import { doneIn } from './done-in.ts'
import type { Stage } from './stage.ts'

/** Below it a customer can hardly make out what the agent said. */
const hardlyMadeOut = 0.45
/** Below it a turn counts as one in which the customer was lost. */
const lost = 0.5

export class Recording {
  readonly events: Event[] = []
  /** Who waits for the agent to have done something. */
  private readonly looking = new Set<() => void>()
  /** Turns in a row, up to now, in which the customer could hardly make out the agent. */
  lostInARow = 0
  ending: Ending | undefined
  expected: Expected = {}
  private readonly clock: Clock
  private readonly startMs: number
  /** Time that passed on the record and was not waited for. */
  private skippedMs = 0
  private readonly checks: Checkpoint[] = []
  private readonly edits: Json[] = []
  private readonly moods: { readonly at: number; readonly mood: string }[] = []
  private readonly changes: (HappenedChange & { readonly at: number })[] = []
  private readonly simulator = { turns: 0, lost: 0, highestRung: 0, highestFrustration: 0 }

  constructor(clock: Clock) {
    this.clock = clock
    this.startMs = clock.nowMs()
  }

  /** Milliseconds since the conversation began; never less than what is on record already. */
  atMs(): number {
    const at = Math.round(this.clock.nowMs() - this.startMs + this.skippedMs)
    return Math.max(at, this.events.at(-1)?.atMs ?? 0)
  }

  /** Lets time pass on the record alone. */
  skip(ms: number): void {
    this.skippedMs += ms
  }

  /** @returns its index among the events */
  append(event: Event): number {
    const at = this.events.push(event) - 1
    for (const look of this.looking) look()
    return at
  }

  /** Resolves once the agent has done so much since an event. */
  async sees({ messages, calls }: SoFar, since: number): Promise<void> {
    const isThere = () => {
      const { messages: said, calls: called } = doneIn(this.events.slice(since))
      return said >= messages && called >= calls
    }
    if (isThere()) return
    await new Promise<void>((seen) => {
      const look = () => {
        if (!isThere()) return
        this.looking.delete(look)
        seen()
      }
      this.looking.add(look)
    })
  }

  fail({ culprit, code, message }: Pick<AgentFailure, 'culprit' | 'code' | 'message'>): void {
    this.append({ type: 'error', atMs: this.atMs(), culprit, code, message })
  }

  /** What the script wanted to hear by now. */
  check(checks: readonly Omit<Checkpoint, 'at'>[]): void {
    for (const check of checks) this.checks.push({ ...check, at: this.events.length })
  }

  /** The next message was written with these edits. */
  edited(edits: readonly Edit[]): void {
    if (edits.length > 0) this.edits.push({ event: this.events.length, edits: edits as unknown as Json })
  }

  /** Something happened in the backends that is not the agent's doing. */
  happened(change: HappenedChange): void {
    forgetIn(this.events, change)
    this.changes.push({ at: this.events.length, ...change })
  }

  /** How many changes have happened. */
  get changed(): number {
    return this.changes.length
  }

  /** What the customer made of the agent's last turn. */
  observe({ confidence, rung, frustration, mood }: Understanding): void {
    if (mood !== undefined && mood !== this.moods.at(-1)?.mood) this.moods.push({ at: this.events.length, mood })
    this.simulator.turns += 1
    this.lostInARow = confidence < hardlyMadeOut ? this.lostInARow + 1 : 0
    if (confidence < lost) this.simulator.lost += 1
    this.simulator.highestRung = Math.max(this.simulator.highestRung, rung)
    this.simulator.highestFrustration = Math.max(this.simulator.highestFrustration, frustration)
  }

  conversation(trial: PlannedTrial, stage: Stage): Conversation {
    const { scenario, channel, id } = trial
    return {
      id,
      origin: 'simulated',
      agent: { id: stage.agent.id },
      channel,
      startedAt: scenario.startsAt ?? stage.startsAt,
      ...(scenario.timeZone !== undefined && { timeZone: scenario.timeZone }),
      events: this.events,
      circumstances: this.circumstances(trial),
    }
  }

  private circumstances({ scenario, persona, channel, seed, repeat, faults, control }: PlannedTrial): Circumstances {
    const perturbations = perturbationConditions(personaOn(persona, channel).perturbations)
    return {
      scenario: scenario.id,
      persona: persona.id,
      seed,
      repeat,
      ...(control && { control }),
      ...(faults.length > 0 && { faults: faults.map((set) => conditionOf(set, scenario.faults.includes(set.id))) }),
      ...(scenario.history.length > 0 && { history: scenario.history }),
      expected: this.expected,
      ...(this.ending !== undefined && { ending: this.ending }),
      ...(this.checks.length > 0 && { checks: this.checks }),
      ...(this.changes.length > 0 && { changes: this.changes }),
      ...(perturbations.length > 0 && { perturbations }),
      ...(this.edits.length > 0 && { edits: this.edits }),
      ...(persona.arc !== undefined && {
        arc: { id: persona.arc, explain: explainArc(persona.arc), moods: this.moods },
      }),
      simulator: { ...this.simulator },
    }
  }
}

function conditionOf(set: FaultSet, always: boolean): FaultCondition {
  return { id: set.id, explain: set.explain(), ...(always && { always: true }) }
}
