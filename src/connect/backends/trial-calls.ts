/** The calls of one conversation to its backends: numbered, met by faults, and written into the ledger. */
import type { ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import { pathPattern } from '../faults/path-pattern.ts'
import type { FaultSet } from '../faults/rule.ts'
import { deliver } from './deliver.ts'
import { type Call, replyOf } from './exchange.ts'
import { type Answered, askedIn, callEvent, type Entry, keeping, type LedgerEvent, resultEvent } from './ledger.ts'
import type { Routes } from './routes.ts'
import type { Source } from './source.ts'
import { Faults, type Strike } from './struck.ts'

/** What opens the backends to one conversation. */
export interface OpenTrial {
  readonly id: string
  readonly seed: number
  readonly faults: readonly FaultSet[]
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

const nowhere = { explain: () => 'no', fits: () => false }

export class TrialCalls {
  readonly id: string
  private readonly trial: OpenTrial
  private readonly clock: Clock
  private readonly beganMs: number
  private readonly faults: Faults
  private readonly open = new Set<() => void>()
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
  async answer(call: Call, behind: Behind, response: ServerResponse): Promise<void> {
    this.calls += 1
    const callId = `${call.backend}-${this.calls}`
    const asked = askedIn(call, behind.routes)
    const startMs = this.clock.nowMs()
    const answers: Answered[] = []
    let got: Answered | undefined
    let delivered: Entry['delivered'] = 'nothing'
    const strike = this.faults.strike({
      ...asked,
      backend: call.backend,
      method: call.method,
      turn: this.trial.turn(),
      sinceMs: startMs - this.beganMs,
      succeeded: (what) => this.succeeded(what),
    })
    const tell = () => {
      if (!this.open.delete(tell)) return
      const tookMs = this.clock.nowMs() - startMs
      const askedMs = startMs - this.beganMs
      const entry = {
        callId,
        call,
        asked,
        answers,
        delivered,
        struck: strike.struck,
        askedMs,
        tookMs,
        nowMs: Date.now(),
      }
      const event = resultEvent(got === undefined ? entry : { ...entry, got })
      if ('outcome' in event && event.outcome === 'ok') this.done.push({ ...asked, method: call.method })
      this.emit(event)
    }
    this.open.add(tell)
    this.emit(callEvent({ callId, asked }))
    try {
      const reply = await this.reply(call, behind.source, strike, answers, response)
      got = answers.find((answer) => answer.reply === reply) ?? keeping(reply)
      delivered = await deliver(got.reply, response)
    } finally {
      tell()
    }
  }

  private async reply(call: Call, source: Source, strike: Strike, answers: Answered[], response: ServerResponse) {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const ask = async (asked: Call) => {
      const answer = keeping(await source.ask(asked, { trial: this.id }))
      answers.push(answer)
      return answer.reply
    }
    const { clock } = this
    const lent = {
      nowMs: () => clock.nowMs(),
      sleep: (ms: number) => clock.sleep(ms, gone.signal).catch(() => {}),
      gone: gone.signal,
      date: () => new Date(),
    }
    try {
      return await strike.around(ask, lent)(call)
    } catch (thrown) {
      return replyOf(502, 'text/plain', `The backend ${call.backend} did not answer: ${(thrown as Error).message}`)
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

  private emit(event: LedgerEvent): void {
    if (!this.closed) this.trial.emit(event)
  }

  /** Writes what is still under way into the ledger as it stands now. Nothing is told afterwards. */
  close(): void {
    for (const tell of [...this.open]) tell()
    this.closed = true
  }
}
