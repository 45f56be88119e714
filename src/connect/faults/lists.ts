/** Changing the lists of a reply: one by its path, or all of them. */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import type { Reply } from '../backends/exchange.ts'
import { listsIn, withList } from './json-fields.ts'
import { withJson } from './json-reply.ts'

export const listOption = {
  list: z
    .string()
    .regex(/^\$/, 'Write a path from the root: $.appointments')
    .optional()
    .describe('Path of the list: $.appointments, or $ where the reply is one. Default every list.'),
}

export function withLists(
  reply: Reply,
  path: string | undefined,
  change: (items: readonly Json[]) => readonly Json[],
): Promise<Reply> {
  return withJson(reply, (json) =>
    listsIn(json)
      .filter((list) => list.items.length > 0 && (path ?? list.path) === list.path)
      .reduce((changed, list) => withList(changed, list.path, change), json),
  )
}
