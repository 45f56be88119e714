/** What an agent's process loads with us: the record, the pact, and what these stand on. */
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { expect, test } from 'vitest'

test('an agent loads the record and the pact with what they stand on, and nothing that observes, simulates or serves', async () => {
  const { output } = await cruise(['src/inline/index.ts'], {
    tsPreCompilationDeps: false,
    exclude: { dynamic: true },
    doNotFollow: { path: 'node_modules' },
  })
  const { modules } = output as ICruiseResult
  const imports = modules.flatMap(({ source, dependencies }) => dependencies.map(({ resolved }) => [source, resolved]))
  const first = (pattern: RegExp, of: readonly string[]) =>
    [...new Set(of.flatMap((path) => pattern.exec(path)?.[1] ?? []))].sort()
  const all = imports.map(([, to = '']) => to)
  const ours = imports.flatMap(([from = '', to = '']) => (from.startsWith('src/inline/') ? [to] : []))

  expect(first(/^src\/([^/]+)\//, ours)).toEqual(['conversation', 'inline', 'pact'])
  expect(ours.filter((path) => !path.startsWith('src/'))).toEqual([])
  expect(first(/^src\/([^/]+)\//, all)).toEqual(['conversation', 'inline', 'model', 'pact', 'stats'])
  expect(first(/^node_modules\/((?:@[^/]+\/)?[^/]+)/, all)).toEqual(['ajv', 're2js', 'yaml', 'zod'])
})
