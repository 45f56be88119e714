/**
 * A field that is called otherwise than in the other results of the same tool.
 *
 * Told only where it is plain: one field that was always there is missing, and in its place stands one that never was, of
 * the same kind and with a name that is alike, or the only one.
 */
import { rewritten } from '../../connect/index.ts'
import { type Compared, goneFrom, kindsOf, nameOf, newIn, parentOf } from './shape.ts'
import type { Sign } from './sign.ts'

export function renamed(compared: Compared): readonly Sign[] {
  const { tool, got, here, elsewhere } = compared
  const fresh = newIn(compared)
  return goneFrom(compared).flatMap((old): readonly Sign[] => {
    const kind = kindsOf(elsewhere[0]?.get(old))
    const instead = fresh.filter((path) => kindsOf(here.get(path)) === kind && parentOf(path) === parentOf(old))
    const [now] = instead.length === 1 ? instead : instead.filter((path) => isAlike(nameOf(old), nameOf(path)))
    if (now === undefined) return []
    return [
      {
        does: { rename: { field: old, to: nameOf(now) } },
        because: `${tool} answered with ${now}, which ${elsewhere.length} others of its results call ${nameOf(old)}`,
        answer: rewritten(got, now, (_, value) => [[nameOf(old), value]]),
      },
    ]
  })
}

/** `start`, `startTime` and `start_time` are alike. */
function isAlike(one: string, other: string): boolean {
  const [a = '', b = ''] = [one, other].map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''))
  return a !== '' && b !== '' && (a.includes(b) || b.includes(a))
}
