/**
 * A list that came whole comes in pages: the first is there, and where to ask for the next.
 *
 * The next pages can be had: an agent that follows them gets the whole list, one that does not takes a part for it.
 */
import { z } from 'zod'
import { pathOf } from '../backends/exchange.ts'
import { type DriftPlace, driftKind, fieldOption, queryOf } from './drift.ts'

const options = z.strictObject({
  ...fieldOption,
  size: z.int().min(1).default(1).describe('Records on a page. Default 1.'),
  by: z
    .enum(['cursor', 'page'])
    .default('cursor')
    .describe('How pages are asked for: ?cursor= with what next_cursor says, or ?page= with a number. Default cursor.'),
})

type By = z.output<typeof options>['by']

export const pagination = driftKind<z.output<typeof options>>(
  {
    kind: 'pagination',
    summary: 'sends a list in pages, the first with a cursor for the rest',
    example: 'pagination: { field: $.appointments, size: 1 }',
    options,
    whole: true,
    variants: { cursor: { by: 'cursor' }, page: { by: 'page' } },
    explain: ({ size, by }, field) =>
      `sends only the first ${size} of ${field}, ${by === 'cursor' ? 'with a cursor for' : 'and page numbers for'} the rest`,
    fits: ({ values }, { size }) => values.some((value) => Array.isArray(value) && value.length > size),
    asks({ by }, place) {
      if (pageAsked(by, place) === undefined) return place.call
      const path = pathOf(place.call)
      const query = new URLSearchParams(place.call.target.slice(path.length + 1))
      query.delete(by)
      return { ...place.call, target: query.size === 0 ? path : `${path}?${query}` }
    },
    rewrite({ size, by }, _, place) {
      const page = pageAsked(by, place) ?? 1
      place.memory.set(`paged ${pathOf(place.call)}`, true)
      return (name, value) => {
        if (!Array.isArray(value) || value.length <= size) return [[name, value]]
        const hasNext = page * size < value.length
        return [
          [name, value.slice((page - 1) * size, page * size)],
          by === 'cursor'
            ? ['next_cursor', hasNext ? `page-${page + 1}` : null]
            : ['next_page', hasNext ? page + 1 : null],
        ]
      }
    },
  },
  options,
)

/** Which page a call asks for, from 1; undefined for what was never told of pages, and is the backend's own. */
function pageAsked(by: By, { call, memory }: DriftPlace): number | undefined {
  if (!memory.has(`paged ${pathOf(call)}`)) return undefined
  const page = /^(?:page-)?([1-9]\d{0,5})$/.exec(queryOf(call, by) ?? '')?.[1]
  return page === undefined ? undefined : Number(page)
}
