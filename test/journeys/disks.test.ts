/** A server's folder on a disk that fills up, has room again, and is read-only for a while: nothing acknowledged is lost. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-disk-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A disk of 4 MiB that only the process sees and that ends with it; else a limit on the length of files. */
function onSmallDisk(script: string): string {
  const run = `exec "${process.execPath}" --import tsx "${script}" "${folder}"`
  const mounted = `mount -t tmpfs -o size=4m tmpfs "${folder}" && ${run} tmpfs`
  const limited = `trap '' XFSZ; ulimit -f 40000; ${run} limit`
  const words = canMount() ? ['unshare', '-rm', 'sh', '-c', mounted] : ['sh', '-c', limited]
  const [program = '', ...rest] = words
  return execFileSync(program, rest, { encoding: 'utf8', timeout: 60_000 })
}

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test('a disk that is full, and then one that is read-only, turn senders away with what to do, and lose nothing that was taken', () => {
  const { acknowledged, ...said } = JSON.parse(onSmallDisk('test/journeys/small-disk.ts'))
  expect(said).toEqual({
    full: 'ingest/disk-full: Make room: senders keep trying for a while. Or point --data at a larger disk.',
    roomy: 'taken',
    refused:
      'ingest/disk-refuses: Check that the folder is there and may be written, and that the disk is not mounted read-only.',
    again: 'taken',
    lost: [],
    twice: 0,
    disagreeing: [],
  })
  expect(acknowledged).toBeGreaterThan(5)
})
