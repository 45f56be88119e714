/**
 * The engine: one graded conversation after the other through all streams of a project, and alarms out.
 *
 * Pure but for the memory that it is given, so that the same lines run in the server, in tests and in simulations of
 * months. It counts conversations that are independent of each other; leaving out the others is up to who calls it.
 */
import type { Conversation, Json } from '../../conversation/index.ts'
import type { Finding } from '../../pact/index.ts'
import { hash128, logEvidence, referenceEvidence } from '../../stats/index.ts'
import { type Budget, measureAlarm, modelAlarm, promiseAlarm, type Told } from './alarm.ts'
import { betweenFalseAlarms, isLaterDay, shares, trafficNext, type WatchedPromise } from './budget.ts'
import { contextNext, inUseIn } from './context.ts'
import { measureAlarmed, measureNext, measureRestarted, measureStream } from './measure-stream.ts'
import { besideOf, measures, sideOf } from './measures.ts'
import type { Memory } from './memory.ts'
import {
  isRecovered,
  promiseAlarmed,
  promiseNext,
  promiseRecovered,
  promiseRestarted,
  promiseStream,
  retiredAmong,
} from './promise-stream.ts'
import {
  type ContextRow,
  type MeasureRow,
  measureName,
  nameOf,
  type PromiseRow,
  promiseName,
  type Row,
  streamOf,
  type TrafficRow,
  type WordsRow,
} from './rows.ts'
import { knownWords, type Words, wordsNext, wordsStream } from './words.ts'

export interface DriftTerms {
  readonly promises: readonly WatchedPromise[]
  /** Days between false alarms, at least, on average. Default 90. */
  readonly quietDays?: number
  /** Conversations on each channel by which words are learnt. Default 200. */
  readonly wordsSize?: number
  /** Conversations on each channel that make the reference of each measure. Default 300. */
  readonly referenceSize?: number
}

/** One graded conversation. */
export interface Sighting {
  readonly thread: string
  /** When it ended, milliseconds since 1970. */
  readonly atMs: number
  readonly conversation: Conversation
  readonly findings: readonly Finding[]
  /** Only findings count: everything else of it was counted when it was graded. */
  readonly again?: true
}

/** An alarm that is raised, or one that is over. */
export interface Change extends Told {
  readonly what: 'raised' | 'recovered'
  /** The alarm's id. */
  readonly alarm: string
  /** What was watched, in words. */
  readonly stream: string
  readonly atMs: number
}

/** A drift engine over what is remembered of one project. */
export interface Engine {
  /** Counts a conversation. @returns alarms that it raises or ends */
  see(sighting: Sighting): readonly Change[]
}

/** Conversations on a channel after which another model is no news any more. */
const modelSettled = 20

export function driftEngine(project: string, memory: Memory, terms: DriftTerms): Engine {
  const { quietDays = 90, wordsSize = 200, referenceSize = 300 } = terms
  const share = shares(terms.promises)
  const promised = new Map(terms.promises.map((promise) => [promise.id, promise]))
  const words = new WeakMap<WordsRow, Words>()
  const masses = new Map<string, number>()
  const names = new Map<string, Map<string, string>>()
  for (const row of memory.all()) weigh(nameOf(row), row)

  /** A name is asked for with each conversation: to look it up takes less than to make it anew. */
  function nameFor(of: string, id: string, made: () => string): string {
    const own = names.get(of) ?? new Map<string, string>()
    names.set(of, own)
    const name = own.get(id) ?? made()
    own.set(id, name)
    return name
  }
  function weigh(name: string, row: Row): void {
    if (row.kind === 'promise') masses.set(name, (share.promises.get(row.condition) ?? 0) * massOf(row))
    if (row.kind === 'measure') masses.set(name, share.measure * massOf(row))
  }
  function keep(row: Row, name = nameOf(row)): void {
    memory.put(row, name)
    weigh(name, row)
  }

  function seeFindings(sighting: Sighting): readonly Change[] {
    const decided = sighting.findings.filter(({ outcome }) => outcome === 'held' || outcome === 'violated')
    return decided.flatMap(({ condition, outcome }) => {
      const promise = promised.get(condition)
      return promise === undefined ? [] : seeFinding(promise, outcome === 'violated', sighting)
    })
  }

  function seeFinding({ id, target }: WatchedPromise, isViolated: boolean, sighting: Sighting): readonly Change[] {
    const { thread, atMs, conversation } = sighting
    const moment = { atMs, place: contextOf(memory, conversation.channel).n - 1 }
    const { channel, agent } = conversation
    const version = agent.version ?? ''
    const name = nameFor(`${channel}\t${version}`, id, () => promiseName(id, channel, version))
    const known = memory.get(name) as PromiseRow | undefined
    // A promise that was changed is another promise.
    const before = known?.target === target ? known : promiseStream({ id, target }, channel, version, moment)
    const row = promiseNext(before, isViolated, thread, moment)
    if (row.standing === undefined || !isRecovered(row)) {
      keep(row, name)
      return []
    }
    keep(promiseRecovered(row, moment.place), name)
    return [over(row, row.standing.alarm, atMs, 'The promise is kept again.')]
  }

  function seeMeasures({ thread, conversation, findings, atMs }: Sighting, gap: number | undefined): readonly Change[] {
    const { channel } = conversation
    const row = (memory.get(`words\t${channel}`) as WordsRow | undefined) ?? wordsStream(channel)
    if (row.n < wordsSize) {
      memory.put(wordsNext(row, sideOf(conversation, 'customer'), sideOf(conversation, 'agent')))
      return []
    }
    const known = words.get(row) ?? knownWords(row)
    words.set(row, known)
    const beside = besideOf(conversation, known, findings, gap)
    const moment = { atMs, place: contextOf(memory, channel).n - 1 }
    return measures.flatMap((measure) => {
      const value = measure.of(conversation, beside)
      if (value === undefined) return []
      const name = nameFor(channel, measure.id, () => measureName(measure.id, channel))
      const known = memory.get(name) as MeasureRow | undefined
      const before = known ?? measureStream(measure.id, channel, atMs)
      const after = measureNext(before, value, { thread, ...moment }, referenceSize)
      keep(after, name)
      const isOver = before.standing !== undefined && after.standing === undefined
      return isOver
        ? [
            over(
              before,
              before.standing.alarm,
              atMs,
              'What came after the change is what it is compared with from now on.',
            ),
          ]
        : []
    })
  }

  function seeContext({ conversation, findings, atMs }: Sighting): readonly Change[] {
    const { channel } = conversation
    const before = contextOf(memory, channel)
    const after = contextNext(before, inUseIn(conversation, findings), atMs, countOf(memory))
    if (before.standing !== undefined && before.standing.left <= 1) {
      const { standing, ...settled } = after
      memory.put(settled)
      return [over(before, before.standing.alarm, atMs, 'It is what is in use now.')]
    }
    if (before.standing !== undefined) {
      memory.put({ ...after, standing: { ...before.standing, left: before.standing.left - 1 } })
      return []
    }
    const told = modelAlarm(before, conversation)
    if (told === undefined) {
      memory.put(after)
      return []
    }
    const alarm = idOf(after, atMs)
    memory.put({ ...after, standing: { alarm, raisedMs: atMs, left: modelSettled } })
    return [{ what: 'raised', alarm, stream: streamOf(after), atMs, ...told }]
  }

  function weighAll(atMs: number): readonly Change[] {
    const traffic = memory.get('traffic') as TrafficRow | undefined
    const between = traffic === undefined ? Number.POSITIVE_INFINITY : betweenFalseAlarms(traffic, atMs, quietDays)
    let evidence = 0
    for (const mass of masses.values()) evidence += mass
    if (evidence < between) return []
    const [most] = [...masses].toSorted(([, a], [, b]) => b - a)
    const row = most && memory.get(most[0])
    if (row?.kind !== 'promise' && row?.kind !== 'measure') return []
    const alarm = idOf(row, atMs)
    const told = tell(row, { evidence, between, quietDays })
    restartAll()
    keep(row.kind === 'promise' ? promiseAlarmed(row, alarm, atMs) : measureAlarmed(row, alarm, atMs))
    return [{ what: 'raised', alarm, stream: streamOf(row), atMs, ...told }]
  }

  function tell(row: PromiseRow | MeasureRow, budget: Budget): Told {
    return row.kind === 'promise'
      ? promiseAlarm(row, promised.get(row.condition), memory, budget)
      : measureAlarm(row, memory, budget)
  }

  function restartAll(): void {
    for (const row of [...memory.all()]) {
      if (row.kind === 'promise') keep(promiseRestarted(row))
      if (row.kind === 'measure') keep(measureRestarted(row))
    }
  }

  function idOf(row: Row, atMs: number): string {
    return hash128(`${project}\n${nameOf(row)}\n${atMs}`)
  }

  function seeOnce(sighting: Sighting): readonly Change[] {
    const { atMs, conversation } = sighting
    const { lastOf } = contextOf(memory, conversation.channel)
    const before = memory.get('traffic') as TrafficRow | undefined
    memory.put(trafficNext(before, atMs))
    const gap = lastOf === undefined ? undefined : countOf(memory) - lastOf
    const isNewDay = before !== undefined && isLaterDay(before, atMs)
    return [...(isNewDay ? dropRetired(atMs) : []), ...seeContext(sighting), ...seeMeasures(sighting, gap)]
  }

  /** Frees the evidence of promises on versions that nobody uses any more. */
  function dropRetired(atMs: number): readonly Change[] {
    const rows = [...memory.all()].flatMap((row) => (row.kind === 'promise' ? [row] : []))
    return retiredAmong(rows, promised, atMs).flatMap((row) => {
      memory.drop(nameOf(row))
      masses.delete(nameOf(row))
      const because = 'Its version is not in use any more.'
      return row.standing === undefined ? [] : [over(row, row.standing.alarm, atMs, because)]
    })
  }

  return {
    see: (sighting) => [
      ...(sighting.again === true ? [] : seeOnce(sighting)),
      ...seeFindings(sighting),
      ...weighAll(sighting.atMs),
    ],
  }
}

/** Conversations of the project so far. */
function countOf(memory: Memory): number {
  return (memory.get('traffic') as TrafficRow | undefined)?.n ?? 0
}

/** The context of a channel; empty before anything came. */
function contextOf(memory: Memory, channel: string): ContextRow {
  return (memory.get(`context\t${channel}`) as ContextRow | undefined) ?? { kind: 'context', channel, n: 0, inUse: [] }
}

function over(row: Row, alarm: string, atMs: number, because: string): Change {
  const evidence: Json = null
  return { what: 'recovered', alarm, stream: streamOf(row), atMs, title: `${streamOf(row)}: over`, because, evidence }
}

/** Evidence of a stream, as it goes into the sum. What stands gives none. */
export function massOf(row: PromiseRow | MeasureRow): number {
  if (row.standing !== undefined) return 0
  const log = row.kind === 'promise' ? logEvidence(row.detector) : row.detector && referenceEvidence(row.detector)
  return log === undefined ? 0 : Math.exp(Math.min(600, log))
}
