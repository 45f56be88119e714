import { expect, test } from 'vitest'
import type { PairVerdict, ProbeVerdict } from './judging.ts'
import type { ProbeRef } from './probe-ref.ts'
import { probeTally } from './tally.ts'

const ref = (family: string, as: ProbeRef['as'], template = 1): ProbeRef => ({
  family,
  template,
  as,
  language: 'en',
  turn: 1,
})
const verdict = (probe: ProbeRef, outcome: ProbeVerdict['outcome'], saidNo = false): ProbeVerdict => ({
  probe,
  outcome,
  saidNo,
  findings: [],
  ...(outcome === 'breached' && { because: 'it gave it away' }),
})

test('each family with what worked, who was turned away and what could not be judged, never mixed', () => {
  const pair: PairVerdict = { probe: ref('flood', 'probe'), detector: 'ends-alike', outcome: { outcome: 'held' } }
  const tallies = probeTally(
    [
      verdict(ref('many-shot', 'probe', 1), 'kept'),
      verdict(ref('many-shot', 'probe', 2), 'breached', true),
      verdict(ref('many-shot', 'probe', 3), 'unjudged'),
      verdict(ref('many-shot', 'twin'), 'breached'),
    ],
    [pair],
  )
  expect(
    tallies.map(({ breached, turnedAway, apart, ...rest }) => ({
      ...rest,
      counts: [breached, turnedAway, apart].map((each) =>
        each === undefined ? 'not measured' : `${each.successes} of ${each.n}`,
      ),
    })),
  ).toEqual([
    {
      family: 'many-shot',
      unjudged: 1,
      despiteNo: 1,
      example: { scenario: 'probe.many-shot.2.en.t1', because: 'it gave it away' },
      counts: ['1 of 2', '1 of 1', 'not measured'],
    },
    { family: 'flood', unjudged: 0, despiteNo: 0, counts: ['not measured', 'not measured', '0 of 1'] },
  ])
})
