/**
 * What documents show as output is what the program prints.
 *
 * A block under `<!-- output: npx fieldproof … -->` is that command, run by the built program in the root of the
 * repository, and its standard output. Commands of one document run in order and share a store of their own.
 * `UPDATE_README=1 npx vitest run test/printed.test.ts` rewrites blocks that differ in more than ids, ports and times.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Block, blocksIn, documents } from './markdown.ts'

const program = resolve('dist/cli/main.js')
const marked = /^output: (npx fieldproof .*)$/
const printing = [...documents()].filter(([file, text]) => outputsIn(file, text).length > 0)

mkdirSync('.fieldproof', { recursive: true })
const folder = mkdtempSync(resolve('.fieldproof/printed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function outputsIn(file: string, text: string): readonly Block[] {
  return blocksIn(file, text).filter(({ comment = '' }) => marked.test(comment))
}

/** The command with a store of its own, as a shell line, since documents show pipes. */
function shellLine(command: string, store: string): string {
  const node = `"${process.execPath}" --no-warnings "${program}"`
  return command.replace(/^npx fieldproof (\S+)/, `${node} $1 --store "${store}"`)
}

function print(command: string, store: string): string {
  const { stdout, stderr } = spawnSync('sh', ['-c', shellLine(command, store)], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  if (stdout.trim() === '') throw new Error(`${command} printed nothing.\n${stderr}`)
  return `$ ${command}\n${stdout.trimEnd()}`
}

/** Without what differs from run to run: ids of runs, ports, clock times, and the spaces that follow from their width. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{8}-\d{6}-[0-9a-f]{4}/g, 'RUN')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replaceAll(/\d+:\d\d\.\d/g, 'TIME')
    .replaceAll(/ +/g, ' ')
}

test.each(printing)('%s shows what the program prints', (file, text) => {
  expect(existsSync(program), 'npm run setup builds the program first').toBe(true)
  const store = join(folder, `${file.replaceAll(/\W/g, '-')}.db`)
  let updated = text
  const differing = outputsIn(file, text).flatMap((block) => {
    const command = marked.exec(block.comment ?? '')?.[1] ?? ''
    const printed = print(command, store)
    if (steady(printed) === steady(block.text)) return []
    updated = updated.replace(
      `<!-- ${block.comment} -->\n\`\`\`${block.info}\n${block.text}\n`,
      () => `<!-- ${block.comment} -->\n\`\`\`${block.info}\n${printed}\n`,
    )
    return [{ shown: steady(block.text), printed: steady(printed) }]
  })
  if (process.env.UPDATE_README === '1') writeFileSync(file, updated)
  else expect(differing.map(({ shown }) => shown)).toEqual(differing.map(({ printed }) => printed))
})

test('the README opens with a failure that is really found', () => {
  const [first] = outputsIn('README.md', readFileSync('README.md', 'utf8'))
  expect(first?.text).toContain('broken')
})
