import { expect, test } from 'vitest'
import { problemsIn } from '../../problem.ts'
import { parsePersona, personas } from './index.ts'

test('the shipped personas are nine everyday ones and thirteen harder ones, each valid as a file of its own', () => {
  expect(personas.map(({ id }) => id)).toEqual([
    'careful-first-timer',
    'chatty-regular',
    'terse-professional',
    'hurried-texter',
    'distracted-parent',
    'non-native-speaker',
    'sceptical-negotiator',
    'frustrated-returner',
    'model-customer',
    'burst-texter',
    'voice-note-sender',
    'formal-elder',
    'angry-customer',
    'interrupted-commuter',
    'photo-sender',
    'spells-by-ear',
    'copy-paster',
    'spanish-english',
    'portuguese-english',
    'french-english',
    'german-english',
    'hindi-english',
  ])
  for (const persona of personas) expect(parsePersona(JSON.stringify(persona), 'own.yaml')).toEqual(persona)
})

test('what a persona file leaves out is that of the careful first-timer', () => {
  const { id: _id, title: _title, writing, ...rest } = personas[0] ?? expect.fail()

  expect(parsePersona('id: mine\nwriting: { typos: 0.2 }', 'mine.yaml')).toEqual({
    id: 'mine',
    title: 'mine',
    ...rest,
    initiative: 1,
    politeness: 'plain',
    writing: { ...writing, typos: 0.2 },
  })
})

test('a misspelt key and a rate above one are both found, with their lines', () => {
  let thrown: unknown
  try {
    parsePersona('id: mine\nwriting:\n  typo: 0.2\n  emoji: 3\n', 'mine.yaml')
  } catch (error) {
    thrown = error
  }

  expect(problemsIn(thrown).map(({ message, at }) => `${at?.line}: ${message}`)).toMatchInlineSnapshot(`
    [
      "3: "typo" is not a key that is known here.",
      "4: "emoji" must be at most 1.",
    ]
  `)
})
