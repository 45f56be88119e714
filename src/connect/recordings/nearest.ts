/** Of what was recorded the nearest to what is asked, and in what the two differ. */
import type { Json } from '../../conversation/index.ts'
import { canonical, type Indexed, type Question } from './recording.ts'

export interface Nearest {
  readonly entry: Indexed
  /** What is asked otherwise: `query date`, `$.start`. */
  readonly differs: readonly string[]
}

/** The recorded call of the same method and path pattern that differs in the fewest values. */
export function nearestTo(
  questions: readonly Question[],
  entries: readonly Indexed[],
  ignore: readonly string[] = [],
): Nearest | undefined {
  let best: Nearest | undefined
  for (const entry of entries) {
    const { method, template } = entry.question
    const question = questions.find((each) => each.method === method && each.template === template)
    if (question === undefined) continue
    const differs = differences(question, entry.question, ignore)
    if (best === undefined || differs.length < best.differs.length) best = { entry, differs }
  }
  return best
}

function differences(asked: Question, known: Question, ignore: readonly string[]): readonly string[] {
  const values = ({ query, body }: Question) =>
    new Map([
      ...query.map(([name, value]) => [`query ${name}`, value] as const),
      ...leaves(canonical(body, ignore), '$'),
    ])
  const [mine, other] = [values(asked), values(known)]
  return [...new Set([...mine.keys(), ...other.keys()])].filter((name) => mine.get(name) !== other.get(name))
}

function leaves(json: Json, path: string): readonly (readonly [string, string])[] {
  if (json === null || typeof json !== 'object') return [[path, JSON.stringify(json)]]
  return Object.entries(json).flatMap(([name, item]) => leaves(item as Json, `${path}.${name}`))
}
