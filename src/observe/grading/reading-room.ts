/**
 * The reading room: juries read what is in the sample, at their own pace.
 *
 * It has a queue of its own in the store and shares nothing with grading by code but the store, so that a judge that is
 * slow, dear or silent holds nothing up. A reading that takes too long is given up and tried again later; what is never
 * read is skipped, with a reason that is counted. Findings of code stay as they are; only rubrics are filled in.
 */
import { setMaxListeners } from 'node:events'
import type { Clock } from '../../connect/index.ts'
import { type Jury, judgeWithJury, type Pact, type Verdict } from '../../pact/index.ts'
import { Problem, reasonOf } from '../../problem.ts'
import type { Grading, Observed, ObservedWriting, Reading } from '../../store/index.ts'

/** What a jury has read: the grading with its rubrics filled in, and how it came to be read. */
export interface Read {
  readonly grading: Grading
  readonly reading: Reading
}

export interface ReadingRoomOptions {
  readonly observed: Observed
  readonly pact: Pact
  readonly juries: Readonly<Record<string, Jury>>
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Conversations before juries at the same time. Default 4. */
  readonly atOnce?: number
  /** Longest time for one conversation, in milliseconds. Default 120,000. */
  readonly deadlineMs?: number
  /** How often one is tried. Default 3. */
  readonly tries?: number
  /** Longest wait for a first try, in milliseconds; default a day. */
  readonly longestWaitMs?: number
  /** Between two looks at an empty queue, in milliseconds. Default 1,000. */
  readonly lookEveryMs?: number
  /** Goes into the same transaction as what was read. */
  readonly alsoWrite?: (writing: ObservedWriting, read: Read) => Promise<void>
  /** Hears what goes wrong. */
  readonly failed?: (thrown: unknown) => void
}

export interface ReadingRoom {
  /** Resolves when nothing that may be read now waits. */
  settled(): Promise<void>
  /** Takes nothing more and gives up what is being read; it waits in the store for the next opening. */
  close(): Promise<void>
}

const dayMs = 24 * 3_600_000
/** Before the second try; each further one waits four times as long. */
const firstPauseMs = 60_000

export function openReadingRoom(options: ReadingRoomOptions): ReadingRoom {
  const { observed, clock, now, atOnce = 4, lookEveryMs = 1000, failed = () => {} } = options
  const ending = new AbortController()
  setMaxListeners(0, ending.signal)
  const underWay = new Map<string, Promise<void>>()

  async function takeMore(): Promise<number> {
    if (underWay.size >= atOnce) return underWay.size
    const waiting = await observed.readings.waiting(now(), atOnce + underWay.size)
    for (const reading of waiting.filter((each) => !underWay.has(nameOf(each))).slice(0, atOnce - underWay.size)) {
      const name = nameOf(reading)
      const done = readOne(reading, options, ending.signal)
        .catch(failed)
        .finally(() => underWay.delete(name))
      underWay.set(name, done)
    }
    return underWay.size
  }
  async function keepReading(): Promise<void> {
    while (!ending.signal.aborted) {
      const busy = await takeMore().catch(toldAsFailure)
      // With places free, what comes meanwhile is looked for; without, the first to be free counts.
      await (busy < atOnce ? clock.sleep(lookEveryMs, ending.signal).catch(() => {}) : Promise.race(underWay.values()))
    }
  }
  function toldAsFailure(thrown: unknown): number {
    failed(thrown)
    return 0
  }
  const background = keepReading()

  return {
    async settled() {
      while (!ending.signal.aborted && (await takeMore()) > 0) await Promise.race(underWay.values())
    },
    async close() {
      ending.abort()
      await background
      await Promise.all(underWay.values())
    },
  }
}

const nameOf = ({ project, thread, revision, pactHash }: Reading) =>
  JSON.stringify([project, thread, revision, pactHash])

async function readOne(reading: Reading, options: ReadingRoomOptions, ending: AbortSignal): Promise<void> {
  const { observed, pact, now, longestWaitMs = dayMs } = options
  const { project, thread, revision, pactHash, queuedMs, tries } = reading
  const skip = (because: string) => settle(observed, { ...reading, state: 'skipped', because, doneMs: now() })
  if (pactHash !== pact.hash) return skip('the pact has changed since')
  if (tries === 0 && now() - queuedMs > longestWaitMs) return skip('waited too long for a jury')
  const grading = await observed.grading(project, thread)
  if (grading === undefined || grading.revision !== revision) return skip('the conversation went on')
  const result = await verdictOf(grading, options, ending)
  if (ending.aborted) return
  if ('because' in result) return tryLater(reading, result.because, options)
  await keep({ reading, grading: { ...grading, verdict: result.verdict } }, options)
}

async function keep({ reading, grading }: Read, { observed, pact, now, alsoWrite }: ReadingRoomOptions): Promise<void> {
  const rubrics = pact.rubrics.map(({ id }) => id)
  const read = { ...reading, state: 'read', doneMs: now() } as const
  await observed.together(async (writing) => {
    await writing.readings.complete(read, grading.verdict, rubrics)
    await writing.readings.settle(read)
    await writing.count(reading.project, { read: 1 })
    await alsoWrite?.(writing, { grading: { ...grading, inclusion: reading.inclusion, rubrics }, reading: read })
  })
}

/** Again after a while that grows, or never. */
async function tryLater(
  reading: Reading,
  because: string,
  { observed, now, tries: most = 3 }: ReadingRoomOptions,
): Promise<void> {
  const tries = reading.tries + 1
  const next: Reading =
    tries >= most
      ? { ...reading, tries, state: 'skipped', because, doneMs: now() }
      : { ...reading, tries, because, dueMs: now() + firstPauseMs * 4 ** (tries - 1) }
  await settle(observed, next)
}

/** What is skipped is counted by reason. */
async function settle(observed: Observed, reading: Reading): Promise<void> {
  await observed.together(async (writing) => {
    await writing.readings.settle(reading)
    if (reading.state === 'skipped') await writing.count(reading.project, { [`unread: ${reading.because}`]: 1 })
  })
}

type Result = { readonly verdict: Verdict } | { readonly because: string }

/** What the juries say, unless they take too long: then they are told to stop, and not waited for. */
async function verdictOf(
  { conversation }: Grading,
  { pact, juries, clock, deadlineMs = 120_000 }: ReadingRoomOptions,
  ending: AbortSignal,
): Promise<Result> {
  const stopping = new AbortController()
  const stop = () => stopping.abort(ending.reason)
  ending.addEventListener('abort', stop, { once: true })
  const tooLate = clock.sleep(deadlineMs, stopping.signal).then(
    (): Result => ({ because: 'the jury took too long' }),
    (): Result => ({ because: 'the server was closed' }),
  )
  try {
    const read = judgeWithJury(pact, conversation, juries, { signal: stopping.signal })
    return await Promise.race([read.then(usable, unusable), tooLate])
  } finally {
    ending.removeEventListener('abort', stop)
    stopping.abort()
  }

  function usable(verdict: Verdict): Result {
    const readings = verdict.findings.filter(({ condition }) => pact.rubrics.some(({ id }) => id === condition))
    const asked = readings.flatMap(({ jurors = [] }) => jurors)
    const isCut = asked.length > 0 && asked.every(({ skipped }) => skipped)
    return isCut ? { because: 'the budget for models was spent' } : { verdict }
  }
  function unusable(thrown: unknown): Result {
    return { because: thrown instanceof Problem ? thrown.code : `the jury failed: ${reasonOf(thrown)}` }
  }
}
