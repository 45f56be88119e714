/**
 * One trial: a simulated customer and the agent have one conversation, and what they did is read from
 * the backends before and after.
 *
 * Nothing here grades. Whatever goes wrong becomes an `error` event that says whose failure it was. What a trial plays
 * against stands in `trial/stage.ts`, how messages go to and fro in `trial/exchange.ts`, what is kept of it in
 * `trial/recording.ts`.
 */
import { setMaxListeners } from 'node:events'
import { type Clock, fill, type OpenBehind, readSettled, type Verifier } from '../connect/index.ts'
import type { Conversation, Event, Expected, Json, StateEvent } from '../conversation/index.ts'
import type { Move } from './customers/customer.ts'
import { happen } from './happening.ts'
import type { PlannedTrial } from './plan.ts'
import { type Player, playerOf } from './player.ts'
import type { Scenario } from './scenario.ts'
import { Exchange } from './trial/exchange.ts'
import { stoppedBy } from './trial/failing.ts'
import { Recording } from './trial/recording.ts'
import { type Stage, type Values, valuesOf } from './trial/stage.ts'

export { type Stage, type Values, valuesOf } from './trial/stage.ts'

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
    stoppedBy(thrown, take.recording)
  } finally {
    await take.close()
  }
  return take.recording.conversation(trial, stage)
}

/** An agent that fails this often in a row has lost its customer. */
const failuresInARow = 2

/** One for all trials: making an error costs more than everything else at the end of a small trial. */
const over = new Error('the trial has ended')

class Take {
  readonly recording: Recording
  private readonly trial: PlannedTrial
  private readonly stage: Stage
  private readonly signal: AbortSignal
  private readonly outer: AbortSignal
  private readonly ended = new AbortController()
  private readonly interrupt = () => this.ended.abort(this.outer.reason)
  private readonly clock: Clock
  private readonly exchange: Exchange
  private values: Values
  private behind: OpenBehind | undefined
  private turn = 0

  constructor(trial: PlannedTrial, stage: Stage, signal: AbortSignal) {
    this.trial = trial
    this.stage = stage
    this.signal = this.ended.signal
    this.outer = signal
    // A conversation waits on many things at once, and each of them listens for its end; so do many conversations.
    setMaxListeners(0, this.signal, signal)
    // Not AbortSignal.any: on a signal that outlives thousands of trials it would keep a trace of each.
    signal.addEventListener('abort', this.interrupt)
    this.clock = stage.clock()
    this.recording = new Recording(this.clock)
    this.exchange = new Exchange(trial, stage, this.clock, this.recording, this.signal)
    this.values = valuesOf(trial, stage)
  }

  async play(): Promise<void> {
    const { exchange, recording, stage, trial } = this
    if (stage.prepare !== undefined) {
      const prepare = await stage.prepare(this.values, this.signal)
      this.values = { ...this.values, prepare }
    }
    this.openBehind()
    recording.expected = fill(trial.scenario.expect as Json, this.values) as Expected
    await this.readState('before')
    await exchange.open(this.values, trial.scenario.history)
    await this.converse(playerOf(trial.scenario, stage.customer(trial, this.signal)))
    await this.readState('after')
    this.missChanges()
  }

  /** From here on the backends' proxies know this conversation's calls, and meet them with its faults. */
  private openBehind(): void {
    const { id, seed, faults, scenario } = this.trial
    this.behind = this.stage.behind?.open(
      {
        id,
        seed,
        faults,
        ...(scenario.recorded !== undefined && { recorded: scenario.recorded }),
        turn: () => this.turn,
        emit: (event) => this.recording.append({ ...event, atMs: this.recording.atMs() }),
      },
      this.values,
    )
    if (this.behind !== undefined) this.values = { ...this.values, ...this.behind.values }
  }

  private async converse(player: Player): Promise<void> {
    const { recording, exchange } = this
    const turnsAtMost = this.trial.scenario.maxTurns ?? this.stage.maxTurns ?? 30
    for (let turn = 0; turn < turnsAtMost; turn += 1) {
      this.turn = turn + 1
      const { move, checks } = await player.next(recording.events, turn)
      recording.check(checks)
      for (const name of move.changes ?? []) await this.change(name)
      if (await this.perform(move)) return
      if (exchange.failures >= failuresInARow) {
        recording.ending = { outcome: 'gave-up', because: 'the agent failed again and again' }
        return
      }
    }
    recording.ending =
      recording.lostInARow >= 2
        ? { outcome: 'inconclusive', because: 'the simulated customer could not make out what the agent said' }
        : { outcome: 'turn-limit', because: `${turnsAtMost} customer turns` }
  }

  /** Performs one move; true when it was the customer's last. */
  private async perform(move: Move): Promise<boolean> {
    const { recording, exchange } = this
    recording.observe(move.understanding)
    if (move.type === 'wait') {
      await this.wait(move)
      return false
    }
    if (move.type === 'say') {
      await exchange.say(move.messages, move.until)
      return false
    }
    if (move.goodbye !== undefined) await exchange.say([move.goodbye])
    else await exchange.listen()
    recording.ending = move.ending
    return true
  }

  private async wait({ forMs, back }: Extract<Move, { type: 'wait' }>): Promise<void> {
    const { recording, exchange } = this
    const { on = exchange.channel } = back ?? {}
    const elsewhere = on !== exchange.channel
    recording.append({
      type: 'silence',
      atMs: recording.atMs(),
      from: 'customer',
      forMs,
      ...(elsewhere && { backOn: on }),
    })
    if (back === undefined) return this.clock.sleep(forMs, this.signal)
    if (!elsewhere) return exchange.beAway(forMs)
    return exchange.moveTo(on, forMs, this.values, [...this.trial.scenario.history, ...said(recording.events)])
  }

  private async readState(when: 'before' | 'after'): Promise<void> {
    // Of what was recorded there is no state to be read, and that of the real backend is another's.
    const verifiers = this.trial.scenario.recorded === undefined ? this.stage.verifiers : []
    const readings = await Promise.all(verifiers.map((verifier) => this.reading(verifier, when)))
    for (const reading of readings) this.recording.append(reading)
  }

  private async reading(verifier: Verifier, when: 'before' | 'after'): Promise<StateEvent> {
    const { values, signal, stage } = this
    const records =
      when === 'before' ? await verifier.read(values, signal) : await readSettled(verifier, values, stage.wall, signal)
    return { type: 'state', atMs: this.recording.atMs(), verifier: verifier.id, when, records }
  }

  /** Something happens in the backends that is not the agent's doing, and is kept out of what the agent is held to. */
  private async change(name: string): Promise<void> {
    const { stage, values, signal } = this
    const make = stage.changes?.[name]
    if (make === undefined) throw new Error(`nothing says what the change "${name}" is`)
    this.recording.happened(await happen(name, { ...stage, make, values, signal }))
  }

  /** A conversation that ended before what it is about had happened says nothing of the agent. */
  private missChanges(): void {
    const due = this.trial.scenario.events.flatMap(({ do: what }) => ('change' in what ? [what.change] : []))
    const missed = due[this.recording.changed]
    if (missed === undefined) return
    const because = `the conversation ended before the change "${missed}" was due`
    this.recording.ending = { outcome: 'inconclusive', because }
  }

  async close(): Promise<void> {
    this.outer.removeEventListener('abort', this.interrupt)
    this.ended.abort(over)
    await this.exchange.close()
    this.behind?.close()
  }
}

/** What was said, as an agent is told it of earlier conversations. */
function said(events: readonly Event[]): Scenario['history'] {
  return events.flatMap((event) => (event.type === 'message' ? [{ from: event.from, text: event.text }] : []))
}
