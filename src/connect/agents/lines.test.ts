import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventSplitter, lineSplitter, type Splitter } from './lines.ts'

function read(make: (onText: (text: string) => void) => Splitter, pieces: readonly string[]): string[] {
  const found: string[] = []
  const splitter = make((text) => found.push(text))
  for (const piece of pieces) splitter.push(piece)
  splitter.end()
  return found
}

/** Cuts a text at some places. */
function cut(text: string, places: readonly number[]): string[] {
  const at = [0, ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length]
  return at.slice(1).map((end, index) => text.slice(at[index], end))
}

const line = fc.stringMatching(/^[a-z {}":,]{1,12}$/).filter((text) => text.trim() !== '')

test('lines are the same wherever the text was cut, and blank ones are passed over', () => {
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n', '\n\n'), fc.array(fc.nat()), (lines, ending, places) => {
      expect(read(lineSplitter, cut(lines.join(ending), places))).toEqual(lines)
    }),
  )
})

test('events are the same wherever the text was cut, with any line ending', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(line, { minLength: 1, maxLength: 3 })),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.nat()),
      (events, ending, places) => {
        const text = events
          .map((lines) => ['event: x', ': note', ...lines.map((data) => `data: ${data}`), '', ''].join(ending))
          .join('')
        expect(read(eventSplitter, cut(text, places))).toEqual(events.map((lines) => lines.join('\n')))
      },
    ),
  )
})

test('a last event without its blank line is still given', () => {
  expect(read(eventSplitter, ['data:{"a":1}\n\ndata: [DO', 'NE]'])).toEqual(['{"a":1}', '[DONE]'])
})
