/** The known name nearest to what a person typed, for "did you mean". */

/**
 * @returns the nearest of `known` when it is near enough to be a slip of the fingers (a third of its
 *   letters, at least one), ignoring case, spaces and the kind of dash; otherwise nothing
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const plain = folded(typed)
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const name of known) {
    const distance = editDistance(plain, folded(name))
    const allowed = Math.max(1, Math.floor(Math.max(plain.length, name.length) / 3))
    if (distance <= allowed && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { name, distance }
  }
  return best?.name
}

function folded(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
    .slice(0, 80)
}

/** Edits (insert, delete, replace, swap of neighbours) that turn one text into the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1)
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const swap = swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY
      current.push(Math.min(replaced, swap, at(last, column) + 1, at(current, column - 1) + 1))
    }
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
