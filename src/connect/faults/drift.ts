/**
 * Schema drift: a backend whose replies have another shape than they had. What each kind of drift has in common.
 *
 * A drift changes one field, wherever it stands in the reply. Which one is said by its path, or drawn by the seed among
 * those that the drift makes sense for; what was drawn once in a conversation stays changed in it.
 */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { type Call, pathOf } from '../backends/exchange.ts'
import { type Spelling, spelled } from './drift-request.ts'
import type { Applicable, FaultContext, FaultKind } from './fault.ts'
import { type Field, fieldsIn, type Rewrite, rewritten } from './json-fields.ts'
import { withJson } from './json-reply.ts'

/** Where a drift stands: the call as the agent made it, and what is remembered of the conversation. */
export interface DriftPlace extends Pick<FaultContext, 'memory'> {
  readonly call: Call
}

export interface Drift<Options> {
  readonly kind: string
  readonly summary: string
  readonly example: string
  /** Options besides `field`. */
  readonly options: z.ZodType<Options>
  /** Whether it can change the reply as a whole as well, as if it were a field: path `$`. */
  readonly whole?: true
  /** Options that make other drifts of it, by a name; generated drifts go through all. Default only the usual ones. */
  readonly variants?: Readonly<Record<string, Partial<Options>>>
  /** What it does to the field, in words that follow "the backend": `calls $.start start_time`. */
  explain(options: Options, field: string): string
  /** Whether the drift makes sense for a field. */
  fits(field: Field, options: Options): boolean
  rewrite(options: Options, field: Field, place: DriftPlace): Rewrite
  /** What the backend is asked in place of what the agent asked, where the drift has made up something to ask. */
  asks?(options: Options, place: DriftPlace): Call
  /** The name that requests have to give the field from now on; undefined where requests stay as they were. */
  newName?(options: Options, name: string): string | undefined
}

export const fieldOption = {
  field: z
    .string()
    .regex(/^\$/, 'Write a path from the root: $.appointments[*].start')
    .optional()
    .describe(
      'Path of the field: $.appointments[*].start. Default one drawn by the seed, of those that it makes sense for.',
    ),
}

export const requestOption = {
  alsoRequest: z
    .boolean()
    .default(false)
    .describe(
      'Requests have to use the new name too: the old one is refused with 422, the new one is understood. Default false.',
    ),
}

export function driftKind<Options extends object>(
  drift: Drift<Options>,
  shape: z.ZodType<Options & { readonly field?: string | undefined }>,
): FaultKind<Options & { readonly field?: string | undefined }> {
  const usual = shape.parse({}) as Options
  const fieldsOf = (json: Json): readonly Field[] => [
    ...(drift.whole ? [{ path: '$', name: '', values: [json] }] : []),
    ...fieldsIn(json),
  ]
  const playable = (field: Field): readonly Applicable[] => {
    const { path } = field
    if (drift.variants === undefined) {
      return drift.fits(field, usual) ? [{ path, settings: { [drift.kind]: { field: path } } }] : []
    }
    return Object.entries(drift.variants)
      .filter(([, options]) => drift.fits(field, { ...usual, ...options }))
      .map(([variant, options]) => ({ path, variant, settings: { [drift.kind]: { field: path, ...options } } as Json }))
  }
  return {
    kind: drift.kind,
    family: 'drift',
    summary: drift.summary,
    example: drift.example,
    options: shape,
    applicable: ({ status, json }) => (status >= 300 ? [] : fieldsOf(json).flatMap(playable)),
    create: (options) => ({
      explain: () => drift.explain(options, options.field ?? 'one of its fields'),
      async meet(call, ask, { random, memory }) {
        const place = { call, memory }
        const known = options.field === undefined ? chosenIn(memory) : [options.field]
        const asked = spelled(drift.asks?.(options, place) ?? call, known.flatMap(spellingBy(drift, options)))
        if ('status' in asked) return asked
        return withJson(await ask(asked), (json) => {
          const fields = fieldsOf(json).filter(
            (field) => (options.field ?? field.path) === field.path && drift.fits(field, options),
          )
          const field = fields.find(({ path }) => known.includes(path)) ?? (fields.length > 0 && random.pick(fields))
          if (field === false) return json
          chosenIn(memory, field.path)
          return rewritten(json, field.path, drift.rewrite(options, field, place))
        })
      },
    }),
  }
}

/** Fields that have drifted in this conversation, with one more. */
function chosenIn(memory: Map<string, unknown>, path?: string): readonly string[] {
  const chosen = (memory.get('drifted') as readonly string[] | undefined) ?? []
  if (path === undefined || chosen.includes(path)) return chosen
  memory.set('drifted', [...chosen, path])
  return [...chosen, path]
}

const spellingBy =
  <Options>(drift: Drift<Options>, options: Options) =>
  (path: string): readonly Spelling[] => {
    const old = /\.([\w-]+)$/.exec(path)?.[1] ?? /\['(.*)'\]$/.exec(path)?.[1]
    const now = old === undefined ? undefined : drift.newName?.(options, old)
    return old === undefined || now === undefined || now === old ? [] : [{ old, now }]
  }

/** What the query of a call says under a name; undefined where it says nothing. */
export function queryOf(call: Call, name: string): string | undefined {
  return new URLSearchParams(call.target.slice(pathOf(call).length + 1)).get(name) ?? undefined
}
