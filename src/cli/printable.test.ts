import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import { printable } from './printable.ts'

test('what a customer wrote cannot move, hide, rename or type anything in a terminal', () => {
  const tricks = {
    clears: '\u001b[2J\u001b[H',
    hides: '\u001b[8mhidden',
    renames: '\u001b]0;owned\u0007',
    asks: '\u001b[6n\u001bZ',
    overwrites: 'violated\rheld    ',
    erases: 'abc\b\b\b',
    short: '\u009b2J',
  }
  for (const [name, text] of Object.entries(tricks)) {
    const left = printable(text).replaceAll(/[^\p{Cc}]/gu, '')
    expect([name, left]).toEqual([name, ''])
  }
})

test('text in any language, line breaks, tabs and our own colours stay', () => {
  const { bold, dim, red, green, yellow } = picocolors.createColors(true)
  const text = [bold('a'), dim('b'), red('c'), green('d'), yellow('e'), 'ü 日本 🙂 مرحبا\n\tindented'].join(' ')
  expect(printable(text)).toBe(text)
})
