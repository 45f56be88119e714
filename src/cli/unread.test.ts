import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { plainStyle } from './io.ts'
import { unreadRecords } from './unread.ts'

const at = (line: number) => ({ file: 'a.jsonl', line })
const problem = (message: string) => new Problem({ code: 'conversation/bad', message, hint: 'Mend it.' })

test('a complaint about many records is told once, with how many they are and where the first ones stand', () => {
  const unread = unreadRecords()
  unread.add({ problems: [problem('No origin.'), problem('No events.')], at: at(1) })
  for (let line = 2; line < 14; line += 1)
    unread.add({ problems: [problem(`Line ${line} is not JSON.`)], at: at(line) })
  expect([unread.count, ...unread.lines(plainStyle)]).toEqual([
    13,
    'not read 12 records, first a.jsonl:2, a.jsonl:3, a.jsonl:4: Line 2 is not JSON.',
    '         Mend it.',
    'not read a.jsonl:1: No origin. (and 1 more with this record)',
    '         Mend it.',
  ])
})

test('of many kinds of complaints the most frequent ten are told', () => {
  const unread = unreadRecords()
  const names = [...'abcdefghijklmn']
  for (const name of names) unread.add({ problems: [problem(`No ${name}.`)], at: at(1) })
  expect(unread.lines(plainStyle)).toHaveLength(21)
  expect(unread.lines(plainStyle).at(-1)).toBe('and 4 other complaints')
})
