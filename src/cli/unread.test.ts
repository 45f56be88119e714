import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { plainStyle } from './io.ts'
import { unreadRecords } from './unread.ts'

const at = (line: number) => ({ file: 'a.jsonl', line })
const problem = (message: string) => new Problem({ code: 'conversation/bad', message, hint: 'Mend it.' })

test('a complaint is told when it is first met, and at the end how many more it is about', () => {
  const said: string[] = []
  const unread = unreadRecords({ style: plainStyle, err: (line) => said.push(line) })
  unread.add({ problems: [problem('No origin.'), problem('No events.')], at: at(1) })
  for (let line = 2; line < 14; line += 1)
    unread.add({ problems: [problem(`Line ${line} is not JSON.`)], at: at(line) })
  expect(said.splice(0)).toEqual([
    'not read a.jsonl:1: No origin. (and 1 more with this record)',
    '         Mend it.',
    'not read a.jsonl:2: Line 2 is not JSON.',
    '         Mend it.',
  ])
  unread.end()
  expect(said).toEqual(['not read 11 more like a.jsonl:2: a.jsonl:3, a.jsonl:4, a.jsonl:5, …'])
  expect(unread.count).toBe(13)
})

test('of many kinds of complaints the first ten are told', () => {
  const said: string[] = []
  const unread = unreadRecords({ style: plainStyle, err: (line) => said.push(line) })
  for (const name of 'abcdefghijklmn') unread.add({ problems: [problem(`No ${name}.`)], at: at(1) })
  expect(said).toHaveLength(20)
  unread.end()
  expect(said.at(-1)).toBe('and 4 other complaints')
})
