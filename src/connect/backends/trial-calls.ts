/** The calls of one conversation to its backends: numbered, met by faults, and written into the ledger. */
import type { Clock } from '../clock.ts'
import type { Met } from '../faults/match.ts'
import { pathPattern } from '../faults/path-pattern.ts'
import type { FaultSet } from '../faults/rule.ts'
import type { ReplaySettings } from '../recordings/replay.ts'
import { type Delivered, deliver } from './deliver.ts'
import { type Call, type Reply, replyOf } from './exchange.ts'
import { Flow } from './flow.ts'
import { type Answered, type Asked, askedIn, callEvent, keeping, type LedgerEvent, resultEvent } from './ledger.ts'
import type { AgentSide } from './plain-response.ts'
import type { Routes } from './routes.ts'
import { type Opened, type Source, upgradeBy } from './source.ts'
import { Faults, type Lent, type Strike } from './struck.ts'

/** What opens the backends to one conversation. */
export interface OpenTrial {
  readonly id: string
  readonly seed: number
  readonly faults: readonly FaultSet[]
  /** Recordings that answer this conversation in place of backends, by the backend's name. */
  readonly recorded?: Readonly<Record<string, ReplaySettings>>
  /** Customer turn that the agent is answering, from 1. */
  turn(): number
  /** Takes what the proxy saw, in order. Not called after `close`. */
  emit(event: LedgerEvent): void
}

/** One backend as its calls need it. */
export interface Behind {
  readonly routes: Routes
  readonly source: Source
}

/** How a call reaches its backend, and what is done with the reply that the agent is to get. */
interface Way {
  ask(call: Call): Promise<Reply>
  deliver(reply: Reply): Promise<Delivered>
}

const nowhere = { explain: () => 'no', fits: () => false }

export class TrialCalls {
  readonly id: string
  readonly trial: OpenTrial
  readonly clock: Clock
  readonly beganMs: number
  readonly open = new Set<Exchanging>()
  /** What wakes faults that wait. */
  readonly asleep = new Set<AbortController>()
  private readonly faults: Faults
  private readonly done: { readonly tool: string; readonly method: string; readonly path: string }[] = []
  private calls = 0
  private closed = false

  constructor(trial: OpenTrial, clock: Clock) {
    this.id = trial.id
    this.trial = trial
    this.clock = clock
    this.beganMs = clock.nowMs()
    this.faults = new Faults(trial.faults, trial.seed)
  }

  /** Answers one call of the agent. Resolves when its reply has left, or the agent has gone. */
  async answer(call: Call, { routes, source }: Behind, response: AgentSide): Promise<void> {
    const exchanging = this.begin(call, routes, response)
    const { writes } = exchanging.asked
    const context = writes
      ? { trial: this.id }
      : { trial: this.id, whenGone: (giveUp: () => void) => void response.once('close', giveUp) }
    await exchanging.run({
      ask: (asked) => source.ask(asked, context),
      deliver: (reply) => deliver(reply, response),
    })
  }

  /** Answers a call that opens a WebSocket. @returns the connection, where it has been opened */
  async answerUpgrade(call: Call, { routes, source }: Behind, response: AgentSide): Promise<Opened | undefined> {
    const exchanging = this.begin(call, routes, response)
    let opened: Opened | undefined
    let isOpen = false
    await exchanging.run({
      ask: async (asked) => {
        opened?.tunnel?.socket.destroy()
        opened = await upgradeBy(source, asked)
        return opened.reply
      },
      deliver: async (reply) => {
        isOpen = opened?.tunnel !== undefined && reply.status === 101 && !response.destroyed
        return isOpen ? 'whole' : deliver(reply, response)
      },
    })
    if (isOpen) return opened
    opened?.tunnel?.socket.destroy()
    return undefined
  }

  /** Whether no fault can mean a call, so that its body need not be held. */
  streams(call: Call, { routes }: Behind): boolean {
    return !this.faults.mayStrike(this.met(call, askedIn(call, routes), this.clock.nowMs()))
  }

  private begin(call: Call, routes: Routes, response: AgentSide): Exchanging {
    this.calls += 1
    const asked = askedIn(call, routes)
    const startMs = this.clock.nowMs()
    const strike = this.faults.strike(this.met(call, asked, startMs))
    const callId = `${call.backend}-${this.calls}`
    const exchanging = new Exchanging(this, { callId, call, asked, startMs, strike, response })
    this.open.add(exchanging)
    this.emit(callEvent({ callId, asked }))
    return exchanging
  }

  private met({ backend, method }: Call, asked: Asked, nowMs: number): Met {
    return {
      tool: asked.tool,
      path: asked.path,
      writes: asked.writes,
      backend,
      method,
      turn: this.trial.turn(),
      sinceMs: nowMs - this.beganMs,
      succeeded: (what) => this.succeeded(what),
    }
  }

  private succeeded(what: string): boolean {
    const [method, path] = what.split(' ')
    const pattern = path === undefined ? nowhere : pathPattern(path)
    return this.done.some(
      (call) =>
        call.tool === what || (call.method === method && 'match' in pattern && pattern.match(call.path) !== undefined),
    )
  }

  /** Keeps what has succeeded, for faults that wait for it. */
  succeeds({ tool, path }: Asked, method: string): void {
    if (this.trial.faults.length > 0) this.done.push({ tool, path, method })
  }

  emit(event: LedgerEvent): void {
    if (!this.closed) this.trial.emit(event)
  }

  /** Writes what is still under way into the ledger as it stands now. Nothing is told afterwards. */
  close(): void {
    for (const each of [...this.open]) each.tell()
    this.closed = true
    for (const waiting of this.asleep) waiting.abort()
  }
}

interface Begun {
  readonly callId: string
  readonly call: Call
  readonly asked: Asked
  readonly startMs: number
  readonly strike: Strike
  readonly response: AgentSide
}

/** One call on its way through. */
/** So long before a long wait is over the process is kept awake, in milliseconds. */
const wakefulMs = 16

class Exchanging {
  readonly asked: Asked
  private readonly calls: TrialCalls
  private readonly begun: Begun
  private readonly answers: Answered[] = []
  private got: Answered | undefined
  private delivered: Delivered | undefined
  private unanswered = 0
  private isDelivering = false

  constructor(calls: TrialCalls, begun: Begun) {
    this.calls = calls
    this.begun = begun
    this.asked = begun.asked
  }

  async run(way: Way): Promise<void> {
    const { begun, answers } = this
    const { call, strike, response } = begun
    response.once('close', this.gone)
    try {
      const reply = await this.reply(call, strike, way)
      this.got = answers.find((answer) => answer.reply === reply) ?? keeping(reply)
      this.isDelivering = true
      // What a backend did is known even where nobody waits for it any more.
      if (response.destroyed) await this.hearOut()
      this.delivered = await way.deliver(this.got.reply)
    } finally {
      this.tell()
      this.isDelivering = true
      this.gone()
    }
  }

  private async reply(call: Call, strike: Strike, way: Way): Promise<Reply> {
    const ask = async (asked: Call) => {
      this.unanswered += 1
      const answer = keeping(await way.ask(asked))
      this.unanswered -= 1
      this.answers.push(answer)
      return answer.reply
    }
    try {
      if (!strike.meets) return await ask(call)
      return await strike.around(ask, this.lent())(call)
    } catch (thrown) {
      return replyOf(502, 'text/plain', `The backend ${call.backend} did not answer: ${(thrown as Error).message}`)
    }
  }

  private lent(): Lent {
    const { calls, begun } = this
    const { clock, asleep } = calls
    const gone = new AbortController()
    const { response } = begun
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    if (response.destroyed) gone.abort()
    return {
      nowMs: () => clock.nowMs(),
      async sleep(ms) {
        const waiting = new AbortController()
        const wake = () => waiting.abort()
        asleep.add(waiting)
        gone.signal.addEventListener('abort', wake)
        if (gone.signal.aborted) wake()
        // Timers are late by about a thousandth of a long wait, and a process that wakes from one is slow for a while:
        // it is woken a little before, and then now and again.
        const dueMs = clock.nowMs() + ms
        const leftMs = () => (waiting.signal.aborted ? 0 : Math.ceil(dueMs - clock.nowMs()))
        const nap = (forMs: number) => clock.sleep(forMs, waiting.signal).catch(() => {})
        if (ms > 3 * wakefulMs) await nap(Math.floor(ms - wakefulMs))
        while (leftMs() > 0) await nap(Math.min(leftMs(), ms > 3 * wakefulMs ? 2 : ms))
        gone.signal.removeEventListener('abort', wake)
        asleep.delete(waiting)
      },
      gone: gone.signal,
      date: () => new Date(),
    }
  }

  /** Nobody waits for a body any more. A write is heard out as long as a fault still deals with it. */
  private readonly gone = (): void => {
    if (this.asked.writes && !this.isDelivering) return
    for (const { reply } of this.answers) if (reply.body instanceof Flow) reply.body.cancel()
  }

  private async hearOut(): Promise<void> {
    const body = this.got?.reply.body
    if (!this.asked.writes || !(body instanceof Flow)) return
    let left = 65_536
    try {
      for await (const piece of body) {
        left -= piece.length
        if (left < 0) break
      }
    } catch {
      // As much as came is kept.
    }
  }

  tell(): void {
    const { calls, begun, asked, answers, got, delivered } = this
    if (!calls.open.delete(this)) return
    const { callId, call, startMs, strike } = begun
    const event = resultEvent({
      callId,
      call,
      asked,
      answers,
      isUnknown: this.unanswered > 0,
      ...(got !== undefined && { got }),
      delivered: delivered ?? (begun.response.headersSent ? 'partly' : 'nothing'),
      ...strike.hand(),
      askedMs: startMs - calls.beganMs,
      tookMs: calls.clock.nowMs() - startMs,
      nowMs: Date.now(),
    })
    if ('outcome' in event && event.outcome === 'ok') calls.succeeds(asked, call.method)
    calls.emit(event)
  }
}
