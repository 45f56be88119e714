/**
 * Messages that come one by one: OpenTelemetry's `gen_ai.user.message` and its like, as events of a span or as log records.
 *
 * All of a history often share one millisecond, so their order is where they stood in their batch. A batch that is sent
 * again adds nothing; the same words said twice stay two.
 */
import { isObject, type Json } from '../../conversation/index.ts'
import type { Heard, Said } from '../observation.ts'
import type { OtlpLog, OtlpSpan } from '../otlp/otlp.ts'
import { messageOf, type Spoken } from './messages.ts'
import { fieldOf, structured } from './values.ts'

/** How `rules` names what was put together of single messages. */
export const heardRule = 'otel-genai/gen_ai.*.message'

const roles: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null), {
  'gen_ai.system.message': 'system',
  'gen_ai.user.message': 'user',
  'gen_ai.assistant.message': 'assistant',
  'gen_ai.tool.message': 'tool',
  'gen_ai.choice': 'assistant',
})

/** Whether a record by this name is one message. */
export function isMessage(name: string): boolean {
  return roles[name] !== undefined
}

export function heardInLogs(logs: readonly OtlpLog[]): readonly Heard[] {
  return numbered(
    logs.flatMap(({ name, atMs, body, attributes, place }) => {
      const content = isObject(body) ? body : { ...attributes, ...(body !== null && { content: body }) }
      return oneOf(name, content, { atMs, ...place })
    }),
  )
}

export function heardInEvents(events: OtlpSpan['events']): readonly Heard[] {
  return numbered(events.flatMap(({ name, atMs, attributes }, at) => oneOf(name, attributes, { atMs, batchMs: 0, at })))
}

type Unnumbered = Omit<Heard, 'nth'>

function oneOf(
  name: string,
  content: { readonly [key: string]: Json },
  { atMs, batchMs, at }: { readonly atMs: number; readonly batchMs: number; readonly at: number },
): readonly Unnumbered[] {
  const role = roles[name]
  if (role === undefined) return []
  const isChoice = name === 'gen_ai.choice'
  // Of several answers to one question the first was used.
  if (isChoice && Number(fieldOf(content, 'index') ?? 0) > 0) return []
  const whole = isChoice ? structured(fieldOf(content, 'message') ?? content) : content
  const message = isObject(whole) ? { ...whole, role } : { content: whole, role }
  return messageOf(message, 'agent').map((said, index) => ({
    as: isChoice ? 'output' : 'input',
    atMs,
    batchMs,
    at: at + index / 2 ** 20,
    said,
  }))
}

function numbered(heard: readonly Unnumbered[]): readonly Heard[] {
  const times = new Map<string, number>()
  return inOrder(
    heard.map((each) => {
      const key = `${each.batchMs} ${sameness(each)}`
      const nth = times.get(key) ?? 0
      times.set(key, nth + 1)
      return { ...each, nth }
    }),
  )
}

function sameness({ as, atMs, said }: Unnumbered): string {
  return `${as} ${atMs} ${JSON.stringify(said)}`
}

function inOrder(heard: readonly Heard[]): readonly Heard[] {
  return [...heard].sort(before)
}

function before(a: Heard, b: Heard): number {
  return a.atMs - b.atMs || a.batchMs - b.batchMs || a.at - b.at || (sameness(a) < sameness(b) ? -1 : 1)
}

/** Everything that either has, once, where it stood first. */
export function heardTogether(a: readonly Heard[] = [], b: readonly Heard[] = []): readonly Heard[] {
  const all = new Map<string, Heard>()
  for (const each of [...a, ...b]) {
    const key = `${sameness(each)} ${each.nth}`
    const known = all.get(key)
    if (known === undefined || before(each, known) < 0) all.set(key, each)
  }
  return inOrder([...all.values()])
}

/**
 * What was heard, as whole messages in and out. All system messages count as the prompt: where one stood among messages
 * that have not come yet cannot be told.
 */
export function spokenOf(heard: readonly Heard[]): Spoken & { readonly output: readonly Said[] } {
  const said = (way: Heard['as']) => heard.filter(({ as }) => as === way).map((each) => each.said)
  const input = said('input')
  const system = input.filter(({ role }) => role === 'system')
  return {
    ...(system.length > 0 && { system: system.map(({ text }) => text).join('\n\n') }),
    said: input.filter(({ role }) => role !== 'system'),
    output: said('output'),
  }
}
