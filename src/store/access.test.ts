import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { accessConformance } from './access.conformance.ts'
import { openAccess } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-access-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const file = () => join(folder, `${files}.db`)

accessConformance('SQLite in memory', () => openAccess(':memory:'))
accessConformance(
  'SQLite in a file',
  () => {
    files += 1
    return openAccess(file())
  },
  () => openAccess(file()),
)
