/** Passages of Markdown and plain text: sentences, list items and rows of tables, each under its headings. */
import type { KnowledgeFile, Passage } from './passage.ts'
import { statementsOf } from './statements.ts'

const heading = /^(#{1,6})\s+(.+?)\s*#*$/
const item = /^\s*(?:[-*+]|\d{1,3}[.)])\s+/
const sentenceEnd = /(?<=[.!?])\s+(?=["“(]?[\p{Lu}\d])/u

export function markdownPassages({ path: file, text }: KnowledgeFile): readonly Passage[] {
  const passages: Passage[] = []
  let path: readonly { readonly depth: number; readonly name: string }[] = []
  for (const { line, text: block } of blocksOf(text)) {
    const title = heading.exec(block)
    if (title !== null) {
      const [, marks = '', name = ''] = title
      path = [...path.filter(({ depth }) => depth < marks.length), { depth: marks.length, name }]
      continue
    }
    const names = path.filter(({ depth }) => depth > 1).map(({ name }) => name)
    const under = path.map(({ name }) => name)
    for (const sentence of block.split(sentenceEnd)) {
      const place = { file, line }
      passages.push({ place, path: under, names, form: 'prose', text: sentence, facts: statementsOf(sentence) })
    }
  }
  return passages
}

interface Block {
  readonly line: number
  readonly text: string
}

/** Lines that belong together are joined; headings, list items and rows stand alone. */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = []
  let open: { line: number; parts: string[] } | undefined
  const close = () => {
    if (open !== undefined) blocks.push({ line: open.line, text: open.parts.join(' ') })
    open = undefined
  }
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const words = raw.replace(item, '').trim()
    const isRow = raw.trimStart().startsWith('|')
    if (words === '' || item.test(raw) || isRow || heading.test(raw)) close()
    if (words === '' || /^[|:\s-]+$/.test(words)) continue
    open ??= { line: index + 1, parts: [] }
    open.parts.push(
      isRow
        ? words
            .replace(/^\||\|$/g, '')
            .replaceAll('|', ',')
            .trim()
        : words,
    )
    if (heading.test(raw) || isRow) close()
  }
  close()
  return blocks
}
