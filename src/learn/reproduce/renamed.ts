/**
 * A field that is called otherwise than in the other results of the same tool.
 *
 * Told only where it is plain: one field that was always there is missing, and in its place stands one that never was, of
 * the same kind and with a name that is alike, or the only one.
 */
import { fieldsIn, rewritten } from '../../connect/index.ts'
import type { Json } from '../../conversation/index.ts'
import type { SeenCall } from './seen.ts'
import type { Sign } from './sign.ts'
import type { UsualAnswers } from './usual.ts'

/** Results below which it cannot be said what is usual. */
const fewest = 3

export function renamed({ tool, got, isError }: SeenCall, usual: UsualAnswers): Sign | undefined {
  const others = usual.results(tool).filter((other) => isFilled(other))
  if (isError || got === undefined || others.length < fewest) return undefined
  const here = kindsByPath(got)
  const elsewhere = others.map(kindsByPath)
  const gone = [...(elsewhere[0] ?? [])].filter(
    ([path]) => here.has(parentOf(path)) && !here.has(path) && elsewhere.every((each) => each.has(path)),
  )
  const fresh = [...here].filter(([path]) => !elsewhere.some((each) => each.has(path)))
  const [found, ...more] = gone.flatMap(([old, kind]) => {
    const instead = fresh.filter(([path, other]) => other === kind && parentOf(path) === parentOf(old))
    const [only] = instead.length === 1 ? instead : instead.filter(([path]) => isAlike(nameOf(old), nameOf(path)))
    return only === undefined ? [] : [{ old, now: only[0] }]
  })
  // Several at once are another shape altogether: the result is given again as it came.
  if (found === undefined || more.length > 0) return undefined
  const { old, now } = found
  return {
    does: { rename: { field: old, to: nameOf(now) } },
    because: `${tool} answered with ${now}, which ${others.length} others of its results call ${nameOf(old)}`,
    answer: rewritten(got, now, (_, value) => [[nameOf(old), value]]),
  }
}

/** What kind of value stands at each path; lists and texts alike wherever they stand. */
function kindsByPath(json: Json): ReadonlyMap<string, string> {
  const kinds = fieldsIn(json).map(({ path, values }): [string, string] => [path, kindOf(values[0] ?? null)])
  return new Map([['$', kindOf(json)], ...itemsOf(kinds.map(([path]) => path)), ...kinds])
}

/** Objects in lists are parents too: `$.slots[*]`. */
const itemsOf = (paths: readonly string[]) => paths.map(parentOf).map((parent): [string, string] => [parent, 'object'])

const kindOf = (json: Json) => (Array.isArray(json) ? 'list' : typeof json)
const parentOf = (path: string) => path.slice(0, path.lastIndexOf('.'))
const nameOf = (path: string) => path.slice(path.lastIndexOf('.') + 1)
const isFilled = (json: Json) => typeof json === 'object' && json !== null

/** `start`, `startTime` and `start_time` are alike. */
function isAlike(one: string, other: string): boolean {
  const [a = '', b = ''] = [one, other].map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''))
  return a !== '' && b !== '' && (a.includes(b) || b.includes(a))
}
