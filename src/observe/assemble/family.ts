/** Who called whom among the spans of a conversation, as far as they have come. */
import type { Observation } from '../observation.ts'

export class Family {
  readonly #bySpan: ReadonlyMap<string, Observation>
  readonly #around = new Map<Observation, readonly Observation[]>()

  constructor(observations: readonly Observation[]) {
    this.#bySpan = new Map(observations.map((each) => [`${each.trace}/${each.span}`, each]))
  }

  /** Those around a span, the nearest first. A circle ends where it closes. */
  around(observation: Observation): readonly Observation[] {
    const found = this.#around.get(observation) ?? this.#above(observation)
    this.#around.set(observation, found)
    return found
  }

  #above({ trace, span, parent }: Observation): readonly Observation[] {
    const seen = new Set([span])
    const found: Observation[] = []
    let next = parent
    while (next !== undefined && !seen.has(next)) {
      seen.add(next)
      const above = this.#bySpan.get(`${trace}/${next}`)
      if (above === undefined) break
      found.push(above)
      next = above.parent
    }
    return found
  }

  /** The outermost span around it, or itself: one run of the agent, mostly one turn. */
  runOf(observation: Observation): Observation {
    return this.around(observation).at(-1) ?? observation
  }
}

/** Earlier ones first, the same order for the same spans however they came. */
export function inOrder(observations: readonly Observation[]): readonly Observation[] {
  return [...observations].sort(
    (a, b) =>
      a.startMs - b.startMs ||
      (a.endMs ?? Number.POSITIVE_INFINITY) - (b.endMs ?? Number.POSITIVE_INFINITY) ||
      compared(a.trace, b.trace) ||
      compared(a.span, b.span),
  )
}

export function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

export function nameOf({ trace, span }: Observation): string {
  return `${trace}/${span}`
}
