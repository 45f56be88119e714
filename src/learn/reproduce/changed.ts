/** A field that has another type, or a word, that it has in none of the other results of the same tool. */
import { rewritten } from '../../connect/index.ts'
import type { Json } from '../../conversation/index.ts'
import { filled } from './lacking.ts'
import { type Compared, kindsOf } from './shape.ts'
import type { Sign } from './sign.ts'

/** A field with few words: so many values, and none of them seen only once, so that another one is news. */
const fewestWords = 20
const mostWords = 6
/** As programs write a word out of a list, and not as names are written. */
const word = /^(?:[a-z][a-z_-]{1,24}|[A-Z][A-Z_-]{1,24})$/

export function changed(compared: Compared): readonly Sign[] {
  return [...compared.here.keys()].flatMap((path) => [...retyped(compared, path), ...newWord(compared, path)])
}

function retyped({ tool, got, here, elsewhere }: Compared, field: string): readonly Sign[] {
  const now = kindsOf(here.get(field))
  const before = kindsOf(elsewhere.flatMap((each) => each.get(field) ?? []))
  const back = backOf[`${before} to ${now}`]
  if (back === undefined || !elsewhere.every((each) => each.has(field))) return []
  const values = here.get(field)?.map(back) ?? []
  if (values.some((value) => value === undefined)) return []
  return [
    {
      does: { retype: { field } },
      because: `${tool} answered with a ${now} as ${field}, where ${elsewhere.length} others of its results have a ${before}`,
      answer: rewritten(got, field, (name, value) => [[name, back(value) ?? value]]),
    },
  ]
}

/** What was there before it got another type; undefined where that cannot be. */
const backOf: Readonly<Record<string, (value: Json) => Json | undefined>> = {
  'number to string': (value) => (String(Number(value)) === value ? Number(value) : undefined),
  'string to number': (value) => String(value),
  'boolean to string': (value) => (value === 'true' || value === 'false' ? value === 'true' : undefined),
}

function newWord(compared: Compared, field: string): readonly Sign[] {
  const { tool, here, elsewhere } = compared
  const [to, ...more] = new Set(here.get(field))
  const known = elsewhere.flatMap((each) => each.get(field) ?? [])
  if (typeof to !== 'string' || more.length > 0 || known.length < fewestWords) return []
  const counts = new Map<Json, number>()
  for (const value of known) counts.set(value, (counts.get(value) ?? 0) + 1)
  const isWord = [to, ...counts.keys()].every((value) => typeof value === 'string' && word.test(value))
  const isNews = !counts.has(to) && counts.size <= mostWords && [...counts.values()].every((n) => n > 1)
  if (!isWord || !isNews) return []
  const others = [...counts.keys()].join(', ')
  return [
    {
      does: { 'new-value': { field, to } },
      because: `${tool} answered ${to} for ${field}, which is one of ${others} in ${known.length} others`,
      answer: filled(compared, field),
    },
  ]
}
