/** One load run in this process, of the built product: `load-run.mjs <folder> <conversations at once> <graded>`. Prints what came of the level. */
import { join } from 'node:path'
import { judge } from '../dist/pact/index.js'
import { load, loadOf, openProject, readProject } from '../dist/simulate/index.js'

const [folder = '.', atOnce = '500', graded = '2000'] = process.argv.slice(2)
const project = await readProject(join(folder, 'fieldproof.yaml'))
const opened = await openProject(project, process.env, Number(atOnce))
const { trials, cycle, pact } = loadOf(project, 1)
const { levels } = await load({
  trials,
  cycle,
  pact,
  stage: opened.stage,
  judge: (conversation) => judge(pact, conversation),
  levels: [Number(atOnce)],
  hold: { conversations: Number(graded) },
  arrivals: 'even',
  seed: 1,
  hurry: { speed: 1, longestPauseMs: 1000 },
  margin: 0.05,
  signal: new AbortController().signal,
})
await opened.close()
const [level] = levels
if (level === undefined) throw new Error('no level was played')
const { conversations, summary, lag, held, atOnce: seen } = level
console.log(`result ${JSON.stringify({ conversations, clean: summary.clean, lag, held, seen })}`)
