/** The walk of somebody new: installs the package as it would be published, in an empty folder, and runs a first simulation. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const base = mkdtempSync(join(tmpdir(), 'fieldproof-packed-'))
const folder = join(base, 'desk')
const isWindows = process.platform === 'win32'

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function run(program: string, words: readonly string[], cwd: string): Promise<Ended> {
  const env = {
    ...process.env,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  }
  try {
    const { stdout, stderr } = await promisify(execFile)(program, [...words], { cwd, env, shell: isWindows })
    return { code: 0, out: stdout, err: stderr }
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, err: stderr }
  }
}

const fieldproof = (...words: readonly string[]) => run('npx', ['--no', 'fieldproof', ...words], folder)

beforeAll(async () => {
  expect(existsSync(join(root, 'dist/cli/main.js')), 'not built: run "npm run setup"').toBe(true)
  const packed = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', base], root)
  const tarball = packed.out.trim().split('\n').at(-1) ?? ''
  mkdirSync(folder)
  const installed = await run(
    'npm',
    ['install', join(base, tarball), '--ignore-scripts', '--prefer-offline', '--loglevel=error'],
    folder,
  )
  expect(installed.code, installed.err).toBe(0)
})

afterAll(() => rmSync(base, { recursive: true, force: true }))

test('from an empty folder to a first report in two commands', async () => {
  const written = await fieldproof('init', '--yes', '--agent', 'module')
  expect(written.code, written.out + written.err).toBe(0)
  expect(filesIn(folder)).toEqual([
    '.github/workflows/fieldproof.yml',
    '.gitignore',
    'agent.mjs',
    'fieldproof.yaml',
    'package-lock.json',
    'package.json',
    'pact.yaml',
    'scenarios/first.yaml',
  ])

  const checked = await fieldproof('doctor')
  expect(checked.code, checked.out + checked.err).toBe(0)

  const simulated = await fieldproof('simulate', '--html', 'report.html', '--junit', 'report.xml')
  expect(simulated.out).toContain('12 conversations: ')
  expect([0, 1]).toContain(simulated.code)
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('book-haircut')
  expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('<testsuites name="fieldproof"')
})

test('the schemas that the written files name for editors are in the package', async () => {
  for (const file of ['fieldproof.yaml', 'pact.yaml', 'scenarios/first.yaml']) {
    const [, path = ''] = /\$schema=(?:\.\.\/)*(.*)/.exec(readFileSync(join(folder, file), 'utf8')) ?? []
    expect(JSON.parse(readFileSync(join(folder, path), 'utf8'))).toHaveProperty('$schema')
  }
})

test('the package can be imported, and what it needs to run takes less than 100 MB', async () => {
  const program = "import('fieldproof').then(({ loadPact }) => console.log(typeof loadPact))"
  expect(await run(process.execPath, ['-e', program], folder)).toEqual({ code: 0, out: 'function\n', err: '' })
  expect(bytesIn(join(folder, 'node_modules')) / 1e6).toBeLessThan(100)
})

function filesIn(at: string, above = ''): string[] {
  return readdirSync(at, { withFileTypes: true })
    .filter(({ name }) => !['node_modules', '.fieldproof'].includes(name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesIn(join(at, entry.name), `${above}${entry.name}/`) : [`${above}${entry.name}`],
    )
    .sort()
}

function bytesIn(at: string): number {
  return readdirSync(at, { recursive: true }).reduce<number>((sum, name) => {
    const stat = statSync(join(at, String(name)), { throwIfNoEntry: false })
    return sum + (stat?.isFile() === true ? stat.size : 0)
  }, 0)
}
