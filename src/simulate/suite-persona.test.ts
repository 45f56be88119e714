import { expect, test } from 'vitest'
import { problemsIn } from '../problem.ts'
import { personas } from './personas/index.ts'
import { changedPersona } from './suite-persona.ts'

test('a change that changes nothing leaves every shipped persona as it is, but for the name', () => {
  for (const persona of personas) {
    expect(changedPersona(persona, {}, { factor: 'typing', name: 'plain' })).toEqual({
      ...persona,
      id: `${persona.id}+typing=plain`,
      title: `${persona.title}, plain`,
    })
  }
})

test('only what is written changes, also deep inside', () => {
  const [persona] = personas
  if (persona === undefined) throw new Error('no persona is shipped')
  const { patience, timing } = changedPersona(persona, { patience: { turns: 3 } }, { factor: 'mood', name: 'short' })

  expect(patience).toEqual({ ...persona.patience, turns: 3 })
  expect(timing).toEqual(persona.timing)
})

test('a change that makes no persona says which level, and what is wrong', () => {
  const [persona] = personas
  if (persona === undefined) throw new Error('no persona is shipped')
  const change = () => changedPersona(persona, { writing: { typos: 2 } }, { factor: 'typing', name: 'wild' })

  expect(change).toThrow()
  try {
    change()
  } catch (thrown) {
    expect(problemsIn(thrown).map(({ code, message }) => [code, message])).toMatchInlineSnapshot(`
      [
        [
          "persona/invalid",
          "The suite's level "wild" makes no persona: writing.typos Too big: expected number to be <=1",
        ],
      ]
    `)
  }
})
