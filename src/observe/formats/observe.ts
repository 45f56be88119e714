/**
 * From records of OpenTelemetry to observations, whichever dialects they are in.
 *
 * A span becomes one observation, and so do the log records of one span, even when the span itself has not come yet:
 * both are accounts of the same thing and merge.
 */
import { isObject } from '../../conversation/index.ts'
import type { Observation } from '../observation.ts'
import type { OtlpLog, OtlpRecords, OtlpSpan } from '../otlp/otlp.ts'
import { accountOf } from './account.ts'
import { dialects } from './dialects.ts'
import { heardInEvents, heardInLogs, isMessage } from './heard.ts'
import { mergeObservations } from './merge.ts'
import { assembled, type Frame, type Pieces } from './pieces.ts'
import { piecesIn } from './ruled.ts'
import { Told } from './told.ts'

const details = 'gen_ai.client.inference.operation.details'

/** What a span says, with what is already there of its log records. */
export function observe(span: OtlpSpan, logs: readonly OtlpLog[] = []): Observation {
  const own = observeSpan(span)
  const told = observeLogs(logs.filter((log) => log.trace === span.trace && log.span === span.span))
  return told === undefined ? own : mergeObservations(own, told)
}

/** What the log records of one span say of it; nothing where none of them is about a conversation. */
export function observeLogs(logs: readonly OtlpLog[]): Observation | undefined {
  const telling = logs.filter(tells)
  const [first] = telling
  if (first?.trace === undefined || first.span === undefined) return undefined
  const { trace, span } = first
  const frame = (log: OtlpLog): Frame => ({ trace, span, startMs: log.atMs, dropped: log.dropped })
  // Single messages repeat what they say besides: a long history has as many.
  const message = telling.find(({ name }) => isMessage(name))
  const others = telling.filter(({ name }) => !isMessage(name))
  return [
    ...[message, ...others].flatMap((log) => (log === undefined ? [] : assembled(frame(log), piecesOfLog(log), []))),
    assembled(around(telling.map(frame), frame(first)), new Map(), heardInLogs(telling)),
  ].reduce(mergeObservations)
}

/**
 * The records of a request as observations, and how many records told nothing, by reason.
 *
 * A span and its log records in the same request are one observation; in different requests they are two, to be merged.
 */
export function observationsOf({ spans, logs }: Pick<OtlpRecords, 'spans' | 'logs'>): {
  readonly observations: readonly Observation[]
  readonly skipped: Readonly<Record<string, number>>
} {
  const bySpan = new Map<string, OtlpLog[]>()
  const skipped: Record<string, number> = {}
  const skip = (reason: string) => {
    skipped[reason] = (skipped[reason] ?? 0) + 1
  }
  for (const log of logs) {
    if (log.trace === undefined || log.span === undefined) skip('a log record of no span')
    else if (!tells(log)) skip('a log record of something else')
    else put(bySpan, `${log.trace}/${log.span}`, log)
  }
  const observed = spans.map((span) => {
    const key = `${span.trace}/${span.span}`
    const own = bySpan.get(key)
    bySpan.delete(key)
    return observe(span, own)
  })
  const rest = [...bySpan.values()].flatMap((own) => observeLogs(own) ?? [])
  return { observations: [...observed, ...rest], skipped }
}

function put(groups: Map<string, OtlpLog[]>, key: string, log: OtlpLog): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [log])
  else group.push(log)
}

const logWords = new Set(dialects.flatMap(({ logs = [] }) => logs))

function tells({ name, attributes }: OtlpLog): boolean {
  const isKnown = (each: string) => each.includes('.') && logWords.has(each.slice(0, each.indexOf('.')))
  return isKnown(name) || Object.keys(attributes).some(isKnown)
}

function piecesOfLog({ from, name, body, attributes }: OtlpLog): Pieces {
  const all = name === details && isObject(body) ? { ...body, ...attributes } : attributes
  return piecesIn(new Told({ from, name: '', attributes: all }), 0)
}

function observeSpan(span: OtlpSpan): Observation {
  const { trace, span: id, parent, startMs, endMs, dropped, events } = span
  const heard = events.length === 0 ? [] : heardInEvents(events)
  return accountOf({ trace, span: id, parent, startMs, endMs, asOf: endMs ?? 0, dropped, told: span, heard })
}

function around(frames: readonly Frame[], { trace, span }: Frame): Frame {
  return {
    trace,
    span,
    startMs: frames.reduce((least, { startMs }) => Math.min(least, startMs), Number.POSITIVE_INFINITY),
    dropped: frames.reduce((most, each) => Math.max(most, each.dropped), 0),
  }
}
