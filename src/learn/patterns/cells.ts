/**
 * What kinds of customers there are in production: those of each scenario, and what no scenario has, put together by what
 * it says.
 */
import { Clusters } from '../coverage/clusters.ts'
import { Wording } from '../coverage/distinctive.ts'
import { kindsOf } from '../coverage/kinds.ts'
import { grouped } from '../coverage/placed.ts'
import { type Space, spaceOf, type Vector } from '../coverage/space.ts'
import type { Told } from './told.ts'

/** Conversations below which a cluster is no kind of its own. */
const fewest = 5
/** Texts of a suite that it takes to say what is near. */
const enoughTexts = 4

/** The kind of each conversation: a scenario, or the most distinctive words of what no scenario has. */
export function cellsOf(told: readonly Told[], played: readonly Told[]): ReadonlyMap<Told, string> {
  const texts = told.map(({ opening }) => opening)
  const suite = suiteOf(played, texts)
  const cells = new Map<Told, string>()
  const far: [Told, Vector][] = []
  for (const one of told) {
    const vector = suite.space.vector(one.opening)
    const scenario = suite.at(vector)
    if (scenario === undefined) far.push([one, vector])
    else cells.set(one, scenario)
  }
  const clusters = new Clusters()
  const wording = new Wording(texts)
  for (const those of grouped(far, ([, vector]) => clusters.add(vector)).values()) {
    const words = those.length < fewest ? 'others' : wording.of(those.map(([{ opening }]) => opening)).join(' ')
    for (const [one] of those) cells.set(one, words)
  }
  return cells
}

interface SuiteSpace {
  readonly space: Space
  at(vector: Vector): string | undefined
}

function suiteOf(played: readonly Told[], others: readonly string[]): SuiteSpace {
  // The same words again say nothing of how varied a scenario's customers are.
  const examples = new Map(played.map(({ opening, unit }) => [opening, { kind: unit, text: opening }]))
  if (examples.size >= enoughTexts) return kindsOf(examples.values(), others)
  return { space: spaceOf(others), at: () => undefined }
}
