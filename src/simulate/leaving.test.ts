import { expect, test } from 'vitest'
import { functionVerifier } from '../connect/index.ts'
import { judge, parsePact } from '../pact/index.ts'
import { customerOf } from './customers/index.ts'
import type { PlannedTrial } from './plan.ts'
import { aPlannedTrial, aScenario, aStage, customerWho, plainPersona } from './stage.sample.ts'
import { playTrial } from './trial.ts'

const never = new AbortController().signal
const pact = parsePact(
  `pact: p
version: 1
conditions:
  - id: ends-as-expected
    state: { is: as-expected }
  - id: customer-helped
    resolved: { is: as-expected }
  - id: fits
    channel: {}
`,
  { file: 'pact.yaml', read: () => '' },
)

const scenario = aScenario({
  goal: { want: 'book a cleaning', kind: 'book', needs: ['date', 'time', 'name'] },
  facts: [
    { key: 'date', type: 'date', value: '2026-03-05', disclose: 'on-ask' },
    { key: 'time', type: 'time', value: '14:00', disclose: 'on-ask' },
    { key: 'name', type: 'name', value: 'Ana Reis', disclose: 'on-ask' },
  ],
  expect: { changes: [{ verifier: 'bookings', added: { date: '2026-03-05' } }], told: ['$40'], handoff: false },
})
const hurried = { ...plainPersona, leavesEarly: 0.4 }

/** An agent that asks for one thing after the other, and may book something nobody asked for. */
function stageOf({ books }: { readonly books?: string } = {}) {
  const bookings: { id: number; date: string }[] = []
  const questions = ['On which day would you like to come?', 'At what time?', 'What is your name?']
  const stage = aStage((_, { history }: { readonly history?: readonly unknown[] }) => {
    if (books !== undefined && bookings.length === 0) bookings.push({ id: 1, date: books })
    return questions[(history?.length ?? 0) % questions.length] ?? ''
  }, customerWho())
  return {
    ...stage,
    verifiers: [functionVerifier('bookings', () => [...bookings])],
    customer: (trial: PlannedTrial) => customerOf(trial),
  }
}

const outcomes = async (trial: PlannedTrial, books?: string) => {
  const conversation = await playTrial(trial, stageOf(books === undefined ? {} : { books }), never)
  const { findings } = judge(pact, conversation)
  return {
    ending: conversation.circumstances?.ending,
    ...Object.fromEntries(findings.map(({ condition, ...rest }) => [condition, rest.outcome])),
  }
}

test('who leaves for no reason of the agent is no violation of what was still to be done, and no pass', async () => {
  const trial = aPlannedTrial({ scenario, persona: { ...plainPersona, leavesEarly: 1 } })
  expect(await outcomes(trial)).toEqual({
    ending: { outcome: 'left-silently', because: 'something came up', ownAccord: true },
    'ends-as-expected': 'not-applicable',
    'customer-helped': 'not-applicable',
    fits: 'held',
  })
})

test('what the agent did wrong before the customer left is held against it', async () => {
  const trial = aPlannedTrial({ scenario, persona: { ...plainPersona, leavesEarly: 1 } })
  expect(await outcomes(trial, '2026-03-19')).toMatchObject({
    'ends-as-expected': 'violated',
    'customer-helped': 'violated',
  })
  expect(await outcomes(trial, '2026-03-05')).toMatchObject({
    'ends-as-expected': 'held',
    'customer-helped': 'not-applicable',
  })
})

test('customers leave at every turn as often as the persona says, without a word, the first never', async () => {
  const turns = new Map<number, number>()
  for (let seed = 0; seed < 300; seed += 1) {
    const { circumstances, events } = await playTrial(
      aPlannedTrial({ scenario, persona: hurried, seed }),
      stageOf(),
      never,
    )
    if (circumstances?.ending?.ownAccord !== true) continue
    expect(events.findLast((event) => event.type === 'message')).toMatchObject({ from: 'agent' })
    const said = events.filter((event) => event.type === 'message' && event.from === 'customer').length
    turns.set(said, (turns.get(said) ?? 0) + 1)
  }
  const [first = 0, second = 0] = [turns.get(1), turns.get(2)]
  expect(turns.get(0)).toBeUndefined()
  expect(first / 300).toBeGreaterThan(0.3)
  expect(first / 300).toBeLessThan(0.5)
  expect(second / (300 - first)).toBeGreaterThan(0.3)
  expect(second / (300 - first)).toBeLessThan(0.5)
})

test('a customer who could not make out the agent, or who broke, is never held against the agent', async () => {
  const outcomesOf = async (stage: ReturnType<typeof stageOf>) => {
    const conversation = await playTrial(aPlannedTrial({ scenario }), stage, never)
    return [
      conversation.circumstances?.ending?.outcome,
      ...judge(pact, conversation).findings.map(({ outcome }) => outcome),
    ]
  }
  const gibberish = { ...stageOf(), agent: aStage(() => 'Zor blint avaque mirendo.', customerWho()).agent }
  expect(await outcomesOf(gibberish)).toEqual(['inconclusive', 'unjudged', 'unjudged', 'unjudged'])
  const brief = aPlannedTrial({ scenario: { ...scenario, maxTurns: 3 } })
  const cut = await playTrial(brief, gibberish, never)
  expect(cut.circumstances?.ending?.outcome).toBe('inconclusive')
  const broken = {
    ...stageOf(),
    customer: () => ({
      next: () => {
        throw new TypeError('facts is not iterable')
      },
    }),
  }
  expect(await outcomesOf(broken)).toEqual(['error', 'unjudged', 'unjudged', 'unjudged'])
})
