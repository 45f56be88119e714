import { expect, test } from 'vitest'
import { daysIn } from './days.ts'

test('days are read out of ranges, short forms and words for several', () => {
  const counts = [
    'mon-fri',
    'Monday to Thursday',
    'Sat–Mon',
    'tues_thurs',
    'weekends',
    'Weekdays',
    'Sundays',
    'wednesday',
  ].map((text) => [
    text,
    daysIn(text)
      .map((day) => day.slice(0, 2))
      .join(' '),
  ])
  expect(counts).toEqual([
    ['mon-fri', 'mo tu we th fr'],
    ['Monday to Thursday', 'mo tu we th'],
    ['Sat–Mon', 'mo sa su'],
    ['tues_thurs', 'tu we th'],
    ['weekends', 'sa su'],
    ['Weekdays', 'mo tu we th fr'],
    ['Sundays', 'su'],
    ['wednesday', 'we'],
  ])
})

test('words that only begin like a day are none', () => {
  expect(['money', 'sunny', 'a wedding', 'friendly'].flatMap(daysIn)).toEqual([])
})
