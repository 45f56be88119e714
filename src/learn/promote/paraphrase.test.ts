import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paraphrased } from './paraphrase.ts'

test('a wish is put in other words, and what is wanted stays', () => {
  expect([0, 1].map((nth) => paraphrased("Hi, I'd like to book a cleaning. My name is Ana Reis.", nth))).toEqual([
    'Hello, I want to book a cleaning. This is Ana Reis.',
    "Good day, I need to book a cleaning. It's for Ana Reis.",
  ])
  expect(paraphrased('can i come on friday', 1)).toBe('may i come on friday')
  expect(paraphrased('And is it safe?', 0)).toBeUndefined()
})

test('a text that no template fits is left out, and one that fits always differs', () => {
  const word = fc.constantFrom(
    'I',
    "I'd like to",
    'i want to',
    'can i',
    'Yes, please',
    'hello',
    '4 pm',
    'This is',
    'Mei',
  )
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.nat(9), (words, nth) => {
      const text = words.join(' ')
      const other = paraphrased(text, nth)
      expect(other).not.toBe(text)
      for (const value of ['4 pm', 'Mei'])
        expect(other?.includes(value) ?? true).toBe(other === undefined || text.includes(value))
    }),
  )
})
