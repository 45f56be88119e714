/** How an agent is watched from inside its process, and what the watch tells. */
import type { Conversation } from '../conversation/index.ts'
import type { Pact } from '../pact/index.ts'
import type { Queue, QueueCounts } from './queue.ts'
import type { Broken, Talk } from './talk.ts'

/** How an agent is watched: its pact, what is done about a reply that breaks it, and who is told. */
export interface InlineOptions {
  readonly pact: Pact
  readonly agent: Conversation['agent']
  /** Default `chat`. */
  readonly channel?: string
  /**
   * `observe` lets every reply go and tells of it. `guard` holds back replies that break a promise named here, and sends
   * what `instead` says; a reply that could not be checked in time goes.
   */
  readonly guard?: { readonly conditions: readonly string[]; readonly instead: string }
  /** Time that the checks of a reply may take before it goes, and again afterwards, in milliseconds. Default 5. */
  readonly withinMs?: number
  /**
   * When a reply is checked by the conditions that no guard names: `after` hands it on and checks it once the process has
   * nothing else to do, `before` checks it first and so can say at once what it breaks. Default `after`.
   */
  readonly check?: 'before' | 'after'
  /** The server that is told what happened; left out, with no queue, nothing is told to anyone. */
  readonly server?: { readonly url: string; readonly key?: string }
  /** Takes what happened, instead of a server. */
  readonly queue?: Queue
  /** Hears of every promise that a reply breaks. */
  readonly onBroken?: (broken: readonly Broken[], conversation: Conversation) => void
  /** Milliseconds since 1970. Default: the process's clock. */
  readonly now?: () => number
  /** Milliseconds, for measuring how long checks take. Default: the process's. */
  readonly timer?: () => number
  /** Calls back later, without keeping the process alive. Default: the process's timers. */
  readonly later?: (ms: number, work: () => void) => void
  /** Conversations remembered at once; the one unheard of for longest is forgotten first. Default 10,000. */
  readonly remembered?: number
  /** Events remembered at once, of all conversations together. Default 200,000. */
  readonly rememberedEvents?: number
}

/** A watch over an agent: nothing of it throws into the agent, and everything it does is counted. */
export interface Watch {
  /** The conversation of this name, begun when it is not known. */
  talk(id: string, customer?: string): Talk
  /** An agent's handler with the check around it; it may tell of its tools. What the handler throws is thrown on. */
  wrap<Context extends { readonly conversation: string; readonly customer?: string }>(
    handler: (message: string, context: Context, talk: Pick<Talk, 'tool'>) => Promise<string>,
  ): (message: string, context: Context) => Promise<string>
  /** Of what is told to the server; undefined where nobody is told. */
  readonly told: QueueCounts | undefined
  /** Resolves once what waits was checked and told, or could not be. Never rejects. @param withinMs default 5,000 */
  flush(withinMs?: number): Promise<void>
  /** Flushes; what happens afterwards is told to nobody. */
  close(withinMs?: number): Promise<void>
  readonly counts: {
    readonly replies: number
    readonly broken: number
    readonly held: number
    /** Replies that have gone and are still to be checked. */
    readonly waiting: number
    /** Checks left out for want of time, or because too many replies were waiting. */
    readonly late: number
    /** Checks that failed: mistakes in a check, not of the agent. */
    readonly failed: number
    /** Conditions that are not checked any more because they take too long. */
    readonly tooSlow: readonly string[]
  }
}
