/**
 * Documents that cannot go stale: what they name exists, what they show runs, what they print is printed.
 *
 * Blocks that are checked: `ts check` (right by its types, runs, and prints what its comments say), `yaml pact`, `yaml condition`,
 * `yaml scenario`, `yaml persona`, `yaml project` (each is read by the code that reads the real ones).
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'
import ts from 'typescript'
import { afterAll, expect, test } from 'vitest'
import { commands } from '../src/cli/commands/index.ts'
import { loadPact, parsePersona, parseScenarios, problemsIn, readProject } from '../src/index.ts'
import { type Block, blocksOf, documents, proseOf, repositoryFiles } from './markdown.ts'

const texts = documents()
const place = ({ file, line }: Block) => `${file}:${line}`
const example = 'examples/harbor-dental'

mkdirSync('.fieldproof', { recursive: true })
const folder = mkdtempSync(resolve('.fieldproof/docs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What is wrong in a block, as `file:line: message`. */
async function complaints(block: Block, read: () => unknown): Promise<readonly string[]> {
  try {
    await read()
    return []
  } catch (thrown) {
    const problems = problemsIn(thrown)
    if (problems.length === 0) throw thrown
    return problems.map(({ message, at }) => `${place(block)} + ${at?.line ?? '?'}: ${message}`)
  }
}

async function allComplaints(blocks: readonly Block[], read: (block: Block) => unknown): Promise<readonly string[]> {
  expect(blocks.length).toBeGreaterThan(0)
  return (await Promise.all(blocks.map((block) => complaints(block, () => read(block))))).flat()
}

test('every file that a document names in backticks exists', () => {
  const missing = [...texts].flatMap(([file, text]) => {
    const named = proseOf(file, text).matchAll(/`((?:src|test|examples|docs|bench|schemas)\/[\w./-]+)`/g)
    return [...named].flatMap(([, path = '']) => (existsSync(path) ? [] : [`${file}: ${path}`]))
  })
  expect(missing).toEqual([])
})

test('every link between documents leads somewhere', () => {
  const dead = [...texts].flatMap(([file, text]) => {
    const links = proseOf(file, text).matchAll(/\]\(([^)\s]+)\)/g)
    return [...links].flatMap(([, target = '']) => {
      if (/^(https?:|mailto:|#)/.test(target)) return []
      const path = normalize(join(dirname(file), target.replace(/#.*$/, '')))
      return existsSync(path) ? [] : [`${file}: ${target}`]
    })
  })
  expect(dead).toEqual([])
})

/** `fieldproof simulate --repeats 3`, wherever a document writes it as code: the command, and its long options. */
function commandLines(text: string): readonly (readonly [command: string, options: readonly string[]])[] {
  return [...text.matchAll(/(?:^|`|\$ )(?:npx )?fieldproof ([a-z]+)([^`|\n]*)/gm)].map(
    ([, command = '', rest = '']) => [
      command,
      [...rest.replace(/ #.*$/, '').matchAll(/ (--[a-z-]+)/g)].map(([, option = '']) => option),
    ],
  )
}

test('every command and option that a document names exists', () => {
  const known = new Map(commands.map(({ name, options = [] }) => [name, options.map(({ form }) => form).join(' ')]))
  const unknown = [...texts].flatMap(([file, text]) =>
    commandLines(text).flatMap(([command, options]) => {
      const forms = known.get(command)
      if (forms === undefined) return [`${file}: fieldproof ${command}`]
      const missing = options.filter((option) => !`${forms} --help `.match(new RegExp(`${option}[ ,]`)))
      return missing.map((option) => `${file}: fieldproof ${command} ${option}`)
    }),
  )
  expect(unknown).toEqual([])
})

/** What the comments of an example promise: those behind `console.log(…)`, and the comment lines right below. */
function promised(code: string): readonly string[] {
  const lines = code.split('\n')
  const said: string[] = []
  for (const [index, line] of lines.entries()) {
    const behind = /console\.log\(.*\) \/\/ (.*)$/.exec(line)?.[1]
    if (behind !== undefined) said.push(behind)
    if (!line.includes('console.log(')) continue
    for (let below = index + 1; ; below += 1) {
      const comment = /^\s*\/\/ (.*)$/.exec(lines[below] ?? '')?.[1]
      if (comment === undefined) break
      said.push(comment)
    }
  }
  return said
}

/** Examples as files, importing the sources where they import the package. */
const examples = blocksOf('ts check').map((block) => {
  const file = join(folder, `${block.file.replaceAll(/\W/g, '-')}-${block.line}.mts`)
  const door = (source: string) => `from ${JSON.stringify(resolve(source))}`
  const text = block.text
    .replaceAll(/from 'fieldproof'/g, door('src/index.ts'))
    .replaceAll(/from 'fieldproof\/inline'/g, door('src/inline/index.ts'))
  writeFileSync(file, text)
  return { place: place(block), file, block }
})

test('the examples in TypeScript are right by their types', () => {
  expect(examples.length).toBeGreaterThan(0)
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd())
  const program = ts.createProgram(
    examples.map(({ file }) => file),
    { ...options, noEmit: true },
  )
  const wrong = examples.flatMap((each) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(each.file))
      .map(({ messageText }) => `${each.place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  )
  expect(wrong).toEqual([])
})

test.each(examples)('the example at $place prints what it promises', ({ file, block }) => {
  const ran = spawnSync(process.execPath, ['--no-warnings', '--import', 'tsx', file], { encoding: 'utf8' })
  expect({ printed: ran.stdout.trimEnd().split('\n'), stderr: ran.stderr }).toEqual({
    printed: promised(block.text),
    stderr: '',
  })
})

/** Files that the examples of pacts name are those of the dental practice. */
const read = (path: string) => readFileSync(join(example, path), 'utf8')

test('every pact in the documents is a valid pact', async () => {
  const found = await allComplaints(blocksOf('yaml pact'), ({ file, text }) => loadPact(text, { file, read }))
  expect(found).toEqual([])
})

test('every single condition in the documents is a valid condition', async () => {
  const found = await allComplaints(blocksOf('yaml condition'), ({ file, text }) => {
    const items = text.replace(/^/gm, '  ')
    return loadPact(`pact: example\nversion: 1\nconditions:\n${items}\n`, { file, read })
  })
  expect(found).toEqual([])
})

test('every scenario in the documents is a valid scenario', async () => {
  expect(await allComplaints(blocksOf('yaml scenario'), ({ file, text }) => parseScenarios(text, file))).toEqual([])
})

test('every persona in the documents is a valid persona', async () => {
  expect(await allComplaints(blocksOf('yaml persona'), ({ file, text }) => parsePersona(text, file))).toEqual([])
})

test('every project file in the documents can be read', async () => {
  const found = await allComplaints(blocksOf('yaml project'), async (block) => {
    const own = mkdtempSync(join(folder, 'project-'))
    writeFileSync(join(own, 'fieldproof.yaml'), block.text)
    writeFileSync(join(own, 'pact.yaml'), 'pact: p\nversion: 1\nconditions: [{ id: a, never-says: x }]\n')
    mkdirSync(join(own, 'scenarios'))
    writeFileSync(join(own, 'scenarios/a.yaml'), 'scenarios: [{ id: a, goal: { want: b, kind: ask } }]\n')
    writeFileSync(join(own, 'tools.json'), '[]')
    writeFileSync(join(own, 'instructions.md'), 'Be kind.')
    await readProject(join(own, 'fieldproof.yaml'))
  })
  expect(found).toEqual([])
})

/** Codes of problems as the sources spell them; `room/what` stands for the form itself. */
function codesInSources(): ReadonlySet<string> {
  const sources = repositoryFiles().filter((file) =>
    /^src\/.*(?<!\.(test|sample|conformance|arbitrary))\.ts$/.test(file),
  )
  const rooms =
    /['"`]((?:alerts|backends|cli|connect|conversation|document|evidence|faults|ingest|inline|learn|load|mcp|model|observe|pact|persona|project|recordings|scenario|server|simulate|store)\/[a-z-]+)['"`]/g
  const notCodes = ['room/what']
  const found = sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(rooms)].map(([, code = '']) => code))
  return new Set(found.filter((code) => !notCodes.includes(code)))
}

const pageOf = (code: string) => `docs/problems/${code.replaceAll('/', '-')}.md`

test('every problem has a page, and every page a problem', () => {
  const codes = [...codesInSources()].sort()
  const pages = readdirSync('docs/problems')
    .filter((name) => name !== 'README.md')
    .map((name) => `docs/problems/${name}`)
  expect(codes.length).toBeGreaterThan(50)
  expect(codes.filter((code) => !existsSync(pageOf(code)))).toEqual([])
  expect(pages.filter((page) => !codes.some((code) => pageOf(code) === page))).toEqual([])
})

test('every page of a problem is titled by its code and says what to do', () => {
  const poor = [...codesInSources()].filter((code) => {
    const page = texts.get(pageOf(code)) ?? ''
    return !page.startsWith(`# ${code}\n`) || !page.includes('## What happened') || !page.includes('## What to do')
  })
  expect(poor).toEqual([])
})

test('every dependency is explained in one line', () => {
  const { dependencies, devDependencies, overrides } = JSON.parse(readFileSync('package.json', 'utf8'))
  const page = texts.get('docs/decisions/dependencies.md') ?? ''
  const used = [...Object.keys(dependencies), ...Object.keys(devDependencies), ...Object.keys(overrides)].sort()
  const named = [...page.matchAll(/^- `([^`]+)`: \S/gm)].map(([, name]) => name).sort()
  expect(named).toEqual(used)
})

test('nothing in the repository names the machine it was written on, or a registry', () => {
  const files = repositoryFiles().filter((file) => !/\.(png|ico|gz|db)$/.test(file))
  const places = new RegExp(['/work/', '/root/', '/home/\\w', 'registry\\.npm', 'registry\\.yarn'].join('|'))
  const self = 'test/docs.test.ts'
  const found = files.filter((file) => file !== self && places.test(readFileSync(file, 'utf8')))
  expect(found).toEqual([])
})
