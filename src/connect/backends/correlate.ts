/**
 * Telling calls apart: which conversation does a call to a backend belong to?
 *
 * An agent under test calls its backends on its own. Something in the call has to say for whom: a header it passes
 * on, a trace id, a prefix of the address it was given, a value in path, query or body, or, where nothing does, that
 * there is only one conversation at a time.
 */
import { z } from 'zod'
import { selectorText } from '../agents/settings.ts'
import { pathPattern } from '../faults/path-pattern.ts'
import { selector } from '../select.ts'
import { type Call, headerOf, jsonIn, pathOf } from './exchange.ts'

const value = z
  .string()
  .default('{{conversation}}')
  .describe('What stands there in a conversation: a template. Default {{conversation}}.')

export const correlateSettings = z.union([
  z.strictObject({ header: z.string().min(1), value }),
  z.strictObject({
    path: z.string().regex(/\{value\}/, 'Write {value} where the value stands: /offices/{value}/**.'),
    value,
  }),
  z.strictObject({ query: z.string().min(1), value }),
  z.strictObject({ body: selectorText, value }),
  z.strictObject({ traceparent: z.literal(true) }),
  z.strictObject({ prefix: z.literal(true) }),
  z.strictObject({ lease: z.literal(true) }),
])

export type CorrelateSettings = z.output<typeof correlateSettings>

/** How the calls of one backend are told apart. */
export interface Correlation {
  explain(): string
  /** What a conversation is known by: a template. */
  readonly value: string
  /** What a call says it belongs to; undefined when it does not say. */
  keyOf(call: Call): string | undefined
  /** Whether the body says it, so that the whole of it is needed. */
  readonly readsBody?: true
  /** The call without what was added to tell it apart. */
  strip(call: Call): Call
  /** Only one conversation at a time, to which every call belongs. */
  readonly exclusive: boolean
  /** The address that the agent is given in a conversation. */
  address(base: string, key: string): string
}

const plain = { strip: (call: Call) => call, exclusive: false, address: (base: string) => base }
const mark = '/~'

export function correlationOf(settings: CorrelateSettings): Correlation {
  if ('header' in settings) {
    const { header, value: template } = settings
    return {
      ...plain,
      explain: () => `the header ${header}`,
      value: template,
      keyOf: ({ headers }) => headerOf(headers, header),
    }
  }
  if ('path' in settings) {
    const pattern = pathPattern(settings.path)
    const keyOf = (call: Call) => pattern.match(pathOf(call))?.value
    return { ...plain, explain: () => `the path ${settings.path}`, value: settings.value, keyOf }
  }
  if ('query' in settings) {
    const keyOf = ({ target }: Call) =>
      new URLSearchParams(target.split('?').slice(1).join('?')).get(settings.query) ?? undefined
    return { ...plain, explain: () => `${settings.query} in the query`, value: settings.value, keyOf }
  }
  if ('body' in settings) {
    const where = selector(settings.body)
    const keyOf = ({ body, headers }: Call) => {
      const found = where.first(jsonIn(body, headers) ?? null)
      return found === undefined ? undefined : String(found)
    }
    return { ...plain, explain: () => `${settings.body} in the body`, value: settings.value, keyOf, readsBody: true }
  }
  if ('traceparent' in settings) {
    const keyOf = ({ headers }: Call) => headerOf(headers, 'traceparent')?.split('-')[1]?.toLowerCase()
    return { ...plain, explain: () => 'the trace id in traceparent', value: '{{traceId}}', keyOf }
  }
  if ('prefix' in settings) return byPrefix
  return { ...plain, explain: () => 'one conversation at a time', value: '', keyOf: () => '', exclusive: true }
}

/** The agent is given an address of its own in each conversation. */
const byPrefix: Correlation = {
  explain: () => 'the address that the agent is given in each conversation',
  value: '{{conversation}}',
  exclusive: false,
  address: (base, key) => `${base}${mark}${encodeURIComponent(key)}`,
  keyOf: ({ target }) =>
    target.startsWith(mark) ? decoded(/^[^/?]*/.exec(target.slice(mark.length))?.[0] ?? '') : undefined,
  strip: (call) => {
    if (!call.target.startsWith(mark)) return call
    const target = call.target.replace(/^\/~[^/?]*/, '')
    return { ...call, target: target.startsWith('/') ? target : `/${target}` }
  },
}

/** What cannot be decoded belongs to nobody. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
