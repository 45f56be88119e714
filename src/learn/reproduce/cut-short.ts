/**
 * A list that is shorter than the total beside it says, where the two agree in all the other results of the same tool.
 *
 * What was left out nobody knows. Others of its records stand in for it; the fault takes them out again.
 */
import { rewritten } from '../../connect/index.ts'
import type { Json } from '../../conversation/index.ts'
import { type Compared, type Fields, nameOf, parentOf } from './shape.ts'
import type { Sign } from './sign.ts'

export function cutShort({ tool, got, here, elsewhere, others }: Compared): readonly Sign[] {
  return [...here.keys()].flatMap((list): readonly Sign[] => {
    const items = listAt(here, list)
    const count = items && totalOf(here, elsewhere, list)
    const total = count === undefined ? undefined : Number(here.get(count)?.[0])
    if (items === undefined || total === undefined || total <= items.length || items.length === 0) return []
    const seen = new Set(items.map((item) => JSON.stringify(item)))
    const rest = elsewhere.flatMap((each) => listAt(each, list) ?? []).filter((item) => !seen.has(JSON.stringify(item)))
    if (rest.length < total - items.length) return []
    const whole = [...items, ...rest.slice(0, total - items.length)]
    // Rounded up, so that as many are left as were seen.
    const share = Math.ceil((items.length / total) * 10_000) / 10_000
    return [
      {
        does: { 'partial-page': { list, share } },
        because: `${tool} answered with ${items.length} of ${total} in ${list}; in ${others.length} others ${nameOf(count ?? '')} is what there is`,
        answer: rewritten(got, list, (name) => [[name, whole]]),
      },
    ]
  })
}

/** The list at a path, where exactly one stands there. */
function listAt(fields: Fields, path: string): readonly Json[] | undefined {
  const [value, ...more] = fields.get(path) ?? []
  return more.length === 0 && Array.isArray(value) ? value : undefined
}

/** The field beside a list that says in all the others how long it is. */
function totalOf(here: Fields, elsewhere: readonly Fields[], list: string): string | undefined {
  return [...here.keys()].find(
    (path) =>
      parentOf(path) === parentOf(list) &&
      /total|count|size/i.test(nameOf(path)) &&
      elsewhere.every((each) => each.get(path)?.[0] === listAt(each, list)?.length),
  )
}
