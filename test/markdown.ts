/** The documents of this repository, as the tests read them: files, fenced blocks, links. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** A fenced block of a document. */
export interface Block {
  readonly file: string
  /** Line of the opening fence, from 1. */
  readonly line: number
  /** What stands behind the fence: `ts check`, `yaml pact`. */
  readonly info: string
  readonly text: string
  /** The HTML comment in the line before the fence, when there is one. */
  readonly comment?: string
}

/** Every file that is part of the repository or about to be: tracked, or new and not ignored. */
export function repositoryFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  return listed.split('\n').filter((file) => file !== '' && existsSync(file))
}

/** Every Markdown document, by path. */
export function documents(): ReadonlyMap<string, string> {
  const files = repositoryFiles().filter((file) => file.endsWith('.md'))
  return new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
}

/** The fenced blocks of a document. */
export function blocksIn(file: string, text: string): readonly Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const [, fence, info = ''] = /^(`{3,})(.*)$/.exec(lines[index] ?? '') ?? []
    if (fence === undefined) continue
    const end = lines.indexOf(fence, index + 1)
    if (end === -1) throw new Error(`${file}:${index + 1}: the block is never closed`)
    const [, comment] = /^<!-- (.*) -->$/.exec(lines[index - 1] ?? '') ?? []
    blocks.push({
      file,
      line: index + 1,
      info: info.trim(),
      text: lines.slice(index + 1, end).join('\n'),
      ...(comment !== undefined && { comment }),
    })
    index = end
  }
  return blocks
}

/** All blocks of all documents whose info is the one given. */
export function blocksOf(info: string): readonly Block[] {
  return [...documents()].flatMap(([file, text]) => blocksIn(file, text)).filter((block) => block.info === info)
}

/** The prose of a document: everything outside of fenced blocks. */
export function proseOf(file: string, text: string): string {
  const lines = text.split('\n')
  for (const { line, text: inside } of blocksIn(file, text)) {
    const length = inside.split('\n').length + 2
    lines.fill('', line - 1, line - 1 + length)
  }
  return lines.join('\n')
}
