import { expect, test } from 'vitest'
import { perturbed } from './perturbed.ts'

const plain = "Hello, I'd like to book a cleaning on March 5th. It is for Ana Reis."
const facts = [{ type: 'name', value: 'Ana Reis' }] as const

test('a text can be written as somebody would write it, again and again the same, with each change told', () => {
  const choices = { 'all-lower': 1, substitution: 0.2, 'wrong-chat': 1 }
  const written = perturbed(plain, choices, { seed: 7, facts })

  expect(written).toEqual(perturbed(plain, choices, { seed: 7, facts }))
  expect(written.messages).toMatchInlineSnapshot(`
    [
      "mum can you pick up some bread on the way",
      "hello, i'd like to book a cleaning on march 5th. it is for ana reis.",
    ]
  `)
  expect(written.edits.map(({ kind, from, to }) => `${kind}: "${from}" > "${to}"`)).toMatchInlineSnapshot(`
    [
      "wrong-chat: "" > "mum can you pick up some bread on the way"",
      "all-lower: "Hello" > "hello"",
      "all-lower: "I" > "i"",
      "all-lower: "March" > "march"",
      "all-lower: "It" > "it"",
      "all-lower: "Ana" > "ana"",
      "all-lower: "Reis" > "reis"",
    ]
  `)
})

test('a greeting in another language comes at the beginning of a conversation alone', () => {
  const choices = { 'mixed-language': { rate: 1, language: 'es' } }
  const said = (turn: number) => perturbed('I need a cleaning.', choices, { seed: 3, turn }).messages

  expect([said(0), said(2)]).toMatchInlineSnapshot(`
    [
      [
        "Hola, buenas. Necesito a cleaning, cuando pueda.",
      ],
      [
        "Oiga, Necesito a cleaning, porfa.",
      ],
    ]
  `)
})
