/** Replies with which a shadow refuses. Each has a code, says that nothing was sent, and what would help. */
import type { Json } from '../../conversation/index.ts'
import { jsonReply, type Reply } from '../backends/exchange.ts'
import { templateOf } from '../faults/path-pattern.ts'

export function refusal(
  status: number,
  code: string,
  message: string,
  more: { readonly [key: string]: Json } = {},
): Reply {
  return jsonReply(status, { error: { code, message, ...more } })
}

/** A write that nothing maps, with the lines of YAML that would map it. */
export function unmapped(method: string, path: string): Reply {
  return refusal(
    403,
    'shadow-unmapped',
    `${method} ${templateOf(path)} may write, and the shadow does not know what. Nothing was sent to the real system.`,
    { yaml: mapping(method, templateOf(path)) },
  )
}

function mapping(method: string, template: string): string {
  const segments = template.split('/').filter((segment) => segment !== '')
  const last = segments.at(-1) ?? ''
  const isAction = method === 'POST' && segments.length > 2 && segments.at(-2) === '*' && !last.endsWith('s')
  const collection = segments.slice(0, isAction ? -2 : last === '*' ? -1 : undefined)
  const name = (collection.findLast((segment) => segment !== '*') ?? 'records').replace(/[^\w-]/g, '-')
  const lines = ['resources:', `  ${name}:`, `    collection: /${collection.join('/')}`]
  if (isAction) {
    const path = `/${collection.join('/')}/{id}/${last}`
    lines.push(`    actions: { ${last}: { path: ${method} ${path}, set: { status: … } } }`)
  }
  return lines.join('\n')
}

export const notFound = (what: string) => refusal(404, 'not-found', `There is no ${what}.`)
