/** The fields of an object stand beside it instead of in it. */
import { z } from 'zod'
import { isObject } from '../../conversation/index.ts'
import { driftKind, fieldOption } from './drift.ts'

const options = z.strictObject({ ...fieldOption })

export const flatten = driftKind(
  {
    kind: 'flatten',
    summary: 'takes the fields of an object out of it',
    example: 'flatten: { field: $.patient }',
    options,
    explain: (_, field) => `takes the fields of ${field} out of it`,
    fits: ({ values }) => values.some(isObject),
    rewrite: () => (name, value) =>
      isObject(value)
        ? Object.entries(value).map(([inner, item]) => [`${name}_${inner}`, item] as const)
        : [[name, value]],
  },
  options,
)
