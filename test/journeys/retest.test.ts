/** A change of the example's knowledge base, tested as a deployment is. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>
}

interface Report {
  readonly schema: string
  readonly retest: {
    readonly changes: readonly unknown[]
    readonly answers: Readonly<Record<'n' | 'fresh' | 'stale' | 'missing', number>>
    readonly probes: readonly { readonly id: string; readonly example: { readonly said: string } | null }[]
    readonly outdated: readonly { readonly id: string }[]
  }
}

const main = resolve('dist/cli/main.js')
const guide = resolve('docs/how-to/retest-a-knowledge-base.md')
const folder = mkdtempSync(join(tmpdir(), 'fieldproof-retest-'))
const project = join(folder, 'harbor-dental')
cpSync(resolve('examples/harbor-dental'), project, { recursive: true, filter: (path) => !path.includes('.fieldproof') })
cpSync(join(project, 'kb'), join(folder, 'before'), { recursive: true })
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
afterAll(() => rmSync(folder, { recursive: true }))

function fieldproof(...words: readonly string[]): { readonly code: number | null; readonly out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { cwd: project, encoding: 'utf8' })
  return { code: status, out: stdout + stderr }
}

function git(cwd: string, ...words: readonly string[]): void {
  const as = ['-c', 'user.name=test', '-c', 'user.email=test@example.com']
  const { status, stderr } = spawnSync('git', [...as, ...words], { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`)
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(join(project, file), 'utf8')
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`)
  writeFileSync(join(project, file), text.replaceAll(from, to))
}

test('knowledge that did not change is nothing to play', () => {
  expect(fieldproof('retest', '--kb', '../before', 'kb')).toEqual({
    code: 0,
    out: '0 changes of the knowledge base\nNothing of what it says changed, so there is nothing to play.\n',
  })
})

test('the plan says what changed, what depends on it and why, what will be asked, and which expectations are out of date', () => {
  edit('kb/prices.yaml', '$120', '$130')
  expect(fieldproof('retest', '--kb', '../before', 'kb', '--plan')).toEqual({
    code: 0,
    out: `1 change of the knowledge base
  changed   prices.yaml:5 prices > cleaning > price: $120 -> $130

5 scenarios of 67 may depend on that
  cancel-late-fee
    speaks of cleaning and asks for money (prices.yaml:5 prices > cleaning > price)
  complaint-charged-twice
    speaks of cleaning and asks for money (prices.yaml:5 prices > cleaning > price)
  price-of-a-cleaning
    expects "$120" (prices.yaml:5 prices > cleaning > price)
  two-prices
    expects "$120" (prices.yaml:5 prices > cleaning > price)
  discount-again-and-again
    speaks of cleaning and asks for money (prices.yaml:5 prices > cleaning > price)

1 probe for what changed
  retest-cleaning-price: "what does a cleaning cost" $130, not $120

2 expectations to mend: the new knowledge does not say so any more
  price-of-a-cleaning expects "$120"; now $130 (scenarios/prices.yaml)
  two-prices expects "$120"; now $130 (scenarios/prices.yaml)
`,
  })
})

test('an agent that reads the new knowledge says what is true now', () => {
  const { out } = fieldproof('retest', '--kb', '../before', 'kb')
  const [, fresh = '', n = ''] =
    /\n(\d+) of (\d+) probed conversations had what is true now, 0 what was/.exec(out) ?? []
  expect(Number(n)).toBeGreaterThanOrEqual(5)
  expect(Number(fresh)).toBeGreaterThan(Number(n) / 2)
  expect(out).toMatch(/\n {2}\d+ fresh.* {2}retest-cleaning-price\n/)
})

test('an agent that still has the old knowledge is found out, and the exit code says so', () => {
  edit('kb.mjs', "process.env.FIELDPROOF_KB ?? fileURLToPath(new URL('./kb',", "fileURLToPath(new URL('../before',")
  const { code, out } = fieldproof('retest', '--kb', '../before', 'kb', '--repeats', '1')
  expect(code).toBe(1)
  expect(out).toMatch(/\n0 of \d+ probed conversations had what is true now, [1-9]\d* what was, /)
})

test('the steps that the guide gives to GitHub Actions find it out in a pull request, and say so in the step summary', () => {
  const { jobs } = parse(/```yaml\n(# \.github[\s\S]*?)```/.exec(readFileSync(guide, 'utf8'))?.[1] ?? '') as Workflow
  const runs = (jobs.retest?.steps ?? []).flatMap(({ run }) => run ?? []).filter((run) => run !== 'npm ci')
  const origin = join(folder, 'origin')
  const checkout = join(folder, 'checkout')
  cpSync(project, origin, { recursive: true, filter: (path) => !path.includes('.fieldproof') })
  cpSync(join(folder, 'before'), join(origin, 'kb'), { recursive: true })
  git(origin, 'init', '-q', '-b', 'main')
  git(origin, 'add', '.')
  git(origin, 'commit', '-q', '-m', 'as it is')
  git(folder, 'clone', '-q', origin, checkout)
  cpSync(join(project, 'kb'), join(checkout, 'kb'), { recursive: true })

  const env = { ...process.env, GITHUB_BASE_REF: 'main', GITHUB_STEP_SUMMARY: join(folder, 'summary.md') }
  const steps = runs.map((run) => run.replace('npx fieldproof', `"${process.execPath}" "${main}"`))
  const codes = steps.map((step) => spawnSync('bash', ['-e', '-c', step], { cwd: checkout, env }).status)
  expect(codes).toEqual([0, 1])
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(
    /### 0 of \d+ probed conversations had what is true now[\s\S]*\| what does a cleaning cost \| &#36;130 \| &#36;120 \| [1-9]\d* \| 0 \|/,
  )
  const page = readFileSync(join(checkout, 'retest.html'), 'utf8')
  expect(page).toMatch(
    /<h1>The agent still says what was of 1 of 1 changed fact asked for<\/h1>\n<p class="lede">Of \d+ scenarios, the \d+ that may depend on 1 change of the knowledge base were played/,
  )
  expect(page).toContain('<h2>What changed in the knowledge base</h2>')
  expect(page).toMatch(/stale<\/span> <a href="#trial-(\d+)">trial \1<\/a><span class="what">“[^<]*\$120/)
})

test('what the agent had of each change is in the JSON report, with a conversation that shows it', () => {
  fieldproof('retest', '--kb', '../before', 'kb', '--repeats', '1', '--json', 'retest.json')
  const { retest, schema } = JSON.parse(readFileSync(join(project, 'retest.json'), 'utf8')) as Report
  const [probe] = retest.probes
  expect(schema).toBe('fieldproof.report/1')
  expect(retest.changes).toMatchObject([
    { what: 'changed', before: { said: '$120' }, after: { said: '$130', file: 'prices.yaml' } },
  ])
  expect(retest.answers.n).toBe(retest.answers.fresh + retest.answers.stale + retest.answers.missing)
  expect(probe).toMatchObject({ id: 'retest-cleaning-price', now: '$130', was: '$120', fresh: 0, missing: 0 })
  expect(probe?.example?.said).toContain('$120')
  expect(retest.outdated.map(({ id }) => id)).toEqual(['price-of-a-cleaning', 'two-prices'])
})

test('probes are kept where they are wanted, are scenarios from then on, and are not overwritten', () => {
  const words = ['retest', '--kb', '../before', 'kb', '--plan', '--write']
  expect(fieldproof(...words).out).toContain('The probes are in scenarios/retest.yaml.')
  expect(fieldproof('plan', '--scenario', 'retest-cleaning-price').code).toBe(0)
  expect(fieldproof(...words).code).toBe(2)
  expect(fieldproof(...words, '--force').out).toContain(
    '\n  retest-cleaning-price: "what does a cleaning cost" $130, not $120\n',
  )
  rmSync(join(project, 'scenarios/retest.yaml'))
})

test('a scenario whose words say nothing of it is played when the agent once spoke of it', () => {
  edit('kb/prices.yaml', '  consultation: { name: consultation, price: $50 }\n', '')
  const plan = ['retest', '--kb', '../before', 'kb', '--plan']
  expect(fieldproof(...plan).out).not.toContain('\n  asks-for-antibiotics\n')
  fieldproof('simulate', '--scenario', 'asks-for-antibiotics', '--faults', 'none')
  expect(fieldproof(...plan).out).toMatch(
    /\n {2}asks-for-antibiotics\n {4}was told so in run [\w-]+ \(prices\.yaml:\d+ prices > consultation\)\n/,
  )
})

test('no line of the example copies its knowledge base, and one that does is told with both places', () => {
  expect(fieldproof('retest', '--lint', '--kb', 'kb').out).toMatch(
    /^0 lines of 67 scenarios copied from \d+ passages of the knowledge base\n$/,
  )
  edit(
    'scenarios/hours-and-policies.yaml',
    'ask: is there parking',
    'ask: is there free parking behind the building and does bus 14 stop',
  )
  const { out } = fieldproof('retest', '--lint', '--kb', 'kb')
  expect(out).toMatch(/\n {2}scenarios\/hours-and-policies\.yaml:\d+ parking-and-address: "is there free parking/)
  expect(out).toMatch(/\n {4}6 words in a row from policies\.md:27: "There is free parking behind/)
})

test('while it watches, a saved file is retested, one that does not parse is told, and Ctrl-C ends it', async () => {
  const words = ['retest', '--kb', 'kb', '--watch', '--plan']
  const watching = spawn(process.execPath, [main, ...words], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  const said = (text: string) =>
    new Promise<void>((done) => {
      const look = () => {
        if (out.includes(text)) done()
      }
      watching.stdout.on('data', look)
      watching.stderr.on('data', look)
      look()
    })
  for (const stream of [watching.stdout, watching.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
  }
  try {
    await said('Watching kb.')
    edit('kb/prices.yaml', '$950', '$990')
    await said('prices.yaml:9 prices > crown > price: $950 -> $990')
    edit('kb/prices.yaml', 'prices:\n', 'prices: [\n')
    await said('The facts in prices.yaml cannot be read')
    edit('kb/prices.yaml', 'prices: [\n', 'prices:\n')
  } finally {
    const ended = once(watching, 'exit')
    watching.kill('SIGINT')
    await ended
  }
})

test('a folder that is not there, or one where two are needed, is refused', () => {
  expect(fieldproof('retest', '--kb', 'nowhere', 'kb').out).toContain('There is no folder nowhere.')
  const { code, out } = fieldproof('retest', '--kb', 'kb')
  expect([code, out]).toEqual([
    2,
    expect.stringContaining('--kb takes the folder of the old knowledge base and that of the new one.'),
  ])
})
