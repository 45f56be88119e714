/**
 * Redaction: how fast texts are searched, and how much it changes of conversations in which there is little to remove.
 *
 * Conversations are searched one by one, as they come in. The yardstick is `JSON.stringify` of the same values, which is
 * paid for keeping them anyway; both in time of the processor, since the machine may be busy. Shares are of messages,
 * with their numbers; what is found is printed by kind, so that false alarms show.
 */
import { createReadStream, existsSync } from 'node:fs'
import type { Json } from '../src/conversation/index.ts'
import { jsonLines, readJsonLines, unzipped } from '../src/conversation/index.ts'
import { marksOf, redacted } from '../src/observe/redaction/index.ts'
import { table } from './measure.ts'

const file = '../shared/data/conversations/dev.jsonl.gz'
const most = 3000
const tries = 5

export async function bench(out: (line: string) => void): Promise<void> {
  if (!existsSync(file)) return out(`redaction: ${file} is not here`)
  const terms = { marks: marksOf(Buffer.alloc(32, 1), 'bench', 'remove') }
  const records: Json[] = []
  for await (const item of readJsonLines(jsonLines(unzipped(createReadStream(file)), false).bytes, { file })) {
    if ('value' in item) records.push(item.value as Json)
    if (records.length >= most) break
  }
  const texts = records.flatMap(textsIn)
  const megabytes = Buffer.byteLength(JSON.stringify(records)) / 1e6
  const plain = 'The earliest free time is Tuesday at two in the afternoon. '.repeat(20_000)
  const dense = 'Call 415-555-0132 or mail ines@example.com, card 4111 1111 1111 1111. '.repeat(2000)
  const hostile = '1 '.repeat(100_000)
  const cases: readonly (readonly [string, readonly Json[], number])[] = [
    [`${records.length} conversations`, records, megabytes],
    ['words alone', [plain], plain.length / 1e6],
    ['much to remove', [dense], dense.length / 1e6],
    ['digits and blanks', [hostile], hostile.length / 1e6],
    ['the same four times as long', [hostile.repeat(4)], (4 * hostile.length) / 1e6],
  ]
  const rows = cases.map(([what, values, size]) => {
    const [ours, yardstick] = [
      best(() => values.map((value) => redacted(value, terms))),
      best(() => values.map((value) => JSON.stringify(value))),
    ]
    return [what, size.toFixed(1), (size / (ours / 1000)).toFixed(0), (ours / yardstick).toFixed(1)]
  })
  for (const line of table(['', 'MB', 'MB/s', 'x JSON.stringify'], rows)) out(line)

  const counts = new Map<string, number>()
  let changed = 0
  for (const text of texts) {
    const { removed } = redacted(text, terms)
    const kinds = Object.keys(removed)
    if (kinds.length > 0) changed += 1
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  out('')
  out(`changed: ${changed} of ${texts.length} messages (${((100 * changed) / texts.length).toFixed(2)} %)`)
  for (const [kind, n] of [...counts].sort((a, b) => b[1] - a[1])) {
    out(`  ${kind}: ${n} (${((100 * n) / texts.length).toFixed(2)} %)`)
  }
}

/** Texts of messages, wherever a record keeps them. */
function textsIn(value: Json): readonly string[] {
  if (value === null || typeof value !== 'object') return []
  const own = Object.entries(value).flatMap(([name, item]) =>
    /^(?:text|content|utterance|message)$/.test(name) && typeof item === 'string' ? [item] : [],
  )
  return [...own, ...Object.values(value).flatMap((item) => textsIn(item as Json))]
}

function best(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const before = process.cpuUsage()
    run()
    least = Math.min(least, process.cpuUsage(before).user / 1000)
  }
  return least
}
