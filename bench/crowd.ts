/** Runs one project in this process and prints how long the trials took, from the first to the last kept. */
import { join } from 'node:path'
import { judge } from '../src/pact/index.ts'
import { openProject, planOf, readProject, run } from '../src/simulate/index.ts'
import { openStore } from '../src/store/index.ts'

const folder = process.argv[2] ?? '.'
const project = await readProject(join(folder, 'fieldproof.yaml'))
const store = await openStore(join(folder, `${process.pid}.db`))
const { stage, close } = await openProject(project, process.env)
const plan = planOf(project)
const { id, version, hash } = project.pact
await store.openRun({
  id: 'crowd',
  startedAt: '2026-03-02T09:00:00.000Z',
  agent: { id: 'echo' },
  pact: { id, version, hash },
  planned: plan.size,
  seed: 1,
  settings: {},
})

const startMs = performance.now()
await run({
  id: 'crowd',
  plan,
  stage,
  store,
  judge: (conversation) => judge(project.pact, conversation),
  concurrency: project.settings.runs.concurrency,
  signal: new AbortController().signal,
})
console.log('took', performance.now() - startMs)
await store.close()
await close()
