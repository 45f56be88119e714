/**
 * A field that all the others of a tool's results have and this one has not: missing, or without a value.
 *
 * What would have stood there nobody knows. It is taken from the record that is most like it; the fault takes it out again.
 */
import {
  type Compared,
  goneFrom,
  kindsOf,
  likeliest,
  nameOf,
  newIn,
  parentOf,
  recordsAt,
  withRecords,
} from './shape.ts'
import type { Sign } from './sign.ts'

/** Fields may be optional: so many others have to have it, all of them. */
const fewest = 10

export function lacking(compared: Compared): readonly Sign[] {
  const { tool, here, elsewhere } = compared
  if (elsewhere.length < fewest) return []
  // Beside something new it may as well be called otherwise.
  const gone = newIn(compared).length > 0 ? [] : goneFrom(compared)
  const empty = [...here].flatMap(([path, values]) => {
    const isNews = elsewhere.every((each) => each.has(path) && !kindsOf(each.get(path)).includes('null'))
    return kindsOf(values) === 'null' && isNews ? [path] : []
  })
  const others = `which ${elsewhere.length} others of its results have`
  return [
    ...gone.map((field) => ({
      does: { 'missing-field': { field } },
      because: `${tool} answered without ${field}, ${others}`,
      answer: filled(compared, field),
    })),
    ...empty.map((field) => ({
      does: { 'null-field': { field } },
      because: `${tool} answered null for ${field}, ${others}`,
      answer: filled(compared, field),
    })),
  ]
}

/** @returns the result with a field as it stands in the most similar records of the others */
export function filled({ got, others }: Compared, field: string) {
  const [parent, name] = [parentOf(field), nameOf(field)]
  const known = others.flatMap((other) => recordsAt(other, parent)).filter((record) => Object.hasOwn(record, name))
  return withRecords(got, parent, (record) => ({ ...record, [name]: likeliest(record, name, known) }))
}
