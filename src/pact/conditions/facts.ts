/** Facts as values: read from a knowledge file in JSON, YAML, Markdown or plain text. */
import { parse } from 'yaml'
import type { Json } from '../../conversation/index.ts'
import { Problem, reasonOf } from '../../problem.ts'
import { type Value, valuesIn, valuesOf } from '../values/index.ts'

/** A value that may be said, with the words it was found in. */
export interface Fact {
  readonly value: Value
  /** The line or the path in the knowledge file: `cleaning.price`. */
  readonly where: string
}

/** @throws Problem when a JSON or YAML file does not parse */
export function factsIn(text: string, file: string): readonly Fact[] {
  if (!/\.(?:json|ya?ml)$/i.test(file)) return linesOf(text)
  try {
    return leafFacts(parse(text) as Json, [])
  } catch (cause) {
    throw new Problem({
      code: 'pact/broken-facts',
      message: `The facts in ${file} cannot be read: ${reasonOf(cause)}.`,
      hint: 'Mend the file, or keep the facts as Markdown or plain text.',
      at: { file },
      cause,
    })
  }
}

function linesOf(text: string): readonly Fact[] {
  return text.split('\n').flatMap((line) => valuesIn(line).map((value) => ({ value, where: line.trim() })))
}

function leafFacts(value: Json, path: readonly string[]): readonly Fact[] {
  if (typeof value !== 'object' || value === null) {
    return valuesOf(value).map((each) => ({ value: each, where: path.join('.') }))
  }
  return Object.entries(value).flatMap(([key, item]) => leafFacts(item as Json, [...path, key]))
}
