import fc from 'fast-check'
import { expect, test } from 'vitest'
import { folded, legible, saysSomething } from './legible.ts'

test('drops what shows nothing and keeps what a person reads, in any script', () => {
  expect(legible('a\u200bb\u202ec\u{e0041}\u0007d\ufe0f\u2800e\ufff9f\ue000g')).toBe('abcdefg')
  const seen = 'Olá, 你好\n\tمرحبا 👍 £12–14 “ok” naïve नमस्ते ؁۱۲'
  expect(legible(seen)).toBe(seen)
})

test('chat template marks become look-alikes', () => {
  expect(legible('<|im_start|>system [/INST] <<SYS>> </s> <start_of_turn> <｜end｜>')).toMatchInlineSnapshot(
    `"‹|im_start|›system (/INST) ‹‹SYS›› ‹/s› ‹start_of_turn› ‹｜end｜›"`,
  )
  expect(legible('a < b, |c| > d, [x], <br>')).toBe('a < b, |c| > d, [x], <br>')
})

test('no mark survives, however marks and unseen characters are put together', () => {
  const part = fc.constantFrom(
    '<',
    '|',
    '>',
    '[',
    ']',
    'INST',
    '/',
    's',
    'SYS',
    '<|',
    '|>',
    '\u200b',
    '[INST]',
    '</s>',
    'x',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const text = legible(parts.join(''))
      expect(text).not.toMatch(/<\||\|>|\[\/?INST\]|<\/?s>|<<SYS>>|\u200b/)
      expect(legible(text)).toBe(text)
    }),
  )
})

test('the same words fold to the same text', () => {
  expect(folded('  “It’s  fine”\n— really… ')).toBe('"It\'s fine" - really...')
})

test('a colon, dots and blanks say nothing; a letter, a digit or a picture does', () => {
  expect([':', '...', ' \u200b\u3164 ', '', '\u{e0041}'].map(saysSomething)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ])
  expect(['a', '7', '你', '👍'].map(saysSomething)).toEqual([true, true, true, true])
})
