import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ConditionKind } from '../condition.ts'
import { parsePact } from '../pact.ts'
import { conditionConformance, receptionist } from './condition.conformance.ts'
import { conditionKinds } from './index.ts'

/** Files that examples name. */
const files: Readonly<Record<string, string>> = {
  'kb/prices.yaml': 'cleaning: $120\nwhitening: $300\n',
}

for (const kind of conditionKinds) conditionConformance(kind, { files })

test('every kind in this folder is in the list', async () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => /^[a-z-]+\.ts$/.test(name) && name !== 'index.ts')
  const modules = await Promise.all(
    sources.map((name) => import(/* @vite-ignore */ `./${name}`) as Promise<Record<string, unknown>>),
  )
  const kinds = modules.flatMap((exports) => Object.values(exports).filter(isKind))

  expect(kinds.length).toBeGreaterThan(5)
  expect(kinds.map(({ kind }) => kind).sort()).toEqual(conditionKinds.map(({ kind }) => kind).sort())
})

function isKind(value: unknown): value is ConditionKind {
  return typeof value === 'object' && value !== null && 'kind' in value && 'create' in value && 'example' in value
}

test('every example reads as a promise', () => {
  const explained = conditionKinds.map(({ kind, example }) => {
    const text = `pact: all\nversion: 1\nconditions:\n  - ${example.replaceAll('\n', '\n    ')}\n`
    const pact = parsePact(text, { file: 'pact.yaml', agent: receptionist, read: (path) => files[path] ?? '' })
    return `${kind}: ${pact.conditions[0]?.explain()}`
  })
  expect(explained.join('\n')).toMatchInlineSnapshot(`
    "says: the agent says /automated|virtual assistant/i, in the first turn
    never-says: the agent never says /guarantee(d|s)?/i or "no side effects"
    tool-call-as-text: never shows the customer a raw tool call
    raw-error: never shows the customer a raw error, markup or unfilled template
    reply: answers every turn; answers within 4000 ms (95th percentile of a conversation); gives the same answer at most 2 times in a row
    escalation: hands over to a person within 1 turn when the customer says /can'?t breathe|bleeding/i or "emergency""
  `)
})
