/**
 * A thread of its own for what goes on behind the door, so that it never makes a sender wait for its acknowledgement.
 *
 * It reads the log's files and has its own connection to the database, the only one that writes there. When it dies, what
 * it was asked is rejected, and the next task begins it again, so that whoever asks again after a pause sets the pace. One
 * that dies again and again stays dead: what is acknowledged waits in the log.
 */
import { Worker } from 'node:worker_threads'
import { Problem, reasonOf } from '../problem.ts'
import type { Background } from './background.ts'
import { type Answered, type Asked, type Task, type ThreadBeginning, type Told, thrownBy } from './thread-messages.ts'

/** It is not begun again after so many ends. */
const mostEnds = 5
/** So many tasks done in between make up for all ends before. */
const tasksThatMakeUp = 1000

export interface ThreadOptions extends ThreadBeginning {
  /** Hears what goes wrong there without having been asked for. */
  readonly failed: (thrown: unknown) => void
}

export interface ThreadBackground extends Background {
  /** Resolves when it is ready to work. @throws what its module throws */
  begin(): Promise<void>
  /** Why it does not work and will not by itself; nothing while it may. */
  trouble(): Problem | undefined
}

export function backgroundThread({ failed, ...beginning }: ThreadOptions): ThreadBackground {
  let running: Running | undefined
  let ends: unknown[] = []
  let done = 0
  let isClosed = false

  const trouble = () => (ends.length < mostEnds ? undefined : endedTooOften(ends))
  async function ask(task: Task): Promise<void> {
    const problem = trouble()
    if (problem !== undefined || isClosed) throw problem ?? new Error('the thread is closed')
    running ??= begun(beginning, failed, (reason) => {
      running = undefined
      if (isClosed) return
      ends.push(reason)
      done = 0
    })
    await running.ask(task)
    done += 1
    if (done >= tasksThatMakeUp) ends = []
  }
  return {
    begin: () => ask({ begin: true }),
    understand: (end) => ask({ understand: end }),
    grade: (nowMs) => ask({ grade: nowMs }),
    count: (counts) => ask({ count: counts }),
    keep: (deed) => ask({ keep: deed }),
    trouble,
    async close() {
      isClosed = true
      await running?.ask({ close: true }).catch(failed)
      await running?.end()
    },
  }
}

/** One life of the thread. */
interface Running {
  ask(task: Task): Promise<void>
  end(): Promise<void>
}

interface Waiting {
  readonly done: () => void
  readonly failed: (reason: unknown) => void
}

function begun(
  beginning: ThreadBeginning,
  failed: (thrown: unknown) => void,
  ended: (reason: unknown) => void,
): Running {
  const file = import.meta.url.endsWith('.ts') ? './background-thread.ts' : './background-thread.js'
  const { entry = new URL(file, import.meta.url).href } = beginning.terms
  const worker = new Worker(new URL(entry), { workerData: beginning })
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let reason: unknown
  worker.on('message', (message: Answered | Told) => {
    if (!('id' in message)) return failed(thrownBy(message.failed))
    const waits = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.failed === undefined) waits?.done()
    else waits?.failed(thrownBy(message.failed))
  })
  worker.on('error', (thrown) => {
    reason = thrown
  })
  worker.on('exit', (code) => {
    reason ??= new Error(`the thread that understands and grades has ended with code ${code}`)
    ended(reason)
    for (const { failed: reject } of waiting.values()) reject(reason)
  })
  return {
    ask: (task) =>
      new Promise<void>((resolve, reject) => {
        asked += 1
        waiting.set(asked, { done: resolve, failed: reject })
        worker.postMessage({ id: asked, ...task } satisfies Asked)
      }),
    end: async () => void (await worker.terminate()),
  }
}

function endedTooOften(ends: readonly unknown[]): Problem {
  return new Problem({
    code: 'ingest/thread-ended',
    message: `The thread that understands and grades has ended ${ends.length} times: ${reasonOf(ends.at(-1))}.`,
    hint: 'Start the server again: everything acknowledged is in the log and is understood then. If it ends again, please report it with the lines that it printed.',
    cause: ends.at(-1),
  })
}
