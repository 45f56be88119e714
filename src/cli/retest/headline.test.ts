import { expect, test } from 'vitest'
import { headlineOf } from './headline.ts'
import type { Answers } from './lines.ts'

/** A changed fact by its name, and what conversations that were asked for it had. */
function answer(key: string, counts: Partial<Answers['counts']>): Answers {
  const probe = { change: { key } } as Answers['probe']
  return { probe, counts: { fresh: 0, stale: 0, missing: 0, unclear: 0, ...counts } }
}

const played = { changes: 2, chosen: 7, scenarios: 67 }
const title = (...answers: readonly Answers[]) => headlineOf(played, answers).title

test('the headline of a retest is what the agent says of what changed', () => {
  expect(title(answer('a', { fresh: 8 }), answer('b', { fresh: 3, unclear: 5 }))).toBe(
    'The agent knows all 2 changed facts',
  )
  expect(title(answer('a', { fresh: 8 }))).toBe('The agent knows the changed fact')
  expect(title(answer('a', { fresh: 8 }), answer('b', { fresh: 7, stale: 1 }))).toBe(
    'The agent still says what was of 1 of 2 changed facts asked for',
  )
  expect(title(answer('a', { missing: 8 }), answer('b', { stale: 8 }))).toBe(
    'The agent still says what was of 1 of 2 changed facts asked for, and does not know 1',
  )
  expect(title(answer('a', { missing: 8 }), answer('b', { fresh: 8 }))).toBe(
    'The agent does not know 1 of 2 changed facts asked for',
  )
  expect(title(answer('a', { unclear: 8 }), answer('b', { fresh: 8 }))).toBe(
    'The agent knows 1 of 2 changed facts asked for; of the others nothing can be told',
  )
  expect(title()).toBe('2 changes of the knowledge base, and nothing that could be asked for')
})

test('below it stands how little of the project was played', () => {
  expect(headlineOf(played, [answer('a', { fresh: 8 }), answer('b', { fresh: 8 })]).detail).toBe(
    'Of 67 scenarios, the 7 that may depend on 2 changes of the knowledge base were played, and 2 probes that ask for what changed; nothing else was.',
  )
})
