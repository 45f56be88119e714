/**
 * Run on a disk of its own: fills it, has it made read-only, and prints what became of what was sent, as one line of JSON.
 *
 * The folder named first is a disk of a few MiB of its own (`tmpfs`), or an ordinary folder where files may not grow beyond
 * as much (`limit`): not every machine lets a test mount.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { wallClock } from '../../src/connect/index.ts'
import { type Observatory, openObservatory, reckoning } from '../../src/observe/index.ts'
import { parsePact } from '../../src/pact/index.ts'
import { problemsIn, reasonOf } from '../../src/problem.ts'

const [folder = '', world = 'limit'] = process.argv.slice(2)
const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})
const acknowledged: string[] = []

const opened = (segmentBytes: number) =>
  openObservatory({
    folder,
    grading: { pact },
    clock: wallClock(),
    now: () => 1_772_445_600_000,
    log: { keepFreeBytes: 0, segmentBytes },
    lookEveryMs: 50,
  })

async function send(observatory: Observatory, bytes: number): Promise<string> {
  const id = `c${acknowledged.length}`
  const events = [{ at: '2026-03-02T10:00:00Z', type: 'message', from: 'agent', text: 'Hello' }]
  // The log keeps what nobody reads; the database stays small.
  const body = Buffer.from(JSON.stringify({ id, events, ended: true, padding: 'x'.repeat(bytes) }))
  try {
    await observatory.take({ project: 'default', reader: 'conversations', body })
    acknowledged.push(id)
    return 'taken'
  } catch (thrown) {
    const [problem] = problemsIn(thrown)
    return problem === undefined ? reasonOf(thrown) : `${problem.code}: ${problem.hint}`
  }
}

async function untilRefused(observatory: Observatory): Promise<string> {
  for (let n = 0; n < 1000; n += 1) {
    const said = await send(observatory, 200_000)
    if (said !== 'taken') return said
  }
  return 'never refused'
}

/** What is written from now on is refused, until it is called again with `false`. */
function readOnly(on: boolean): void {
  const log = join(folder, 'log')
  if (world !== 'tmpfs') {
    chmodSync(log, on ? 0o500 : 0o700)
    return
  }
  if (on) execFileSync('mount', ['--bind', log, log])
  execFileSync('mount', ['-o', `remount,bind,${on ? 'ro' : 'rw'}`, log])
}

const filler = join(folder, 'filler')
mkdirSync(folder, { recursive: true })
writeFileSync(filler, Buffer.alloc(1024 * 1024))
const first = await opened(64 * 1024 * 1024)
const full = await untilRefused(first)
rmSync(filler)
const roomy = await send(first, 100)
await first.settled()
await first.close()

const second = await opened(1)
await send(second, 100)
readOnly(true)
const refused = await send(second, 100)
readOnly(false)
const again = await send(second, 100)
await second.settled()
const graded: string[] = []
for await (const { thread } of second.observed.gradings('default')) graded.push(thread)
const standing = await second.standing('default')
await second.close()

process.stdout.write(
  `${JSON.stringify({
    ...{ full, roomy, refused, again },
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((id) => !graded.includes(id)),
    twice: graded.length - new Set(graded).size,
    disagreeing: reckoning(standing.counts).filter(({ agrees }) => !agrees),
  })}\n`,
)
