import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openLabels } from './index.ts'
import { labelsConformance } from './labels.conformance.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-labels-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const file = () => join(folder, `${files}.db`)

labelsConformance('SQLite in memory', () => openLabels(':memory:'))
labelsConformance(
  'SQLite in a file',
  () => {
    files += 1
    return openLabels(file())
  },
  () => openLabels(file()),
)
