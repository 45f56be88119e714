import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonLines } from './json-lines.ts'
import { readJsonLines } from './jsonl.ts'

async function read(text: string, { size = 1e6, listIsRecord = false } = {}): Promise<unknown[]> {
  const bytes = Buffer.from(text)
  const pieces = []
  for (let start = 0; start < bytes.length; start += size) pieces.push(bytes.subarray(start, start + size))
  const lines = jsonLines(pieces, listIsRecord)
  const found = []
  for await (const item of readJsonLines(lines.bytes, { file: 'x' })) {
    found.push('problem' in item ? `line ${lines.lineOf(item.line)}: ${item.problem.code}` : item.value)
  }
  return found
}

test('a list of records reads as its records, however it is laid out and however its bytes are cut', async () => {
  const record = fc.dictionary(fc.string(), fc.jsonValue())
  await fc.assert(
    fc.asyncProperty(
      fc.array(record),
      fc.constantFrom(0, 2),
      fc.integer({ min: 1, max: 40 }),
      async (all, indent, size) => {
        const plain = JSON.parse(JSON.stringify(all))
        expect(await read(JSON.stringify(all, null, indent), { size })).toEqual(plain)
      },
    ),
    { numRuns: 100 },
  )
})

test('records that are laid out over several lines one after another are read each', async () => {
  const text = [{ a: ['}\n{"', 1] }, { b: { c: null } }].map((each) => JSON.stringify(each, null, 2)).join('\n')
  expect(await read(text)).toEqual([{ a: ['}\n{"', 1] }, { b: { c: null } }])
})

test('one record per line stays as it is, and a bad line costs only itself', async () => {
  expect(await read('{"a":1}\n{"b":\n{"c":3}\n')).toEqual([{ a: 1 }, 'line 2: conversation/bad-line', { c: 3 }])
})

test('where a list is one record, lists on lines of their own are read as they are', async () => {
  expect(await read('[1,2]\n[3]\n', { listIsRecord: true })).toEqual([[1, 2], [3]])
  expect(await read('[\n  1,\n  2\n]\n', { listIsRecord: true })).toEqual([[1, 2]])
})

test('a record of a list that is not JSON is told with the line in which it begins', async () => {
  expect(await read('[\n  {"a": 1},\n  {"b": oops},\n  {"c": 3}\n]')).toEqual([
    { a: 1 },
    'line 3: conversation/bad-line',
    { c: 3 },
  ])
})
