/**
 * The observatory: everything behind the server's door. The log takes, a reader turns entries into conversations, what
 * is over is graded. Each step keeps its own place, so that none waits for another and a crash repeats nothing.
 */
import type { Clock } from '../connect/index.ts'
import type { Pact } from '../pact/index.ts'
import type { Problem } from '../problem.ts'
import { type Observed, openObserved } from '../store/index.ts'
import { backgroundHere } from './background.ts'
import { openDoor, type Sent, type TakenIn } from './door.ts'
import type { GradingTerms } from './grading/grade.ts'
import type { IdleTimes } from './grading/idle.ts'
import { openSegmentLog, readLog, type SegmentLogOptions } from './log/segment-log.ts'
import { openPreparing, type PreparingOptions } from './preparing.ts'
import { type RedactionMode, type RedactionPlan, redactionKey } from './redaction/index.ts'
import type { KeepingDeed } from './retention/deeds.ts'
import { houseKeeping } from './retention/house-keeping.ts'
import { forgetPoints } from './retention/points.ts'
import type { RetentionTerms } from './retention/terms.ts'
import { type Standing, standingOf } from './standing.ts'
import { Tally } from './tally.ts'
import { backgroundThread } from './thread.ts'
import type { ThreadTerms } from './thread-messages.ts'

export interface ObservatoryOptions {
  /** The folder that holds everything; made when it is not there. */
  readonly folder: string
  readonly grading: GradingTerms
  /** How long nothing may arrive before a conversation counts as over, by channel, in milliseconds. */
  readonly idle?: IdleTimes
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log?: SegmentLogOptions
  /** Between two looks at what is over, in milliseconds. Default 1,000. */
  readonly lookEveryMs?: number
  /** Largest body, as sent and unpacked, in bytes. Default 16 MiB. */
  readonly bodyBytes?: number
  /** Bytes of bodies that may be on their way to the disk at once. Default 64 MiB. */
  readonly underWayBytes?: number
  /** What is removed before anything is kept. Default: nothing. */
  readonly redaction?: Redaction
  /** How long what was sent is kept. Default: for good. */
  readonly retention?: RetentionTerms
  /** Threads that prepare what arrives. Default: none, everything is prepared on this one. */
  readonly preparing?: Pick<PreparingOptions, 'threads' | 'entry'>
  /** Where what is taken is understood and graded: on a thread of its own, or, left out, on this one. */
  readonly thread?: ThreadTerms
  /** Hears what goes wrong in the background. */
  readonly failed?: (thrown: unknown) => void
}

/** How secrets and personal data are kept out of what is kept. */
export interface Redaction {
  readonly mode: RedactionMode | 'off'
  /** Further fields whose values are removed whole, by name. */
  readonly fields?: readonly string[]
  /** Texts that are nobody's secret, such as the business's own telephone number. */
  readonly keep?: readonly string[]
}

export interface Observatory {
  readonly observed: Observed
  /** What it grades by. */
  readonly pact: Pact
  /** Days between false alarms of drift, where it was told. */
  readonly quietDays?: number
  /**
   * Keeps a request; resolves once it is on disk.
   *
   * @throws Problem when nothing of it can be read, or the disk does not take it
   */
  take(request: Sent): Promise<TakenIn>
  /**
   * Holds, forgets, removes what is old, or asks that the log is read again; resolves once that is on disk.
   *
   * @throws Problem where that cannot be
   */
  keep(deed: KeepingDeed): Promise<void>
  /** What came of a project, what became of it, and what is under way. */
  standing(project: string): Promise<Standing>
  /** Resolves when everything taken so far has been understood and what is over is graded. */
  settled(): Promise<void>
  /** Why what is taken is understood no more and will not be by itself; nothing while all is well. */
  trouble(): Problem | undefined
  close(): Promise<void>
}

/** @throws Problem when the folder cannot be opened */
export async function openObservatory(options: ObservatoryOptions): Promise<Observatory> {
  const {
    folder,
    grading,
    idle,
    clock,
    now,
    lookEveryMs = 1000,
    bodyBytes = 16 * 1024 * 1024,
    failed = () => {},
  } = options
  const log = await openSegmentLog(`${folder}/log`, options.log)
  // With a thread of its own, that alone writes.
  const observed = await openObserved(`${folder}/observed.db`, { canBeMadeAgain: options.thread === undefined })
  const ending = new AbortController()
  const tally = new Tally()
  const plan = await redactionPlan(folder, options.redaction, grading)
  const preparing = openPreparing({ ...options.preparing, ...(plan !== undefined && { plan }) })
  const door = openDoor({
    log,
    now,
    bodyBytes,
    ...(options.underWayBytes !== undefined && { underWayBytes: options.underWayBytes }),
    prepare: preparing.prepare,
    count: (project, counts) => tally.add(project, counts),
  })

  const ended = aborted(ending.signal)
  const thread =
    options.thread && backgroundThread({ folder, terms: options.thread, failed, ...(idle !== undefined && { idle }) })
  const background =
    thread ?? backgroundHere((from, end) => readLog(`${folder}/log`, from, () => end), observed, grading, idle)
  const told = (thrown: unknown) => (ending.signal.aborted ? undefined : failed(thrown))
  const understand = inTurn(() => background.understand(log.end))
  const grade = inTurn(() => background.grade(now()))

  const keepHouse =
    options.retention &&
    houseKeeping({ folder, log, observed, terms: options.retention, keep: (deed) => background.keep(deed) })

  const pause = () => clock.sleep(lookEveryMs, ending.signal).catch(() => {})

  async function keepUnderstanding(): Promise<void> {
    while (!ending.signal.aborted) {
      const { end } = log
      const isDone = await understand().then(
        () => true,
        (thrown) => void told(thrown),
      )
      // What failed is tried again also when nothing more comes: it was acknowledged.
      await Promise.race([isDone === true ? log.grownBeyond(end) : pause(), ended])
    }
  }
  async function keepGrading(): Promise<void> {
    while (!ending.signal.aborted) {
      await grade().catch(told)
      await tally.handTo(background.count).catch(told)
      await keepHouse?.(now()).catch(told)
      await pause()
    }
  }
  await thread?.begin().catch(async (thrown) => {
    await Promise.all([thread.close(), preparing.close(), log.close(), observed.close()])
    throw thrown
  })
  const working = Promise.all([keepUnderstanding(), keepGrading()])

  return {
    observed,
    pact: grading.pact,
    ...(grading.quietDays !== undefined && { quietDays: grading.quietDays }),
    take: (request) => door.take(request),
    async keep(deed) {
      await background.keep(deed)
      if ('forget' in deed) await forgetPoints(folder)
    },
    standing: (project) => standingOf(observed, folder, project),
    async settled() {
      await understand()
      await grade()
      await tally.handTo(background.count)
    },
    trouble: () => thread?.trouble(),
    async close() {
      ending.abort()
      await tally.handTo(background.count).catch(failed)
      await background.close()
      await working
      await preparing.close()
      await log.close()
      await observed.close()
    },
  }
}

/** What is removed of what is sent. What the pact itself says is no secret, and what it planted is looked for. */
async function redactionPlan(
  folder: string,
  { mode, fields = [], keep = [] }: Redaction = { mode: 'off' },
  { pact }: GradingTerms,
): Promise<RedactionPlan | undefined> {
  if (mode === 'off') return undefined
  const key = await redactionKey(`${folder}/redaction.key`)
  return { key, mode, fields, keep: [...keep, ...pact.agent.canaries] }
}

/** The same work, asked for by several, one at a time; each waits for a run that began after it asked. */
function inTurn(work: () => Promise<unknown>): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  return async () => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    await mine
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
