import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FaultSet } from '../connect/index.ts'
import { type PlanOptions, plan } from './plan.ts'
import { aScenario, plainPersona } from './stage.sample.ts'

const personaNamed = (id: string) => ({ ...plainPersona, id })
const options = (changes: Partial<PlanOptions> = {}): PlanOptions => ({
  scenarios: [aScenario({ id: 'a' }), aScenario({ id: 'b' })],
  personas: [personaNamed('p')],
  channels: ['chat'],
  repeats: 2,
  seed: 1,
  persona: personaNamed,
  ...changes,
})
const names = (of: PlanOptions) =>
  [...plan(of).trials()].map(({ scenario, persona, channel, repeat }) =>
    [scenario.id, persona.id, channel, repeat].join(' '),
  )

test('every scenario is seen once before any is repeated', () => {
  expect(names(options())).toEqual(['a p chat 0', 'b p chat 0', 'a p chat 1', 'b p chat 1'])
})

test('a scenario’s own personas, channels and repeats come before the project’s', () => {
  const scenarios = [
    aScenario({ id: 'a', personas: ['x', 'y'], channels: ['sms'], repeats: 1 }),
    aScenario({ id: 'b' }),
  ]
  expect(names(options({ scenarios }))).toEqual(['a x sms 0', 'a y sms 0', 'b p chat 0', 'b p chat 1'])
})

const anyOptions = fc
  .record({
    scenarios: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 6 }),
    personas: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 4 }),
    channels: fc.uniqueArray(fc.constantFrom('chat', 'sms', 'email'), { minLength: 1 }),
    repeats: fc.integer({ min: 1, max: 4 }),
    own: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    seed: fc.nat(),
  })
  .map(({ scenarios, personas, channels, repeats, own, seed }) =>
    options({
      scenarios: scenarios.map((id, index) =>
        aScenario({ id, ...(index === 0 && own !== undefined && { repeats: own }) }),
      ),
      personas: personas.map(personaNamed),
      channels,
      repeats,
      seed,
    }),
  )

test('the trials add up to what the plan says, each of its own, in order', () => {
  fc.assert(
    fc.property(anyOptions, (given) => {
      const made = plan(given)
      const trials = [...made.trials()]
      expect(trials.map(({ index }) => index)).toEqual(Array.from({ length: made.size }, (_, index) => index))
      expect(new Set(trials.map(({ id }) => id)).size).toBe(made.size)
      const customers = new Set(trials.map(({ scenario, persona, repeat }) => `${scenario.id} ${persona.id} ${repeat}`))
      expect(new Set(trials.map(({ seed }) => seed)).size).toBe(customers.size)
    }),
  )
})

test('a trial keeps its id and seed when scenarios, personas or repeats are added around it', () => {
  fc.assert(
    fc.property(anyOptions, (given) => {
      const more = {
        ...given,
        scenarios: [aScenario({ id: 'added' }), ...given.scenarios],
        personas: [...given.personas, personaNamed('added')],
        repeats: given.repeats + 1,
      }
      const after = new Map([...plan(more).trials()].map(({ id, seed }) => [id, seed]))
      for (const { id, seed } of plan(given).trials()) expect(after.get(id)).toBe(seed)
    }),
  )
})

test('on every channel the same customer comes, under an id of its own', () => {
  const trials = [...plan(options({ channels: ['chat', 'sms', 'email'], personas: [personaNamed('a')] })).trials()]
  const [first] = trials
  const twins = trials.filter(({ scenario, repeat }) => scenario === first?.scenario && repeat === first.repeat)
  expect(twins.map(({ channel, seed }) => [channel, seed])).toEqual(
    ['chat', 'sms', 'email'].map((channel) => [channel, first?.seed]),
  )
  expect(new Set(trials.map(({ id }) => id)).size).toBe(trials.length)
})

test('another seed plays other customers', () => {
  const [first] = plan(options({ seed: 1 })).trials()
  const [second] = plan(options({ seed: 2 })).trials()
  expect(first?.seed).not.toBe(second?.seed)
  expect(first?.id).not.toBe(second?.id)
})

const slow: FaultSet = { id: 'slow', rules: [], explain: () => 'slow' }
const down: FaultSet = { id: 'down', rules: [], explain: () => 'down' }
const under = (of: PlanOptions) =>
  [...plan(of).trials()].map(({ scenario, repeat, faults }) =>
    [scenario.id, repeat, ...faults.map(({ id }) => id)].join(' '),
  )

test('a sweep plays every trial undisturbed and then under each fault set', () => {
  expect(under(options({ repeats: 1, faults: { how: 'sweep', sets: [slow, down] } }))).toEqual([
    'a 0',
    'a 0 slow',
    'a 0 down',
    'b 0',
    'b 0 slow',
    'b 0 down',
  ])
})

test('rotating plays every trial undisturbed and then under one fault set, the next for the next', () => {
  expect(under(options({ faults: { how: 'rotate', sets: [slow, down] } }))).toEqual([
    'a 0',
    'a 0 slow',
    'b 0',
    'b 0 down',
    'a 1',
    'a 1 slow',
    'b 1',
    'b 1 down',
  ])
})

test('a scenario that is about a fault is always played under it', () => {
  const scenarios = [aScenario({ id: 'a', faults: ['down'] })]
  const faultSet = (id: string) => (id === 'down' ? down : slow)
  expect(under(options({ scenarios, faultSet, repeats: 1, faults: { how: 'sweep', sets: [slow] } }))).toEqual([
    'a 0 down',
    'a 0 down slow',
  ])
})

test('what a scenario is about is not played on top of it a second time', () => {
  const scenarios = [aScenario({ id: 'a', faults: ['down'] }), aScenario({ id: 'b' })]
  const faultSet = () => down
  const sweep = options({ scenarios, faultSet, repeats: 1, faults: { how: 'sweep', sets: [slow, down] } })
  expect(under(sweep)).toEqual(['a 0 down', 'a 0 down slow', 'b 0', 'b 0 slow', 'b 0 down'])
  const rotate = options({ scenarios, faultSet, repeats: 1, faults: { how: 'rotate', sets: [down] } })
  expect(under(rotate)).toEqual(['a 0 down', 'b 0', 'b 0 down'])
  expect([plan(sweep).size, plan(rotate).size]).toEqual([5, 3])
})

test('twins share their seed and nothing else, and faults leave the undisturbed trials as they were', () => {
  fc.assert(
    fc.property(anyOptions, fc.constantFrom('sweep' as const, 'rotate' as const), (given, how) => {
      const made = plan({ ...given, faults: { how, sets: [slow, down] } })
      const trials = [...made.trials()]
      expect(trials.length).toBe(made.size)
      expect(new Set(trials.map(({ id }) => id)).size).toBe(made.size)
      const undisturbed = trials.filter(({ faults }) => faults.length === 0)
      const plain = [...plan(given).trials()]
      expect(undisturbed.map(({ id, seed }) => [id, seed])).toEqual(plain.map(({ id, seed }) => [id, seed]))
      const seeds = new Set(plain.map(({ seed }) => seed))
      expect(trials.every(({ seed }) => seeds.has(seed))).toBe(true)
    }),
  )
})
