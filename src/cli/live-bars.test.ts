import { expect, test } from 'vitest'
import type { Verdict } from '../pact/index.ts'
import { sampleIo } from './io.sample.ts'
import { liveBars } from './live-bars.ts'

const pact = { id: 'salon', version: 1, hash: 'f00d' }
const clean: Verdict = { conversation: 'a', pact, findings: [{ condition: 'polite', outcome: 'held' }] }
const rude: Verdict = {
  conversation: 'b',
  pact,
  findings: [{ condition: 'polite', outcome: 'violated', because: 'it was rude', at: [0] }],
}

/** A terminal that remembers its live lines, with a clock that is moved by hand. */
function watched() {
  let ms = 0
  const drawn: string[] = []
  const io = sampleIo({ live: (lines) => drawn.push(lines.join('\n')), now: () => new Date(ms) })
  return { io, drawn, pass: (forMs: number) => (ms += forMs) }
}

test('what is done, what came of it and what was violated is drawn while trials run, and then taken away', () => {
  const { io, drawn, pass } = watched()
  const bars = liveBars(io, 40, 0)
  for (let done = 0; done < 9; done += 1) bars.add(clean)
  pass(3000)
  bars.add(rude)
  bars.end()
  expect(drawn).toEqual([
    '  ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 40 trials, 0 s',
    [
      '  ██████░░░░░░░░░░░░░░░░░░ 10 of 40 trials, 3 s, 9 s left',
      '  9 without a violation, 1 with one or more, 0 unjudged',
      '  ██░░░░░░░░░░░░░░░░░░░░░░ 1 violated polite',
    ].join('\n'),
    '',
  ])
})

test('a resumed run counts what was kept, and judges its pace by what it does now', () => {
  const { io, drawn, pass } = watched()
  const bars = liveBars(io, 1000, 900)
  pass(10_000)
  bars.add(clean)
  expect(drawn.at(-1)?.split('\n')[0]).toBe('  █████████████████████░░░ 901 of 1000 trials, 10 s, 16 min 30 s left')
})

test('a thousand trials in a moment are not a thousand drawings', () => {
  const { io, drawn } = watched()
  const bars = liveBars(io, 1000, 0)
  for (let done = 0; done < 1000; done += 1) bars.add(clean)
  expect(drawn.length).toBe(1)
})
