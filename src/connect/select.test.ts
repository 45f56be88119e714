import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../conversation/index.ts'
import { contentsOf, isSelector, selector } from './select.ts'

const answer: Json = {
  messages: [{ text: 'a' }, { text: 'b' }, { kind: 'typing' }],
  'odd key': { n: [1, 2] },
  none: [],
}

test.each([
  ['$', [answer]],
  ['$.messages[0].text', ['a']],
  ['messages[1].text', ['b']],
  ['$.messages[-1].kind', ['typing']],
  ['$.messages[*].text', ['a', 'b']],
  ["$['odd key'].n[*]", [1, 2]],
  ['$["odd key"].n', [[1, 2]]],
  ['$.none[*].text', []],
  ['$.messages[7]', []],
  ['$.constructor', []],
])('%s finds what stands there', (text, found) => {
  expect(selector(text).all(answer)).toEqual(found)
})

test('a selector that finds nothing says what there is instead; an empty list is an answer', () => {
  expect(selector('$.none[*].text').need(answer)).toEqual([])
  expect(() => selector('$.reply').need(answer)).toThrow(
    expect.objectContaining({
      code: 'connect/selector-finds-nothing',
      message: 'The selector $.reply finds nothing in the answer.',
      hint: "The answer holds $.messages[0].text (text), $.messages[1].text (text), $.messages[2].kind (text), $['odd key'].n[0] (number), $['odd key'].n[1] (number), $.none (empty list).",
    }),
  )
})

test.each(['$..x', '$.a[', '$.a[1:2]', '$.a b', '$.a[?(@.x)]', '$.', ''])(
  '"%s" is no selector, and says how to write one',
  (text) => {
    expect(isSelector(text)).toBe(false)
    expect(() => selector(text)).toThrow(
      expect.objectContaining({
        code: 'connect/bad-selector',
        message: `"${text}" is not a selector.`,
        hint: 'Write names and indices from the root: $.reply, $.messages[0].text, $.messages[*].text.',
      }),
    )
  },
)

test('every path that a value is said to hold is found in it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      for (const line of contentsOf(value as Json, 50).filter((text) => text !== '…')) {
        const path = line.replace(/ \([a-z ]+\)$/, '')
        if (path.includes("'") && !isSelector(path)) continue
        expect(selector(path).all(value as Json)).toHaveLength(1)
      }
    }),
  )
})
