import { expect, test } from 'vitest'
import { uncarriedChannels } from './carried-channels.ts'
import { parseScenarios } from './scenario-file.ts'

const scenarios = parseScenarios(
  `scenarios:
  - { id: a, goal: { want: book a visit, kind: book } }
  - { id: b, goal: { want: book a visit, kind: book }, channels: [sms, fax] }
  - id: c
    goal: { want: book a visit, kind: book }
    events: [{ turn: 2, do: { return: { after: 3 h, on: post } } }]
`,
  'first.yaml',
)
const at = { file: 'fieldproof.yaml', line: 9 }
const ways = { sms: { twilio: {} }, chat: { http: {} } }

test('every channel that is played and that nothing carries is named once, where it is asked for', () => {
  const said = uncarriedChannels(ways, ['chat', 'slack'], scenarios, at)
  expect(said.map(({ message, at: place }) => [message, place])).toEqual([
    ['Nothing says how the agent is reached on the channel "slack".', at],
    ['Nothing says how the agent is reached on the channel "fax".', { file: 'first.yaml' }],
    ['Nothing says how the agent is reached on the channel "post".', { file: 'first.yaml' }],
  ])
  expect(said[0]?.hint).toBe('Add it under "agent: channels:", or play on one that is there: sms, chat.')
})

test('an agent that is reached in one way is reached on every channel', () => {
  expect(uncarriedChannels(undefined, ['fax'], scenarios, at)).toEqual([])
})

test('channels of the project that every scenario replaces by its own are not played', () => {
  const own = scenarios.filter(({ id }) => id === 'b')
  expect(uncarriedChannels({ ...ways, fax: {} }, ['slack'], own, at)).toEqual([])
})
