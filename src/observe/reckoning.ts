/**
 * Whether the counts agree: everything that came went somewhere, and nothing came from nowhere.
 *
 * The sides of each equation are counted at different places, so that a loss between them shows. At rest they are equal;
 * each is written together with what it counts, so that they are after a crash, too.
 */
type Counts = Readonly<Record<string, number>>

export interface Equation {
  /** In words: `received = persisted + refused + repeated`. */
  readonly says: string
  readonly left: number
  readonly right: number
  readonly agrees: boolean
}

/**
 * @param counts of one project; with `kept`, how many conversations are there that were over at least once, also those that
 *   were are looked for
 * @returns every equation that must hold at rest
 */
export function reckoning(counts: Counts): readonly Equation[] {
  const ends = ['kept', 'joined to another', ...named(counts, 'removed: ')]
  return [
    equation(counts, ['received'], ['persisted', 'refused', 'repeated']),
    equation(counts, ['persisted'], ['mapped', ...named(counts, 'skipped: ')]),
    equation(counts, ['closed', 'closed again'], ['graded', ...named(counts, 'ungraded: ')]),
    ...(counts.kept === undefined ? [] : [equation(counts, ['closed'], ends)]),
  ]
}

function equation(counts: Counts, left: readonly string[], right: readonly string[]): Equation {
  const sum = (names: readonly string[]) => names.reduce((total, name) => total + (counts[name] ?? 0), 0)
  const [one, other] = [sum(left), sum(right)]
  return { says: `${left.join(' + ')} = ${right.join(' + ')}`, left: one, right: other, agrees: one === other }
}

const named = (counts: Counts, prefix: string) => Object.keys(counts).filter((name) => name.startsWith(prefix))
