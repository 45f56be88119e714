/**
 * Schema drift: a backend whose replies have another shape than they had. What each kind of drift has in common.
 *
 * A drift changes one field, wherever it stands in the reply. Which one is said by its path, or drawn by the seed among
 * those that the drift makes sense for.
 */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import type { KeyedRandom } from '../../stats/index.ts'
import type { FaultKind } from './fault.ts'
import { type Field, fieldsIn, type Rewrite, rewritten } from './json-fields.ts'
import { withJson } from './json-reply.ts'

export interface Drift<Options> {
  readonly kind: string
  readonly summary: string
  readonly example: string
  /** Options besides `field`. */
  readonly options: z.ZodType<Options>
  /** What it does to the field, in words that follow "the backend": `calls $.start start_time`. */
  explain(options: Options, field: string): string
  /** Whether the drift makes sense for a field. */
  fits(field: Field, options: Options): boolean
  rewrite(options: Options, field: Field, random: KeyedRandom): Rewrite
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

/** A kind of drift as a kind of fault, with what generates drifts of it. */
export interface DriftKind<Options = unknown> extends FaultKind<Options & { readonly field?: string | undefined }> {
  readonly family: 'drift'
  /** The fields of a reply that this drift makes sense for, with the options that play it there. */
  applicable(json: Json): readonly { readonly path: string; readonly settings: Json }[]
}

export function driftKind<Options extends object>(
  drift: Drift<Options>,
  shape: z.ZodType<Options & { readonly field?: string | undefined }>,
): DriftKind<Options> {
  const usual = shape.parse({}) as Options
  return {
    kind: drift.kind,
    family: 'drift',
    summary: drift.summary,
    example: drift.example,
    options: shape,
    applicable: (json) =>
      fieldsIn(json)
        .filter((field) => drift.fits(field, usual))
        .map(({ path }) => ({ path, settings: { [drift.kind]: { field: path } } })),
    create: (options) => ({
      explain: () => drift.explain(options, options.field ?? 'one of its fields'),
      meet: async (call, ask, { random }) =>
        withJson(await ask(call), (json) => {
          const fields = fieldsIn(json).filter(
            (field) => (options.field ?? field.path) === field.path && drift.fits(field, options),
          )
          if (fields.length === 0) return json
          const field = random.pick(fields)
          return rewritten(json, field.path, drift.rewrite(options, field, random))
        }),
    }),
  }
}
