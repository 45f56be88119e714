/** What people install: complete, small, and quiet while it is installed. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { publint } from 'publint'
import { expect, test } from 'vitest'

interface Locked {
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }
const installed = Object.entries(packages).filter(([path, { dev }]) => path.startsWith('node_modules/') && dev !== true)

test('the package can be imported and run as it is published', async () => {
  const { messages } = await publint({ pkgDir: '.', level: 'suggestion' })
  expect(messages).toEqual([])
})

test('what is installed needs no script: the one that asks for it only looks whether its binary fits', () => {
  expect(installed.length).toBeGreaterThan(20)
  const asking = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)
  expect(asking).toEqual(['node_modules/@photostructure/sqlite'])
  // setup.mjs installs without scripts, so the tests of the store run on what is there without it.
  expect(readFileSync('setup.mjs', 'utf8')).toContain("'--ignore-scripts'")
})

test('what is installed beside it stays under 100 MB', () => {
  const bytes = installed.map(([path]) => bytesUnder(path)).reduce((sum, size) => sum + size, 0)
  expect(bytes).toBeGreaterThan(1_000_000)
  expect(bytes).toBeLessThan(100_000_000)
})

/** Packages inside packages are in the lock on their own, so they are left out here. */
function bytesUnder(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: false })
  return entries
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? bytesUnder(path) : statSync(path).size
    })
    .reduce((sum, size) => sum + size, 0)
}
