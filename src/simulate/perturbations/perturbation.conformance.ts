/** What every kind of perturbation keeps, whoever wrote it. A new kind is one more call of `perturbationConformance`. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { valuesIn } from '../../pact/index.ts'
import type { Edit } from '../customers/customer.ts'
import { perturbationOf } from './choose.ts'
import { applied, collide, messagesOf, plainOf, SENT, withoutEdits } from './edits.ts'
import { facts, messages, occasionOf } from './message.sample.ts'
import type { AnyPerturbationKind, Occasion } from './perturbation.ts'
import { isRepair, isRestated, isSpelled } from './restated.ts'

const few = { numRuns: 30 }

export function perturbationConformance(kind: AnyPerturbationKind): void {
  const at = (rate: number) =>
    perturbationOf(kind.id, { rate, ...(kind.changesFacts === true && { changesFacts: true }) })
  const made = (text: string, seed: number, rate = 1) => at(rate).edits(text, occasionOf(text, seed))

  describe(`the perturbation ${kind.id}`, () => {
    test('its example is what it does, and it explains itself', () => {
      const { before, after } = kind.example
      const free: Omit<Occasion, 'seed'> = { key: [], spans: [], words: new Set(), whole: [] }
      const found = Array.from({ length: 4000 }, (_, seed) => seed).find(
        (seed) => applied(before, at(1).edits(before, { ...free, ...occasionOf(before, seed) })) === after,
      )
      expect(found).toBeDefined()
      expect(at(0.02).explain()).toMatch(/^\S.* in 2 % of (?:messages|the places where it could)$/)
      expect(kind.summary).not.toMatch(/^the customer|[.]$/)
    })

    test('the same seed makes the same edits, and some seed makes some', () => {
      let strikes = 0
      fc.assert(
        fc.property(messages, fc.nat(), (text, seed) => {
          strikes += made(text, seed).length
          expect(made(text, seed)).toEqual(made(text, seed))
        }),
        few,
      )
      expect(strikes).toBeGreaterThan(0)
    })

    test('edits are in order, inside the text, named after their kind, and change something', () => {
      fc.assert(
        fc.property(messages, fc.nat(), (text, seed) => {
          const edits = made(text, seed)
          for (const [index, edit] of edits.entries()) {
            expect(edit.kind).toBe(kind.id)
            expect(text.slice(edit.at, edit.at + edit.from.length)).toBe(edit.from)
            expect(edit.to).not.toBe(edit.from)
            const next = edits[index + 1]
            if (next === undefined) continue
            expect(collide(edit, next)).toBe(false)
            expect(next.at).toBeGreaterThanOrEqual(edit.at + edit.from.length)
          }
        }),
        few,
      )
    })

    test('any of its edits can be taken back, and all of them give the plain text', () => {
      fc.assert(
        fc.property(messages, fc.nat(), fc.nat(), (text, seed, mask) => {
          const edits = made(text, seed)
          const written = { text: applied(text, edits), edits }
          const drop = new Set([...edits.keys()].filter((index) => ((mask >> (index % 30)) & 1) === 1))
          const less = withoutEdits(written, drop)
          expect(less.edits).toEqual(edits.filter((_, index) => !drop.has(index)))
          expect(plainOf(less)).toBe(text)
          expect(withoutEdits(written, new Set(edits.keys()))).toEqual({ text, edits: [] })
          expect(messagesOf(written).map(plainOf).join('').trim()).toBe(text)
        }),
        few,
      )
    })

    test('a rate of 0 changes nothing, and a higher rate strikes wherever a lower one does', () => {
      fc.assert(
        fc.property(messages, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (text, seed, rate) => {
          expect(made(text, seed, 0)).toEqual([])
          const [fewer, more] = [made(text, seed, rate / 2), made(text, seed, rate)]
          expect(more).toEqual(expect.arrayContaining([...fewer]))
        }),
        few,
      )
    })

    test(kind.changesFacts === true ? 'changes a fact, and says so' : 'leaves every fact as it is', () => {
      fc.assert(
        fc.property(messages, fc.nat(), (text, seed) => {
          const edits = made(text, seed)
          if (kind.changesFacts === true) expect(edits.every((edit) => touchesValue(edit, text))).toBe(true)
          else expectKept(text, edits, kind.values)
        }),
        { numRuns: 100 },
      )
      expect(at(1).changesFacts).toBe(kind.changesFacts === true)
      expect(kind.changesFacts === true).toBe(kind.family === 'facts')
    })
  })
}

function touchesValue(edit: Edit, text: string): boolean {
  const { spans } = occasionOf(text, 0)
  return spans.some((span) => edit.at < span.at + span.text.length && span.at < edit.at + edit.from.length)
}

/** Every value stands where it stood, with the same text or the same meaning, and no other day, time or address is said. */
function expectKept(text: string, edits: readonly Edit[], values: AnyPerturbationKind['values']): void {
  const { spans } = occasionOf(text, 0)
  for (const span of spans) {
    const inside = edits.filter((edit) => edit.at < span.at + span.text.length && span.at < edit.at + edit.from.length)
    if (values !== 'restated') expect(inside).toEqual([])
    for (const edit of inside) expect(isRestated(edit.from, edit.to), `${edit.from} > ${edit.to}`).toBe(true)
  }
  // What was taken back at once does not count, and what was spelled out is read as it was.
  const counted = edits.filter((edit) => !(isRepair(edit) || isSpelled(edit.from, edit.to)))
  expect(saidIn(applied(text, counted))).toEqual(saidIn(text))
  const after = applied(text, counted).toLowerCase()
  for (const { value = '' } of facts) {
    const isNamed = text.includes(value) && values !== 'restated'
    if (isNamed) expect(after).toContain(value.toLowerCase())
  }
}

const SAID = new Set(['date', 'time', 'email', 'phone', 'money'])

/** What an agent would act upon, read from the text as a program reads it; case and spaces apart. */
function saidIn(text: string): readonly string[] {
  const usual = text
    .replaceAll(SENT, ' ')
    .replaceAll(/[\u00a0\u202f\u2009\u3000]/g, ' ')
    .replaceAll('’', "'")
  const days = usual.replaceAll(/\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bmarch\b/gi, (day) => {
    return day.charAt(0).toUpperCase() + day.slice(1).toLowerCase()
  })
  return valuesIn(days)
    .filter(({ type }) => SAID.has(type))
    .map(({ type, value }) => `${type} ${value}`)
    .sort()
}
