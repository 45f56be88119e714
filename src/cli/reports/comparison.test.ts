import { expect, test } from 'vitest'
import type { Finding } from '../../pact/index.ts'
import { compareRuns } from '../../simulate/index.ts'
import { plainStyle } from '../io.ts'
import { comparisonReport } from './comparison.ts'

const conditions = Array.from({ length: 12 }, (_, index) => ({ id: `promise-${index}`, severity: 'major' as const }))

/** So many scenarios with one trial each, in which `broken` says which promises are violated. */
async function* run(n: number, broken: (trial: number) => readonly number[] = () => []) {
  for (let trial = 0; trial < n; trial += 1) {
    const findings = conditions.map(
      ({ id }, index): Finding =>
        broken(trial).includes(index)
          ? { condition: id, outcome: 'violated', because: 'it did', at: [0] }
          : { condition: id, outcome: 'held' },
    )
    const verdict = { conversation: `t${trial}`, pact: { id: 'salon', version: 1, hash: 'f00d' }, findings }
    yield { id: `t${trial}`, scenario: `s${trial}`, verdict }
  }
}

async function told(...[old, fresh]: readonly ReturnType<typeof run>[]): Promise<string> {
  if (old === undefined || fresh === undefined) throw new Error('two runs are compared')
  const comparison = await compareRuns(old, fresh, { conditions, margin: 0.02 })
  return comparisonReport(comparison, { old: 'old', fresh: 'new' }, plainStyle).join('\n')
}

const without = (text: string) =>
  text
    .split('\n')
    .filter((line) => !/promise-([1-9]|1\d) /.test(line))
    .join('\n')

test('no worse is said only when there are enough pairs for it', async () => {
  expect(without(await told(run(400), run(400)))).toMatchInlineSnapshot(`
    "new against old: 400 pairs of trials

      proven  overall     400 -> 400 of 400  0 points (-1 to +1)  0 broke, 0 mended  p 1.000
      proven  promise-0   400 -> 400 of 400  0 points (-1 to +1)  0 broke, 0 mended  p 1.000

      proven: the new run loses less than 2 % of conversations without a violation."
  `)
  expect(without(await told(run(100), run(100)))).toMatchInlineSnapshot(`
    "new against old: 100 pairs of trials

      undecided  overall     100 -> 100 of 100  0 points (-3.7 to +3.7)  0 broke, 0 mended  p 1.000
      undecided  promise-0   100 -> 100 of 100  0 points (-3.7 to +3.7)  0 broke, 0 mended  p 1.000

      undecided: a loss of 2 % can be neither shown nor ruled out; 89 more pairs would decide it if things go on as seen."
  `)
})

test('a loss beyond chance is refuted, and one that many conditions bring by chance is named as such', async () => {
  expect(
    without(
      await told(
        run(200),
        run(200, (trial) => (trial < 30 ? [0] : [])),
      ),
    ),
  ).toMatchInlineSnapshot(`
    "new against old: 200 pairs of trials

      refuted  overall     200 -> 170 of 200  -15 points (-20.6 to -10.7)  30 broke, 0 mended  p under 0.001
      refuted  promise-0   200 -> 170 of 200  -15 points (-20.6 to -10.7)  30 broke, 0 mended  p under 0.001

      refuted: the new run is worse (worse beyond chance: overall, promise-0)."
  `)
  expect(
    without(
      await told(
        run(200),
        run(200, (trial) => (trial < 7 ? [0] : [])),
      ),
    ),
  ).toMatchInlineSnapshot(`
    "new against old: 200 pairs of trials

      refuted    overall     200 -> 193 of 200  -3.5 points (-7 to -1.5)  7 broke, 0 mended  p 0.008
      undecided  promise-0   200 -> 193 of 200  -3.5 points (-7 to -1.5)  7 broke, 0 mended  p 0.008

      promise-0: worse when looked at alone, but among 12 conditions that may be chance
      refuted: the new run is worse (worse beyond chance: overall)."
  `)
})

test('runs without a common trial are not compared', async () => {
  async function* none() {}
  expect(await told(run(3), none() as never)).toMatchInlineSnapshot(`
    "new against old: 0 pairs of trials
      not paired, and so not compared: 3 trials of the old run, 0 of the new one

    undecided: there is no pair that was judged in both runs."
  `)
})
