/** When a fault strikes: which calls it meets, and which of those. */
import { z } from 'zod'
import { pathPattern } from './path-pattern.ts'

const every = z.union([z.string(), z.array(z.string()).min(1)])
const window = z.strictObject({
  fromMs: z.number().min(0).default(0).describe('Since the conversation began.'),
  toMs: z.number().positive().optional(),
})

export const matchSettings = z
  .strictObject({
    backend: every.optional().describe('Backends by name. Default all.'),
    tool: every.optional().describe('Tools by the names that `tools:` of the backend gives to its routes.'),
    method: every
      .optional()
      .describe(
        'HTTP methods, or `write` and `read` for all that write or read; of MCP servers methods such as tools/list.',
      ),
    path: every.optional().describe('Path patterns: /offices/*/appointments, /v1/**.'),
    nth: z
      .union([z.int().min(1), z.array(z.int().min(1)).min(1)])
      .optional()
      .describe('Only the nth of the calls that fit, counted from 1 within a conversation.'),
    every: z.int().min(1).optional().describe('Only every nth of the calls that fit.'),
    probability: z.number().min(0).max(1).optional().describe('Each call that fits, with this chance.'),
    window: window.optional().describe('Only within this time of the conversation, in milliseconds of real time.'),
    turn: z
      .union([z.int().min(1), z.array(z.int().min(1)).min(1)])
      .optional()
      .describe('Only while the agent answers these customer turns, from 1.'),
    after: z
      .string()
      .optional()
      .describe('Only once a call of this tool, or `METHOD /pattern`, has succeeded in the conversation: a state.'),
  })
  .prefault({})

export type MatchSettings = z.output<typeof matchSettings>

/** What a match may look at. */
export interface Met {
  readonly backend: string
  /** Default HTTP. */
  readonly protocol?: 'mcp'
  readonly tool: string
  /** Upper case. */
  readonly method: string
  readonly path: string
  readonly writes: boolean
  /** Customer turn that the agent is answering, from 1; 0 before the first. */
  readonly turn: number
  /** Real milliseconds since the conversation began. */
  readonly sinceMs: number
  /** Whether a call of this tool, or `METHOD /pattern`, has succeeded before. */
  succeeded(what: string): boolean
}

export interface Match {
  explain(): string
  /** Whether calls of this backend are meant at all. */
  of(backend: string): boolean
  /** Whether the kind of call fits, leaving apart which of them is meant. */
  fits(met: Met): boolean
  /**
   * @param nth which of the calls that fit it is, from 1
   * @param chance a draw between 0 and 1
   */
  strikes(nth: number, chance: number): boolean
}

const listOf = <Value>(value: Value | readonly Value[] | undefined): readonly Value[] | undefined =>
  value === undefined || Array.isArray(value) ? (value as readonly Value[] | undefined) : [value as Value]

export function matchOf(settings: MatchSettings): Match {
  const [backends, tools, methods, nths, turns] = [
    listOf(settings.backend),
    listOf(settings.tool),
    listOf(settings.method)?.map((method) => method.toUpperCase()),
    listOf(settings.nth),
    listOf(settings.turn),
  ]
  const paths = listOf(settings.path)?.map(pathPattern)
  const { window: time, after, every: step, probability } = settings
  return {
    explain: () => words(settings),
    of: (backend) => backends?.includes(backend) ?? true,
    fits: (met) =>
      (backends?.includes(met.backend) ?? true) &&
      (tools?.includes(met.tool) ?? true) &&
      (methods?.some((method) => isMethod(method, met)) ?? true) &&
      (paths?.some((path) => path.match(met.path) !== undefined) ?? true) &&
      (turns?.includes(met.turn) ?? true) &&
      (time === undefined || (met.sinceMs >= time.fromMs && met.sinceMs < (time.toMs ?? Number.POSITIVE_INFINITY))) &&
      (after === undefined || met.succeeded(after)),
    strikes: (nth, chance) =>
      (nths?.includes(nth) ?? true) &&
      (step === undefined || nth % step === 0) &&
      (probability === undefined || chance < probability),
  }
}

function isMethod(wanted: string, { method, writes }: Met): boolean {
  if (wanted === 'WRITE') return writes
  return wanted === 'READ' ? !writes : wanted === method
}

function words(settings: MatchSettings): string {
  const { backend, tool, method, path, nth, every: step, probability, window: time, turn, after } = settings
  const which = [
    step !== undefined && `every ${ordinal(step)} `,
    nth !== undefined && `the ${listOf(nth)?.map(ordinal).join(' and ')} `,
  ].filter(Boolean)
  const what = [listOf(tool), listOf(method), listOf(path)].flatMap((list) =>
    list === undefined ? [] : list.join(' or '),
  )
  const rest = [
    backend !== undefined && `of ${listOf(backend)?.join(' or ')}`,
    turn !== undefined && `in turn ${listOf(turn)?.join(' or ')}`,
    time !== undefined && `from ${time.fromMs} ms${time.toMs === undefined ? ' on' : ` to ${time.toMs} ms`}`,
    after !== undefined && `after ${after}`,
    probability !== undefined && `with a chance of ${Math.round(probability * 1000) / 10} %`,
  ].filter(Boolean)
  const calls = what.length === 0 ? 'call' : `call of ${what.join(' ')}`
  const one = which.length > 0 ? `${which.join('')}${calls}` : `every ${calls}`
  return [one, ...rest].join(' ')
}

function ordinal(n: number): string {
  const ending = n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${n}${ending}`
}
