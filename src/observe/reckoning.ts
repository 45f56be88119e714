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
  /** `holds`, `short by 2`, `2 too many`: how the right side stands to the left. */
  readonly told: string
}

/**
 * @param counts of one project; with `kept`, how many conversations are there that were over at least once, it is also
 *   reckoned whether any went without having been removed
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
  return equationOf(`${left.join(' + ')} = ${right.join(' + ')}`, sum(left), sum(right))
}

export function equationOf(says: string, left: number, right: number): Equation {
  const short = left - right
  const told = short === 0 ? 'holds' : short > 0 ? `short by ${short}` : `${-short} too many`
  return { says, left, right, agrees: short === 0, told }
}

const named = (counts: Counts, prefix: string) => Object.keys(counts).filter((name) => name.startsWith(prefix))
