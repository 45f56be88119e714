/**
 * One trial: a simulated customer and the agent have one conversation, and what they did is read from
 * the backends before and after.
 *
 * Nothing here grades. Whatever goes wrong becomes an `error` event that says whose failure it was.
 * The one message that is sent again is a message that the agent refused unread because of its rate limit.
 */
import { setMaxListeners } from 'node:events'
import type {
  Agent,
  AgentEvent,
  AgentSession,
  Behind,
  Clock,
  CustomerMessage,
  FaultSet,
  Limiter,
  OpenBehind,
  Prepare,
  Verifier,
} from '../connect/index.ts'
import { AgentFailure, fill, readSettled } from '../connect/index.ts'
import type {
  Checkpoint,
  Circumstances,
  Conversation,
  Ending,
  Event,
  Expected,
  FaultCondition,
  Json,
  MessageEvent,
  StateEvent,
} from '../conversation/index.ts'
import { problemsIn, reasonOf } from '../problem.ts'
import { hash128 } from '../stats/index.ts'
import { explainArc } from './customers/affect.ts'
import type { Customer, Move, OutgoingMessage, Understanding } from './customers/customer.ts'
import { forgetIn, type HappenedChange, happen } from './happening.ts'
import { personaOn, perturbationConditions } from './on-channel.ts'
import type { PlannedTrial } from './plan.ts'
import { type Player, playerOf } from './player.ts'
import type { Scenario } from './scenario.ts'

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

export type Values = Readonly<Record<string, Json>>

/**
 * Plays one trial to its end.
 *
 * @returns the record, however the trial went
 * @throws the signal's reason when it is aborted; nothing else
 */
export async function playTrial(trial: PlannedTrial, stage: Stage, signal: AbortSignal): Promise<Conversation> {
  const take = new Take(trial, stage, signal)
  try {
    await take.play()
  } catch (thrown) {
    signal.throwIfAborted()
    take.fail(thrown)
  } finally {
    await take.close()
  }
  return take.record()
}

/** A message is offered again at most this often when the agent refuses it unread. */
const offersAtMost = 6
/** An agent that fails this often in a row has lost its customer. */
const failuresInARow = 2

/** One for all trials: making an error costs more than everything else at the end of a small trial. */
const over = new Error('the trial has ended')

class Take {
  private readonly trial: PlannedTrial
  private readonly stage: Stage
  private readonly signal: AbortSignal
  private readonly outer: AbortSignal
  private readonly ended = new AbortController()
  private readonly interrupt = () => this.ended.abort(this.outer.reason)
  private readonly clock: Clock
  private readonly startMs: number
  private readonly events: Event[] = []
  private readonly checks: Checkpoint[] = []
  private readonly underway: Promise<void>[] = []
  private readonly edits: Json[] = []
  private readonly moods: { readonly at: number; readonly mood: string }[] = []
  private readonly changes: (HappenedChange & { readonly at: number })[] = []
  private values: Values
  private expected: Expected = {}
  private session: AgentSession | undefined
  private behind: OpenBehind | undefined
  /** Where the customer is now. */
  private channel: string
  private turn = 0
  /** Time of being away that was not waited for. */
  private skippedMs = 0
  private lastHeardMs = 0
  private failures = 0
  /** Turns in a row, up to now, in which the customer could hardly make out the agent. */
  private lostInARow = 0
  private ending: Ending | undefined
  private readonly simulator = { turns: 0, lost: 0, highestRung: 0, highestFrustration: 0 }

  constructor(trial: PlannedTrial, stage: Stage, signal: AbortSignal) {
    this.trial = trial
    this.stage = stage
    this.signal = this.ended.signal
    this.outer = signal
    // A conversation waits on many things at once, and each of them listens for its end.
    setMaxListeners(0, this.signal)
    // Not AbortSignal.any: on a signal that outlives thousands of trials it would keep a trace of each.
    signal.addEventListener('abort', this.interrupt)
    this.channel = trial.channel
    this.clock = stage.clock()
    this.startMs = this.clock.nowMs()
    this.values = valuesOf(trial, stage)
  }

  async play(): Promise<void> {
    const { stage, trial } = this
    if (stage.prepare !== undefined) {
      const prepare = await stage.prepare(this.values, this.signal)
      this.values = { ...this.values, prepare }
    }
    this.openBehind()
    this.expected = fill(trial.scenario.expect as Json, this.values) as Expected
    await this.readState('before')
    await this.meet(trial.scenario.history)
    await this.converse(playerOf(trial.scenario, stage.customer(trial, this.signal)))
    await this.readState('after')
    this.missChanges()
  }

  /** Opens the agent on the channel where the customer is, and tells it what was said before. */
  private async meet(history: Scenario['history']): Promise<void> {
    const { stage, trial, channel } = this
    const again = channel !== trial.channel
    this.session = await stage.agent.open({
      // Nothing but who the customer is ties a conversation on one channel to that on another.
      conversationId: again ? `${trial.id}-${channel}` : trial.id,
      channel,
      customer: this.values.customer as Values,
      values: again ? { ...this.values, channel } : this.values,
      history,
      clock: this.clock,
      signal: this.signal,
      onEvent: (event) => this.hear(event),
      onFailure: (failure) => this.note(failure),
    })
  }

  /** From here on the backends' proxies know this conversation's calls, and meet them with its faults. */
  private openBehind(): void {
    const { id, seed, faults } = this.trial
    this.behind = this.stage.behind?.open(
      {
        id,
        seed,
        faults,
        turn: () => this.turn,
        emit: (event) => this.append({ ...event, atMs: this.atMs() }),
      },
      this.values,
    )
    if (this.behind !== undefined) this.values = { ...this.values, ...this.behind.values }
  }

  private async converse(player: Player): Promise<void> {
    const turnsAtMost = this.trial.scenario.maxTurns ?? this.stage.maxTurns ?? 30
    for (let turn = 0; turn < turnsAtMost; turn += 1) {
      this.turn = turn + 1
      const move = await player.next(this.events, turn)
      for (const check of move.checks) this.checks.push({ ...check, at: this.events.length })
      for (const name of move.move.changes ?? []) await this.change(name)
      if (await this.perform(move.move)) return
      if (this.failures >= failuresInARow) {
        this.ending = { outcome: 'gave-up', because: 'the agent failed again and again' }
        return
      }
    }
    this.ending =
      this.lostInARow >= 2
        ? { outcome: 'inconclusive', because: 'the simulated customer could not make out what the agent said' }
        : { outcome: 'turn-limit', because: `${turnsAtMost} customer turns` }
  }

  /** Performs one move; true when it was the customer's last. */
  private async perform(move: Move): Promise<boolean> {
    this.observe(move.understanding)
    if (move.type === 'wait') {
      await this.wait(move)
      return false
    }
    if (move.type === 'say') {
      for (const message of move.messages) await this.say(message)
      if (move.messages.at(-1)?.dontWait !== true) await this.listen()
      return false
    }
    if (move.goodbye !== undefined) await this.say(move.goodbye)
    await this.listen()
    this.ending = move.ending
    return true
  }

  /** On another channel the agent is opened anew; on the same the conversation is where it was. */
  private async wait({ forMs, back }: Extract<Move, { type: 'wait' }>): Promise<void> {
    const { on = this.channel } = back ?? {}
    const elsewhere = on !== this.channel
    this.append({ type: 'silence', atMs: this.atMs(), from: 'customer', forMs, ...(elsewhere && { backOn: on }) })
    if (back === undefined) return this.clock.sleep(forMs, this.signal)
    if (!elsewhere) return this.pass(forMs)
    await this.session?.close()
    await this.pass(forMs)
    this.channel = on
    await this.meet([...this.trial.scenario.history, ...said(this.events)])
  }

  /** Nobody waits out hours of a real clock in which the customer is away: there they pass on the record alone. */
  private async pass(forMs: number): Promise<void> {
    if (this.clock.hold === undefined) this.skippedMs += forMs
    else await this.clock.sleep(forMs, this.signal)
  }

  private observe({ confidence, rung, frustration, mood }: Understanding): void {
    if (mood !== undefined && mood !== this.moods.at(-1)?.mood) this.moods.push({ at: this.events.length, mood })
    this.simulator.turns += 1
    this.lostInARow = confidence < 0.45 ? this.lostInARow + 1 : 0
    if (confidence < 0.5) this.simulator.lost += 1
    this.simulator.highestRung = Math.max(this.simulator.highestRung, rung)
    this.simulator.highestFrustration = Math.max(this.simulator.highestFrustration, frustration)
  }

  private async say({ text, afterMs, dontWait, edits = [] }: OutgoingMessage): Promise<void> {
    if (afterMs > 0) await this.clock.sleep(afterMs, this.signal)
    if (edits.length > 0) this.edits.push({ event: this.events.length, edits: edits as unknown as Json })
    const said: MessageEvent = { type: 'message', atMs: this.atMs(), from: 'customer', text }
    const at = this.events.length
    this.append(said)
    this.lastHeardMs = this.clock.nowMs()
    const sent = this.offer({ text, formed: (form) => this.events.splice(at, 1, { ...said, form }) })
    this.underway.push(sent)
    if (dontWait !== true) await sent
  }

  /** Sends a message; again only while the agent refuses it unread because of its rate limit. */
  private async offer(message: CustomerMessage): Promise<void> {
    for (let offer = 1; ; offer += 1) {
      try {
        await this.stage.limiter.run(async () => this.session?.send(message), this.signal)
        this.failures = 0
        return
      } catch (thrown) {
        this.signal.throwIfAborted()
        if (!(thrown instanceof AgentFailure)) throw thrown
        if (thrown.code !== 'rate-limited' || offer === offersAtMost) return this.blame(thrown)
      }
    }
  }

  /** Waits until everything sent is answered and, where the agent speaks on its own, until it is quiet. */
  private async listen(): Promise<void> {
    await Promise.all(this.underway.splice(0))
    if (this.session?.pushes !== true) return
    const quietMs = this.stage.quietMs ?? 1500
    for (let left = quietMs; left > 0; left = this.lastHeardMs + quietMs - this.clock.nowMs()) {
      await this.clock.sleep(left, this.signal)
    }
  }

  private hear(event: AgentEvent): void {
    this.lastHeardMs = this.clock.nowMs()
    const atMs = this.atMs()
    if (event.type === 'message') this.append({ ...event, atMs, from: 'agent' })
    else if (event.type === 'handoff') this.append({ ...event, atMs })
    else this.append({ ...event, atMs, seenBy: 'agent' })
  }

  private async readState(when: 'before' | 'after'): Promise<void> {
    const readings = await Promise.all(this.stage.verifiers.map((verifier) => this.reading(verifier, when)))
    for (const reading of readings) this.append(reading)
  }

  private async reading(verifier: Verifier, when: 'before' | 'after'): Promise<StateEvent> {
    const { values, signal, stage } = this
    const records =
      when === 'before' ? await verifier.read(values, signal) : await readSettled(verifier, values, stage.wall, signal)
    return { type: 'state', atMs: this.atMs(), verifier: verifier.id, when, records }
  }

  /** Something happens in the backends that is not the agent's doing, and is kept out of what the agent is held to. */
  private async change(name: string): Promise<void> {
    const { stage, values, signal } = this
    const make = stage.changes?.[name]
    if (make === undefined) throw new Error(`nothing says what the change "${name}" is`)
    const happened = await happen(name, { ...stage, make, values, signal })
    forgetIn(this.events, happened)
    this.changes.push({ at: this.events.length, ...happened })
  }

  /** A conversation that ended before what it is about had happened says nothing of the agent. */
  private missChanges(): void {
    const due = this.trial.scenario.events.flatMap(({ do: what }) => ('change' in what ? [what.change] : []))
    const missed = due[this.changes.length]
    if (missed === undefined) return
    this.ending = { outcome: 'inconclusive', because: `the conversation ended before the change "${missed}" was due` }
  }

  /** Puts a failure on record; the trial goes on only where it is the agent's. */
  private blame(failure: AgentFailure): void {
    this.note(failure)
    if (failure.culprit !== 'agent') throw new OnRecord(failure)
  }

  private note({ culprit, code, message }: AgentFailure): void {
    this.failures += 1
    this.append({ type: 'error', atMs: this.atMs(), culprit, code, message })
  }

  /**
   * Something stopped the trial: the reason goes on record, and the conversation says nothing about the agent.
   *
   * @throws Problem when a person has to mend a setting: the next trial would fail alike
   */
  fail(thrown: unknown): void {
    const failure = thrown instanceof OnRecord ? thrown.failure : thrown
    const [problem] = [...problemsIn(failure), ...(failure instanceof AgentFailure ? problemsIn(failure.cause) : [])]
    if (problem !== undefined && !(failure instanceof AgentFailure && failure.culprit === 'infrastructure'))
      throw problem
    this.ending = { outcome: 'error', because: reasonOf(failure) }
    if (thrown instanceof OnRecord) return
    const { culprit, code } =
      failure instanceof AgentFailure ? failure : { culprit: culpritOf(failure), code: 'trial' as const }
    this.append({ type: 'error', atMs: this.atMs(), culprit, code, message: reasonOf(failure) })
  }

  async close(): Promise<void> {
    this.outer.removeEventListener('abort', this.interrupt)
    this.ended.abort(over)
    await Promise.allSettled(this.underway)
    await this.session?.close()
    this.behind?.close()
  }

  record(): Conversation {
    const { scenario, persona, channel, seed, repeat, id, faults, control } = this.trial
    const perturbations = perturbationConditions(personaOn(persona, channel).perturbations)
    const circumstances: Circumstances = {
      scenario: scenario.id,
      persona: persona.id,
      seed,
      repeat,
      ...(control && { control }),
      ...(faults.length > 0 && { faults: faults.map((set) => conditionOf(set, scenario.faults.includes(set.id))) }),
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
    return {
      id,
      origin: 'simulated',
      agent: { id: this.stage.agent.id },
      channel,
      startedAt: scenario.startsAt ?? this.stage.startsAt,
      ...(scenario.timeZone !== undefined && { timeZone: scenario.timeZone }),
      events: this.events,
      circumstances,
    }
  }

  private append(event: Event): void {
    this.events.push(event)
  }

  private atMs(): number {
    const at = Math.round(this.clock.nowMs() - this.startMs + this.skippedMs)
    return Math.max(at, this.events.at(-1)?.atMs ?? 0)
  }
}

/** Carries a failure that is on record already to where the trial ends. */
class OnRecord extends Error {
  readonly failure: AgentFailure

  constructor(failure: AgentFailure) {
    super(failure.message, { cause: failure })
    this.failure = failure
  }
}

/** Errors of the language itself are bugs in the customer; everything else that throws here reaches outside. */
function culpritOf(thrown: unknown): 'infrastructure' | 'simulator' {
  const bug = thrown instanceof TypeError || thrown instanceof RangeError || thrown instanceof ReferenceError
  return bug ? 'simulator' : 'infrastructure'
}

/** What every template of a trial may name, before it is prepared. */
export function valuesOf({ id, scenario, persona, channel, seed, repeat }: PlannedTrial, stage: Stage): Values {
  const facts = Object.fromEntries(scenario.facts.map(({ key, value }) => [key, value ?? null]))
  const address = stage.agent.addressOf?.(id, channel)
  const base: Values = {
    ...stage.values,
    conversation: id,
    ...traceOf(id),
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

/** What was said, as an agent is told it of earlier conversations. */
function said(events: readonly Event[]): Scenario['history'] {
  return events.flatMap((event) => (event.type === 'message' ? [{ from: event.from, text: event.text }] : []))
}

function conditionOf(set: FaultSet, always: boolean): FaultCondition {
  return { id: set.id, explain: set.explain(), ...(always && { always: true }) }
}

/** For agents that pass a trace on to their backends: the same id for all calls of a conversation. */
function traceOf(id: string): { readonly traceId: string; readonly traceparent: string } {
  const traceId = hash128(`trace ${id}`)
  return { traceId, traceparent: `00-${traceId}-${traceId.slice(0, 16)}-01` }
}
