import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partsOf, quote } from './mail-quotes.ts'

test('what was written on top of a quoted mail is the message', () => {
  expect(
    partsOf(
      'Three o’clock is fine.\n\nOn Tue, 17 Mar 2026 at 09:30, Desk <desk@x.example> wrote:\n> Three or four?\n>\n> Bye',
    ),
  ).toEqual({ own: 'Three o’clock is fine.', quoted: 'Three or four?\n\nBye', signature: '' })
})

test('what was written below or between quoted lines is the message too', () => {
  expect(partsOf('On Monday Desk wrote:\n> Three or four?\nFour.\n> And for whom?\nFor me.').own).toBe('Four.\nFor me.')
})

test('a signature is set apart, and what is quoted below it is no part of it', () => {
  expect(partsOf('Yes.\n\n-- \nAna Reis\nMobile 123\n\nOn Monday, Desk wrote:\n> Yes?\n> -- \n> Desk')).toEqual({
    own: 'Yes.',
    quoted: 'Yes?\n-- \nDesk',
    signature: 'Ana Reis\nMobile 123',
  })
})

test('the line above what is quoted is known when it is wrapped, and in other languages', () => {
  const heads = [
    'On Tue, 17 Mar 2026 at 09:30,\nThe desk of the house <desk@x.example> wrote:',
    'Am Di., 17. März 2026 um 09:30 Uhr schrieb Desk <desk@x.example>:',
    'El mar, 17 mar 2026 a las 9:30, Desk (<desk@x.example>) escribió:',
    'Em ter., 17 de mar. de 2026 às 09:30, Desk <desk@x.example> escreveu:',
    'Le mar. 17 mars 2026 à 09:30, Desk <desk@x.example> a écrit :',
    'Il giorno mar 17 mar 2026 alle ore 09:30 Desk <desk@x.example> ha scritto:',
  ]
  expect(heads.map((head) => partsOf(`Yes.\n\n${head}\n\n> Yes?`).own)).toEqual(heads.map(() => 'Yes.'))
})

test('below the line of an original message everything is older', () => {
  expect(partsOf('Yes.\n\n-----Original Message-----\nFrom: Desk\nSent: Tuesday\n\nYes?').own).toBe('Yes.')
  expect(partsOf('Yes.\n________________________________\nFrom: Desk\n\nYes?').own).toBe('Yes.')
})

test('words that only look like marks stay', () => {
  const texts = ['On Monday I wrote:\nthree lines', 'a -- b', '--\nonly a line above', 'x > y', 'We open:\n9 to 5']
  expect(texts.map((text) => partsOf(text).own)).toEqual(texts)
})

test('quoting and reading what is quoted gives it back, at every depth', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => `a${text.replace(/[\r\n\s]/g, ' ')}b`)
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 10 }), fc.array(line, { minLength: 1 }), (own, older) => {
      const [first, second] = [own.join('\n'), older.join('\n')]
      const once = `${first}\n\nOn Monday, Desk wrote:\n${quote(second)}`
      expect(partsOf(once)).toEqual({ own: first, quoted: second, signature: '' })
      expect(partsOf(`${first}\n\nOn Monday, Desk wrote:\n${quote(once)}`)).toMatchObject({ own: first, quoted: once })
    }),
  )
})

test('nothing makes it throw, and nothing is added', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
      const { own, quoted, signature } = partsOf(text)
      expect(own.length + quoted.length + signature.length).toBeLessThanOrEqual(text.length)
    }),
  )
})

test('long runs of marks are read in linear time', () => {
  for (const piece of ['>', '> \n', 'On ', 'On a wrote:\n', '-- \n', '_', '\n', 'On a\n>']) {
    const text = piece.repeat(200_000 / piece.length)
    expect(partsOf(text).own.length).toBeLessThanOrEqual(text.length)
  }
})
