/** Runs one project several times in this process and prints how long the trials took, from the first to the last kept. */
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
/** The first round runs cold code; later ones show what a run of more than half a second costs. */
const rounds = 6
for (let round = 0; round < rounds; round += 1) {
  const run = `crowd-${round}`
  const planned = { agent: { id: 'echo' }, pact: { id, version, hash }, planned: plan.size, seed: 1, settings: {} }
  await store.openRun({ id: run, startedAt: '2026-03-02T09:00:00.000Z', ...planned })
  const startMs = performance.now()
  await play(run)
  console.log('took', performance.now() - startMs)
}
await store.close()
await close()

async function play(id: string): Promise<void> {
  await run({
    id,
    plan,
    stage,
    store,
    judge: (conversation) => judge(project.pact, conversation),
    concurrency: project.settings.runs.concurrency,
    signal: new AbortController().signal,
  })
}
