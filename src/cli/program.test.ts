import { expect, test } from 'vitest'
import { sampleIo } from './io.sample.ts'
import { runProgram } from './program.ts'

test('the help lists every command under what it is for', async () => {
  const io = sampleIo()
  expect(await runProgram(['--help'], io, '1')).toBe(0)
  expect(io.lines.filter((line) => /^\S.*:$/.test(line))).toEqual([
    'Options:',
    'Begin:',
    'Play customers:',
    'Read what came of it:',
    'Watch production:',
    'From a violation to a fix that holds:',
    'Trust the verdicts:',
    'Hold the suite against production:',
    'Decide a release:',
    'Stand in for backends:',
    'Besides:',
  ])
})

test('what could not be done because it was stopped is told as no problem', async () => {
  const nowhere = { cwd: '/nowhere' }
  const stopped = sampleIo({ ...nowhere, interrupted: AbortSignal.abort() })
  expect([await runProgram(['replay', '1'], stopped, '1'), stopped.lines]).toEqual([130, []])
  const going = sampleIo(nowhere)
  expect([await runProgram(['replay', '1'], going, '1'), going.text()]).toEqual([2, expect.stringContaining('problem')])
})

test('a file that the disk refuses is a problem of the disk, not a mistake of the program', async () => {
  const io = sampleIo()
  expect(await runProgram(['evidence', '--new-key', `${process.execPath}/key`], io, '1')).toBe(2)
  expect(io.text()).toMatch(/key cannot be written: ENOTDIR.*cli\/cannot-write/s)
})
