import { expect, test } from 'vitest'
import { isRestated } from './restated.ts'

test('the same time, day or number in another form is the same value', () => {
  for (const [from, to] of [
    ['2pm', '14:00'],
    ['2pm', '14h00'],
    ['2pm', 'two pm'],
    ['19:30', '7:30 PM'],
    ['March 5th', '5 Mar'],
    ['the 5th of March', 'March 5'],
    ['four', '4'],
    ['+351 912', 'plus three five one, nine one two'],
    ['ana.reis@shop.test', 'ana dot reis at shop dot test'],
    ["don't", 'don’t'],
    ['March 5', 'March\u00a05'],
  ] as const)
    expect([from, to, isRestated(from, to)]).toEqual([from, to, true])
})

test('what says less, something else, or cannot be read is not', () => {
  for (const [from, to] of [
    ['2pm', '2'],
    ['2pm', "2 o'clock"],
    ['March 4', '3/4'],
    ['Tuesday', 'Tues'],
    ['four', 'for'],
    ['HD-4821', 'hd-4821'],
    ['15', '50'],
    ['91200', 'nine one two oh'],
    ['ana@shop.test', 'anna at shop dot test'],
    ['not', 'now'],
  ] as const)
    expect([from, to, isRestated(from, to)]).toEqual([from, to, false])
})
