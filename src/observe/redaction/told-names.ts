/** Names of people that values themselves tell: in fields for names, and where somebody says their own. */
import type { Json } from '../../conversation/index.ts'
import { roleOf } from './fields.ts'
import { bitOf } from './look.ts'
import { introducedIn, isName } from './names.ts'
import type { Texts } from './texts.ts'

type Fields = Readonly<Record<string, Json>>

const introduction = bitOf('introduction')

/** @param deepest values further within others are not read */
export function toldNames(values: Json, texts: Texts, deepest: number): ReadonlySet<string> {
  const names = new Set<string>()
  const seen = new Map<string, object>()

  function inText(text: string, name: string, within: string): void {
    if (roleOf(name, within) === 'name' && isName(text)) names.add(text)
    if ((texts.lookAt(text).signs & introduction) === 0) return
    for (const each of introducedIn(text)) names.add(each)
  }
  function inValue(given: Json, name: string, within: string, depth: number): void {
    const value = typeof given === 'string' ? (texts.valueIn(given) ?? given) : given
    if (typeof value === 'string') inText(value, name, within)
    else if (Array.isArray(value) && depth <= deepest) {
      for (const item of value) inValue(item, name, within, depth + 1)
    } else if (value !== null && typeof value === 'object') inFields(value, name, depth)
  }
  function inFields(value: object, name: string, depth: number): void {
    // Who sent a span is the same object in all of them.
    if (depth > deepest || seen.get(name) === value) return
    seen.set(name, value)
    for (const key of Object.keys(value)) inValue((value as Fields)[key] ?? null, key, name, depth + 1)
  }
  inValue(values, '', '', 0)
  return names
}
