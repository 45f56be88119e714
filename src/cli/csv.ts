/** Tables of text with commas between fields and quotes around those that hold commas, quotes or breaks (RFC 4180). */

/** @returns rows of fields; empty lines are none */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  for (const { 0: whole, 1: quoted, 2: plain, 3: end } of text.replace(/^\ufeff/, '').matchAll(field)) {
    if (whole === '' && row.length === 0) break
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    if (end === '') break
  }
  return rows
}

/** One field and what ends it. */
const field = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g
