/**
 * A table whose rows are wide: in columns where there is room, else each row below the other with the name of its
 * column beside each cell, so that nothing has to be found behind the edge of a phone.
 */
import { escapeMarkup } from './escape.ts'

/** A row with what it is about first. Cells are markup. */
export type Row = readonly [first: string, ...cells: readonly string[]]

/** @param label of the box that scrolls where the columns do not fit @param head names of the columns, as text */
export function wideTable(label: string, head: readonly string[], rows: readonly Row[]): string {
  const names = head.map(escapeMarkup)
  const body = rows.map(([first, ...cells]) => {
    const named = cells.map(
      (cell, index) => `<td${isShort(cell) ? ' class="short"' : ''} data-of="${names[index + 1] ?? ''}">${cell}</td>`,
    )
    return `<tr><th scope="row" data-of="${names[0] ?? ''}">${first}</th>${named.join('')}</tr>`
  })
  return `<div class="scroll wide" tabindex="0" role="region" aria-label="${escapeMarkup(label)}"><table class="rows"><thead><tr>${names.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`
}

/** A number with its interval and the like, which is one word to the eye and is not broken. */
const isShort = (cell: string) => cell.length <= 24 && !cell.includes('<')
