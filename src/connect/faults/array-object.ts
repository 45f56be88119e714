/** One record comes where a list did, or a list where one record did. */
import { z } from 'zod'
import { isObject } from '../../conversation/index.ts'
import { driftKind, fieldOption } from './drift.ts'
import { swapped } from './json-values.ts'

const options = z.strictObject({ ...fieldOption })

export const arrayObject = driftKind(
  {
    kind: 'array-object',
    summary: 'sends one record instead of a list, or a list instead of one record',
    example: 'array-object: { field: $.appointments }',
    options,
    whole: true,
    explain: (_, field) => `sends ${field} as one record instead of a list, or as a list instead of one`,
    fits: ({ values }) => values.some((value) => isObject(value) || (Array.isArray(value) && value.length > 0)),
    rewrite: () => (name, value) => [[name, swapped(value)]],
  },
  options,
)
