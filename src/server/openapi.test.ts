import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, served } from './server.sample.ts'

let at: Served
interface Operation {
  readonly summary?: string
  readonly security?: readonly unknown[]
  readonly 'x-scope'?: string
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: unknown }>>
}
let operations: readonly (readonly [name: string, operation: Operation])[]

beforeAll(async () => {
  at = await served()
  const { paths } = (await (await at.ask('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>
  }
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  )
})
afterAll(() => at.close())

test('every path says what it does and with which status it answers what', () => {
  const poor = operations.filter(
    ([, { summary, responses }]) =>
      summary === undefined || Object.values(responses).some(({ description = '' }) => description === ''),
  )
  expect([operations.length > 30, poor]).toEqual([true, []])
})

test('every path that needs a key says how it refuses, and that it may be too busy', () => {
  const guarded = operations.filter(([, operation]) => operation['x-scope'] !== undefined)
  const lacking = guarded.filter(([, { responses }]) => !['401', '403', '503'].every((status) => status in responses))
  expect(lacking.map(([name]) => name)).toEqual([])
  const open = operations.filter(([, { security }]) => security?.length === 0)
  expect(guarded.length + open.length).toBe(operations.length)
})

test('paths that take production data refuse for good only what can never be read, and never answer 500', () => {
  const ingesting = operations.filter(([, { responses }]) => '415' in responses && '413' in responses)
  const unusual = operations.flatMap(([name, { responses }]) =>
    Object.keys(responses).flatMap((status) =>
      /^(200|201|202|207|400|401|403|404|409|413|415|429|503)$/.test(status) ? [] : [`${name} ${status}`],
    ),
  )
  expect([ingesting.length > 15, unusual]).toEqual([true, []])
})
