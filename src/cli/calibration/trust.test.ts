import { expect, test } from 'vitest'
import type { PromiseCalibration } from '../../learn/index.ts'
import type { Pact } from '../../pact/index.ts'
import { mcnemar, rate } from '../../stats/index.ts'
import { trustRows } from './trust.ts'

const pact: Pick<Pact, 'rubrics'> = {
  rubrics: [
    {
      ...{ id: 'kind', kind: 'rubric', dimension: 'tone', severity: 'major', target: 0.9, question: 'Was it kind?' },
      levels: [
        { name: 'Cold', description: 'It was not.', holds: false },
        { name: 'Warm', description: 'It was.', holds: true },
      ],
    },
  ],
}

const tier = { labelled: 80, wrong: 0, atMost: 0.045, more: 0, doubt: 'none' } as const
const kind: PromiseCalibration = {
  ...{ condition: 'kind', judge: rate(300, 400), unjudged: 0, labels: 90, waiting: 0, error: 0.05 },
  agreement: { alike: rate(85, 90) },
  people: { n: 0, kappa: undefined, alpha: undefined, gwet: undefined },
  drift: { ...mcnemar({ broke: 0, mended: 0 }), n: 90 },
  tiers: [
    { ...tier, said: 'held', n: 300, stands: true },
    { ...tier, said: 'violated', n: 100, stands: false },
  ],
  jurors: {
    alike: rate(350, 400),
    levels: 2,
    leans: [
      { juror: 'ollama:a', n: 400, higher: { value: 0.02, low: 0.01, high: 0.03 } },
      {
        ...{ juror: 'ollama:b', n: 400, higher: { value: -0.06, low: -0.09, high: -0.03 } },
        to: { level: 0, oftener: { value: 0.06, low: 0.02, high: 0.1 } },
      },
    ],
  },
}

test('every number has its interval and what it is of, and only the juror that leans the most is named', () => {
  const rows = trustRows([kind], pact, {
    turned: { kind: { n: 20, unusable: 0, flips: rate(9, 20), first: 9, second: 0, p: 0.004, otherVerdict: 2 } },
    anchors: { kind: { n: 40, worse: 6, better: 0, p: 0.03, examples: [] } },
  })
  expect(rows.slice(1).map(([, ...rest]) => rest.join(' | '))).toMatchInlineSnapshot(`
    [
      "agrees with people | 94.4 % | 87.6 to 97.6 % | 85 of 90 labels",
      "jurors choose the same level | 87.5 % | 83.9 to 90.4 % | 350 of 400 readings",
      "ollama:b reads higher than the others | -0.06 levels | -0.09 to -0.03 | 400",
      "ollama:b says "Cold" oftener than the others | 6 % | 2.0 to 10.0 % | 400",
      "turned by the order of levels | 45 % | 25.8 to 65.8 % | 9 of 20 readings, 2 to another verdict, to the first of the list",
      "reads anchors otherwise | 15 % | 7.1 to 29.1 % | 6 of 40 anchors, 6 worse and 0 better, p 0.030",
      "goes to a person | 25 % |  | 100 of 400 verdicts; of the others at most 5 % are wrong",
    ]
  `)
})

test('a promise that nobody has labelled and no jury reads has nothing to be trusted by', () => {
  const { jurors: _, ...unread } = kind
  const code = { ...unread, condition: 'told', labels: 0, agreement: {} }
  expect(trustRows([code], { rubrics: [] }, {})).toEqual([['promise', 'measure', 'value', '95 %', 'of']])
})
