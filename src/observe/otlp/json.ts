/**
 * The same requests as JSON, as lenient as senders are careless.
 *
 * Ids may be hex or base64, whole numbers texts or numbers, enums names or numbers, fields snake_case. What is not known is
 * ignored. Objects are read by fixed names and copied into objects without a prototype.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */

import { Buffer } from 'node:buffer'
import type { Json } from '../../conversation/index.ts'
import { reasonOf } from '../../problem.ts'
import { bare } from './bare.ts'
import { doubleJson } from './double.ts'
import { type Allowance, deepestValue, spend, Unfit } from './limits.ts'
import type { Attributes, OtlpRecords, Sender } from './otlp.ts'
import { undecodable } from './problems.ts'
import { type Above, above, emptyLog, emptySpan, Kept, logOf, spanOf } from './records.ts'

type Raw = { readonly [key: string]: unknown }

/** An attribute's value takes up to four levels of JSON for one of its own. */
const deepestJson = deepestValue * 5 + 16

/**
 * The records of one body. Spans and logs are read whichever of the two was asked for.
 *
 * @throws Problem `ingest/undecodable` where it is no JSON, or no object
 */
export function jsonRecords(bytes: Uint8Array): OtlpRecords {
  const request = parsed(bytes)
  const kept = new Kept()
  for (const resource of listOf(request, 'resourceSpans')) fromResource(resource, 'scopeSpans', kept)
  for (const resource of listOf(request, 'resourceLogs')) fromResource(resource, 'scopeLogs', kept)
  return kept.records()
}

/** JSON of any body that is to be an object, refused before it is parsed where it nests too deep. */
export function parsed(bytes: Uint8Array): Raw {
  if (nestsDeeper(bytes, deepestJson)) throw undecodable(`it nests more than ${deepestJson} deep`)
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch (thrown) {
    throw undecodable(`it is not JSON (${reasonOf(thrown)})`, thrown)
  }
  if (!isObject(value)) throw undecodable('it is JSON, but no object')
  return value
}

function nestsDeeper(bytes: Uint8Array, most: number): boolean {
  let depth = 0
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at]
    if (byte === 0x22) at = endOfText(bytes, at + 1)
    else if (byte === 0x7b || byte === 0x5b) depth += 1
    else if (byte === 0x7d || byte === 0x5d) depth -= 1
    if (depth > most) return true
    at += 1
  }
  return false
}

function endOfText(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1
  return at
}

function fromResource(entry: unknown, scopes: 'scopeSpans' | 'scopeLogs', kept: Kept): void {
  const head = above(() => attributesOf(field(field(entry, 'resource'), 'attributes'), kept.allowance, 0))
  for (const scope of [...listOf(entry, scopes), ...listOf(entry, 'instrumentationLibrarySpans')]) {
    fromScope(scope, scopes, kept, head)
  }
}

function fromScope(entry: unknown, kind: 'scopeSpans' | 'scopeLogs', kept: Kept, resource: Above): void {
  const scope = field(entry, 'scope') ?? field(entry, 'instrumentationLibrary')
  const attributes = above(() => attributesOf(field(scope, 'attributes'), kept.allowance, 0))
  const from: Sender = {
    resource: resource.value,
    scope: {
      name: textOf(field(scope, 'name')),
      version: textOf(field(scope, 'version')),
      attributes: attributes.value,
    },
  }
  const unfit = resource.unfit ?? attributes.unfit
  for (const record of listOf(entry, kind === 'scopeSpans' ? 'spans' : 'logRecords')) {
    kept.read(
      () => (kind === 'scopeSpans' ? spanIn(record, from, kept.allowance) : logIn(record, from, kept.allowance)),
      unfit,
    )
  }
}

function spanIn(record: unknown, from: Sender, allowance: Allowance) {
  if (!isObject(record)) return 'a span is no object'
  const status = field(record, 'status')
  const events = listOf(record, 'events').map((event) => {
    spend(allowance, 0)
    return {
      name: textOf(field(event, 'name')),
      atMs: momentOf(field(event, 'timeUnixNano')),
      attributes: attributesOf(field(event, 'attributes'), allowance, 0),
    }
  })
  return spanOf(
    {
      ...emptySpan(),
      trace: idOf(field(record, 'traceId'), 16),
      span: idOf(field(record, 'spanId'), 8),
      parent: idOf(field(record, 'parentSpanId'), 8),
      name: textOf(field(record, 'name')),
      startMs: momentOf(field(record, 'startTimeUnixNano')),
      endMs: momentOf(field(record, 'endTimeUnixNano')),
      attributes: attributesOf(field(record, 'attributes'), allowance, 0),
      events,
      code: statusCode(field(status, 'code')),
      message: textOf(field(status, 'message')),
      dropped:
        droppedIn(record, ['droppedAttributesCount', 'droppedEventsCount', 'droppedLinksCount']) +
        listOf(record, 'events').reduce<number>((sum, event) => sum + droppedIn(event, ['droppedAttributesCount']), 0),
    },
    from,
  )
}

function logIn(record: unknown, from: Sender, allowance: Allowance) {
  if (!isObject(record)) return 'a log record is no object'
  return logOf(
    {
      ...emptyLog(),
      trace: idOf(field(record, 'traceId'), 16),
      span: idOf(field(record, 'spanId'), 8),
      eventName: textOf(field(record, 'eventName')),
      atMs: momentOf(field(record, 'timeUnixNano')),
      observedMs: momentOf(field(record, 'observedTimeUnixNano')),
      body: anyValue(field(record, 'body'), allowance, 0),
      attributes: attributesOf(field(record, 'attributes'), allowance, 0),
      dropped: droppedIn(record, ['droppedAttributesCount']),
    },
    from,
  )
}

function droppedIn(record: unknown, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + numberOf(field(record, name)), 0)
}

function statusCode(code: unknown): number {
  if (code === 'STATUS_CODE_ERROR') return 2
  return code === 'STATUS_CODE_OK' ? 1 : numberOf(code)
}

function attributesOf(list: unknown, allowance: Allowance, depth: number): Attributes {
  const attributes = bare()
  if (list === undefined || list === null) return attributes
  if (!Array.isArray(list)) throw new Unfit('attributes are no list of keys and values')
  for (const entry of list) {
    if (isObject(entry)) attributes[textOf(field(entry, 'key'))] = anyValue(field(entry, 'value'), allowance, depth)
  }
  return attributes
}

type ValueForm = (value: unknown, allowance: Allowance, depth: number) => Json

const valueForms: readonly (readonly [string, ValueForm])[] = [
  ['stringValue', (value) => textOf(value)],
  ['boolValue', (value) => value === true || value === 'true'],
  ['intValue', (value) => wholeOf(value)],
  ['doubleValue', (value) => doubleJson(numberOf(value))],
  [
    'arrayValue',
    (value, allowance, depth) => listOf(value, 'values').map((each) => anyValue(each, allowance, depth + 1)),
  ],
  ['kvlistValue', (value, allowance, depth) => attributesOf(field(value, 'values'), allowance, depth + 1)],
  ['bytesValue', (value) => textOf(value)],
]

function anyValue(value: unknown, allowance: Allowance, depth: number): Json {
  spend(allowance, depth)
  if (!isObject(value)) return null
  for (const [name, form] of valueForms) {
    const inner = field(value, name)
    if (inner !== undefined && inner !== null) return form(inner, allowance, depth)
  }
  return null
}

function wholeOf(value: unknown): Json {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) throw new Unfit('a whole number is none')
  const whole = Number(value)
  return Number.isSafeInteger(whole) ? whole + 0 : BigInt(value).toString()
}

function numberOf(value: unknown): number {
  if (value === undefined || value === null || value === '') return 0
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  if (Number.isNaN(number) && value !== 'NaN') throw new Unfit('a number is none')
  return number
}

/** Nanoseconds in milliseconds, as exactly as a number can hold them. */
function momentOf(value: unknown): number {
  if (typeof value !== 'string' || !/^\d{7,20}$/.test(value)) return numberOf(value) / 1e6
  return Number(value.slice(0, -6)) + Number(value.slice(-6)) / 1e6
}

/** An id in lower-case hex, or nothing when it is none of its length. */
function idOf(value: unknown, bytes: number): string {
  if (typeof value !== 'string') return ''
  if (value.length === bytes * 2) return value.toLowerCase()
  if (value.length > bytes * 2) return ''
  const decoded = Buffer.from(value, 'base64')
  return decoded.length === bytes ? decoded.toString('hex') : ''
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

const snakeCases = new Map<string, string>()

/** A field by its name, or by the same name in snake_case. */
function field(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined
  const found = value[name]
  if (found !== undefined) return found
  let snake = snakeCases.get(name)
  if (snake === undefined) {
    snake = name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
    snakeCases.set(name, snake)
  }
  return snake === name ? undefined : value[snake]
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const list = field(value, name)
  return Array.isArray(list) ? list : []
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
