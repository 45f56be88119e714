/**
 * What somebody wrote in a mail, apart from what stands around it: what they quoted, and their signature.
 *
 * Goes by the marks that mail programs set, and by nothing else: `>` before a line, "On … wrote:" above such lines, a
 * line that says where an older mail begins, `-- ` above a signature. Reads each line once, and never throws.
 *
 * @see RFC 3676, 4.3 (signatures) and 4.5 (quoting)
 */

/** A mail's text in its parts; each without blank lines around it. */
export interface MailParts {
  readonly own: string
  /** Without the marks of quoting, one level of them. */
  readonly quoted: string
  /** Below `-- `. */
  readonly signature: string
}

const quotedLine = /^ {0,3}> ?/
/** As mail programs write above what they quote, in several languages; it may run over two lines. */
const attribution =
  /^ {0,3}(?:On|Am|El|Em|Le|Il|Op|Den)\s.{1,400}(?:wrote|writes|schrieb|escribió|escreveu|écrit|scritto|schreef|skrev)(?!\p{L}).{0,100}:\s*$/su
/** From here on everything is an older mail. */
const olderBelow =
  /^ {0,3}(?:-{2,}\s?(?:Original Message|Ursprüngliche Nachricht|Mensaje original|Mensagem original|Message d'origine|Messaggio originale|Forwarded message)\s?-{2,}|_{20,})\s*$/i
/** Longer lines are nobody's attribution, in characters. */
const longestHead = 500

export function partsOf(text: string): MailParts {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const kinds = kindsOf(lines)
  const written = lines.filter((_, index) => kinds[index] === 'own')
  const quoted = lines.filter((_, index) => kinds[index] === 'quoted').map((line) => line.replace(quotedLine, ''))
  const mark = written.findIndex((line) => line === '-- ' || line === '--')
  const hasSignature = mark !== -1 && written.slice(0, mark).some((line) => line.trim() !== '')
  return {
    own: trimmed(hasSignature ? written.slice(0, mark) : written),
    quoted: trimmed(quoted),
    signature: hasSignature ? trimmed(written.slice(mark + 1)) : '',
  }
}

/** `head`: says whose the quoted lines below it are. */
type LineKind = 'own' | 'quoted' | 'head'

function kindsOf(lines: readonly string[]): readonly LineKind[] {
  const older = lines.findIndex((line) => olderBelow.test(line))
  const kinds = lines.map((line, index): LineKind => {
    if (index === older) return 'head'
    return quotedLine.test(line) || (older !== -1 && index > older) ? 'quoted' : 'own'
  })
  for (const [index, kind] of kinds.entries()) {
    if (kind === 'quoted' && kinds[index - 1] === 'own')
      for (const head of headAbove(lines, index)) kinds[head] = 'head'
  }
  return kinds
}

/** The lines of an attribution above the first quoted line. */
function headAbove(lines: readonly string[], first: number): readonly number[] {
  let last = first - 1
  while (last > first - 3 && lines[last]?.trim() === '') last -= 1
  const line = lines[last] ?? ''
  const before = lines[last - 1] ?? ''
  if (line.length + before.length > longestHead) return []
  if (attribution.test(line)) return [last]
  return attribution.test(`${before}\n${line}`) ? [last - 1, last] : []
}

function trimmed(lines: readonly string[]): string {
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return first === -1
    ? ''
    : lines
        .slice(first, last + 1)
        .join('\n')
        .trimEnd()
}

/** Each line marked as quoted, no more than so many: mails that quote mails that quote mails have no end. */
export function quote(text: string, linesAtMost = 200): string {
  const lines = text.replace(/\r\n?/g, '\n').trimEnd().split('\n')
  const kept = lines.slice(0, linesAtMost).map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd()))
  return kept.join('\n')
}
