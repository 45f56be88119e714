import { expect, test } from 'vitest'
import { kindsOf } from './kinds.ts'

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']
const things = ['a cleaning', 'a check-up', 'a filling', 'a whitening', 'a crown', 'an x-ray']
const rare = [
  'my face is swelling up on one side',
  'who do you share my records with',
  'can you give me a discount',
  'a tooth was knocked out at football',
  'I was charged twice on my card',
  'please tell me the home address of my dentist',
]
const suite = [
  ...things.flatMap((thing) =>
    days.flatMap((day) => [
      { kind: `book ${thing}`, text: `could I come for ${thing} on ${day}` },
      { kind: `price of ${thing}`, text: `how much is ${thing} on ${day}` },
    ]),
  ),
  ...rare.map((text) => ({ kind: text, text })),
]

test('who wants something else is of no scenario, also beside a suite that is large and varied', () => {
  const { of } = kindsOf(suite)
  expect(of('how much is a crown on Friday')).toBe('price of a crown')
  const news = [
    'is there a ramp for wheelchairs at your entrance',
    'my parrot broke a claw',
    'the bill on paper is wrong',
  ]
  expect(news.map(of)).toEqual(news.map(() => undefined))
})
