/**
 * Telling people of alarms: each word once to each receiver, together with what came at about the same time, later when
 * it cannot be now, and not at all while nobody wants to hear it.
 *
 * What is to be told is written down before it is sent, and that it is being sent as well. After a crash nothing is
 * lost, and what may have arrived is sent again under the same name: receivers that know repeats show it once, and to
 * Slack, which does not, it is said. Alarms are read from the store, so whoever raises them knows nothing of receivers.
 */
import type { Clock } from '../../connect/index.ts'
import { Problem, reasonOf } from '../../problem.ts'
import { hash64 } from '../../stats/index.ts'
import type { Alarm, Delivery, Observed } from '../../store/index.ts'
import { NotDelivered, type Notice, type Outside } from './alert-kind.ts'
import { firstWords } from './first-words.ts'
import type { Target } from './target.ts'

export interface AlertingOptions {
  readonly observed: Observed
  readonly targets: readonly Target[]
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly fetch: typeof globalThis.fetch
  /** The addresses behind it. @throws Problem for one that alerts may not go to */
  readonly allowed: (url: URL) => Promise<readonly string[]>
  /** How long what comes together is gathered, in milliseconds. Default 30,000. */
  readonly groupMs?: number
  /** Longest time for one try, in milliseconds. Default 30,000. */
  readonly deadlineMs?: number
  /** How long it is tried, in milliseconds. Default a day. */
  readonly giveUpMs?: number
  /** Between two looks, in milliseconds. Default 1,000. */
  readonly lookEveryMs?: number
  /** Hears what goes wrong. */
  readonly failed?: (thrown: unknown) => void
}

export interface Alerting {
  /** Resolves when all that is to be told now has been tried. */
  settled(): Promise<void>
  close(): Promise<void>
}

const hourMs = 3_600_000
const firstPauseMs = 15_000
const longestPauseMs = hourMs

export function openAlerting(options: AlertingOptions): Alerting {
  const { observed, targets, clock, now, groupMs = 30_000, lookEveryMs = 1000, failed = () => {} } = options
  const ending = new AbortController()
  let turn: Promise<unknown> = Promise.resolve()

  async function look(): Promise<void> {
    const fresh = await firstWords(observed, targets, now(), groupMs)
    if (fresh.length > 0) await observed.together(({ alarms }) => alarms.deliver(fresh))
    const undelivered = await observed.alarms.undelivered()
    const names = new Set(targets.map(({ name }) => name))
    const nobodys = undelivered.filter(({ target }) => !names.has(target))
    if (nobodys.length > 0)
      await observed.together(({ alarms }) => alarms.settle(nobodys.map((each) => givenUp(each, now()))))
    const parcels = parcelsOf(undelivered, now())
    // Receivers do not wait for each other; each has one notice at a time.
    await Promise.all(
      targets.map(async (target) => {
        for (const parcel of parcels.filter((each) => each.target === target.name)) {
          if (!ending.signal.aborted) await tell(target, parcel, options, ending.signal).catch(failed)
        }
      }),
    )
  }
  /** One look at a time: what is being sent is not sent by the next look as well. */
  const inTurn = () => {
    const mine = turn.then(look)
    turn = mine.catch(() => {})
    return mine
  }
  async function keepTelling(): Promise<void> {
    while (!ending.signal.aborted) {
      await inTurn().catch(failed)
      await clock.sleep(lookEveryMs, ending.signal).catch(() => {})
    }
  }
  const background = keepTelling()
  return {
    settled: inTurn,
    async close() {
      ending.abort()
      await background
      await turn
    },
  }
}

/** Its receiver is no longer in the project file. */
function givenUp(delivery: Delivery, doneMs: number): Delivery {
  return { ...delivery, state: 'dead', because: 'there is no such receiver any more', doneMs }
}

/** What is told together to one receiver. */
interface Parcel {
  readonly target: string
  readonly notice: string
  /** Never empty. */
  readonly deliveries: readonly Delivery[]
}

/** What is to be tried now. What was sent together before stays together; all that is new joins once the first of it is due. */
function parcelsOf(undelivered: readonly Delivery[], nowMs: number): readonly Parcel[] {
  const groups = new Map<string, Delivery[]>()
  for (const delivery of undelivered) {
    const name = JSON.stringify([delivery.target, delivery.project, delivery.notice ?? ''])
    groups.set(name, [...(groups.get(name) ?? []), delivery])
  }
  return [...groups.values()].flatMap((deliveries) => {
    const [first] = deliveries
    if (first === undefined || !deliveries.some(({ dueMs }) => dueMs <= nowMs)) return []
    const words = deliveries.map(({ alarm, what }) => `${alarm}/${what}`)
    return [{ target: first.target, notice: first.notice ?? hash64([first.target, ...words].join('\n')), deliveries }]
  })
}

async function tell(target: Target, parcel: Parcel, options: AlertingOptions, ending: AbortSignal): Promise<void> {
  const { observed, now } = options
  const { notice, deliveries } = parcel
  const begun = deliveries.map((each) => ({ ...each, notice, state: 'sending' as const, tries: each.tries + 1 }))
  await observed.together(({ alarms }) => alarms.settle(begun))
  const failure = await sent(target, await noticeOf(observed, parcel), options, ending)
  // Cut off by the end of the server: it may have arrived, so it stays `sending`.
  if (ending.aborted && failure !== undefined) return
  const done = begun.map((each) =>
    failure === undefined ? { ...each, state: 'sent' as const, doneMs: now() } : later(each, failure, options),
  )
  await observed.together(({ alarms }) => alarms.settle(done))
}

async function noticeOf(observed: Observed, { notice, deliveries }: Parcel): Promise<Notice> {
  const told = []
  for (const { alarm: id, what } of deliveries) {
    const alarm = await observed.alarms.get(id)
    if (alarm !== undefined) told.push(toldOf(alarm, what))
  }
  return {
    id: notice,
    project: deliveries[0]?.project ?? '',
    told: told.sort((a, b) => a.atMs - b.atMs),
    again: deliveries.some(({ state }) => state === 'sending'),
  }
}

function toldOf({ id, stream, title, because, evidence, raisedMs, recoveredMs }: Alarm, what: Delivery['what']) {
  const atMs = what === 'raised' ? raisedMs : (recoveredMs ?? raisedMs)
  return { what, alarm: id, stream, title, because, evidence, atMs }
}

/** @returns why it was not taken, or nothing when it was */
async function sent(
  { kind, settings }: Target,
  notice: Notice,
  { fetch, allowed, now, clock, deadlineMs = 30_000 }: AlertingOptions,
  ending: AbortSignal,
): Promise<NotDelivered | undefined> {
  const stopping = new AbortController()
  const stop = () => stopping.abort(ending.reason)
  ending.addEventListener('abort', stop, { once: true })
  const tooLate = clock.sleep(deadlineMs, stopping.signal).then(
    () => new NotDelivered('the receiver took too long'),
    () => new NotDelivered('the server was closed'),
  )
  const outside: Outside = { fetch, allowed, now, signal: stopping.signal }
  try {
    return await Promise.race([kind.send(settings, notice, outside).then(() => undefined, failureOf), tooLate])
  } finally {
    ending.removeEventListener('abort', stop)
    stopping.abort()
  }
}

/**
 * Anything else that is thrown is a refusal of the address, or a bug; neither is mended by trying again. A name that
 * nobody knows may be known later.
 */
function failureOf(thrown: unknown): NotDelivered {
  if (thrown instanceof NotDelivered) return thrown
  const forGood = !(thrown instanceof Problem && thrown.code === 'alerts/address-unknown')
  return new NotDelivered(reasonOf(thrown), { forGood, cause: thrown })
}

/** Again after a pause that doubles, or as long as the receiver asks; given up after a day or for good. */
function later(delivery: Delivery, failure: NotDelivered, { now, giveUpMs = 24 * hourMs }: AlertingOptions): Delivery {
  const { tries, createdMs } = delivery
  const because = failure.message
  const pauseMs = Math.max(failure.retryAfterMs ?? 0, Math.min(longestPauseMs, firstPauseMs * 2 ** (tries - 1)))
  if (failure.forGood || now() + pauseMs - createdMs > giveUpMs) {
    return { ...delivery, state: 'dead', because, doneMs: now() }
  }
  return { ...delivery, state: 'waiting', because, dueMs: now() + pauseMs }
}
