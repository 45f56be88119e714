/**
 * The demonstration: 1,139 conversations with the practice's receptionist, as testers would have them, as customers do, and while its systems fail.
 *
 * Ends well when the work was done, whatever it found: finding something is what it is for.
 */
import { spawnSync } from 'node:child_process'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '..', '..')
const report = 'report.html'

const { status } = spawnSync(
  process.execPath,
  [resolve(root, 'dist/cli/main.js'), 'simulate', relative(root, here), '--html', report],
  { cwd: root, stdio: 'inherit' },
)
const brokenPromises = 1
process.exit(status === brokenPromises ? 0 : (status ?? 1))
