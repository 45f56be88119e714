import fc from 'fast-check'
import { expect, test } from 'vitest'
import { personas } from '../personas/index.ts'
import { guardOf, perturbationKinds, perturbationsOf, withoutEdits } from '../perturbations/index.ts'
import { typed } from './writing.ts'

const sloppy = {
  ...(personas[0] ?? expect.fail()),
  writing: { typos: 0.5, lowercase: 0.5, noPunctuation: 0.5, abbreviations: 0.5, fillers: 0.5, emoji: 0.5 },
}
const lines = fc.stringMatching(/^[A-Z][a-z]{0,8}(?: (?:[a-z]{1,9}|\d{1,4})){0,8}[.!?]?$/)

test('taking back every edit gives the plain wording', () => {
  fc.assert(
    fc.property(lines, fc.nat(), (plain, seed) => {
      const written = typed(plain, sloppy, new Set(), seed, [0])
      const all = new Set(written.edits.keys())

      expect(withoutEdits(written, all)).toEqual({ text: plain, edits: [] })
      expect(withoutEdits(written, new Set())).toEqual(written)
    }),
  )
})

test('numbers, weekdays and the words of facts stay as they are', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { text } = typed(
        'Please see Ana Reis on Thursday at 15:50 for tickets.',
        sloppy,
        new Set(['ana', 'reis']),
        seed,
        [1],
      )

      expect(text).toMatch(/Ana Reis .*Thursday .*15:50 /)
    }),
  )
})

test('each change says what it was and where', () => {
  expect(typed('Could you please tell me about the appointment?', sloppy, new Set(), 3, [0])).toMatchInlineSnapshot(`
    {
      "edits": [
        {
          "at": 0,
          "from": "",
          "kind": "filler",
          "to": "Um, ",
        },
        {
          "at": 0,
          "from": "C",
          "kind": "lowercase",
          "to": "c",
        },
        {
          "at": 6,
          "from": "you",
          "kind": "abbreviation",
          "to": "u",
        },
        {
          "at": 10,
          "from": "please",
          "kind": "substitution",
          "to": "plezse",
        },
        {
          "at": 25,
          "from": "about",
          "kind": "abbreviation",
          "to": "abt",
        },
        {
          "at": 35,
          "from": "appointment",
          "kind": "abbreviation",
          "to": "appt",
        },
        {
          "at": 47,
          "from": "",
          "kind": "emoji",
          "to": " 🙂",
        },
      ],
      "text": "Um, could u plezse tell me abt the appt? 🙂",
    }
  `)
})

test('a persona without habits writes as planned', () => {
  const tidy = {
    ...sloppy,
    writing: { typos: 0, lowercase: 0, noPunctuation: 0, abbreviations: 0, fillers: 0, emoji: 0 },
  }

  expect(typed('Could you help me?', tidy, new Set(), 3, [0])).toEqual({ text: 'Could you help me?', edits: [] })
})

test('whatever a habit did is an edit of a kind that has a page, and further ways of writing give way to it', () => {
  const known = new Set(perturbationKinds.map(({ id }) => id))
  const guard = guardOf([{ type: 'name', value: 'Ana Reis' }])
  const further = { perturbations: perturbationsOf({ rtl: 1, emoji: 1 }), guard, whole: [] }
  fc.assert(
    fc.property(lines, fc.nat(), (plain, seed) => {
      const habits = typed(plain, sloppy, new Set(), seed, [0])
      const both = typed(plain, sloppy, new Set(), seed, [0], undefined, further)

      expect(both.edits.filter(({ kind }) => !known.has(kind))).toEqual([])
      expect(both.edits).toEqual(expect.arrayContaining([...habits.edits]))
      expect(withoutEdits(both, new Set(both.edits.keys()))).toEqual({ text: plain, edits: [] })
    }),
  )
})
