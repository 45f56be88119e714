import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ProbeRef, probeId, probeOf } from './probe-ref.ts'

const refs: fc.Arbitrary<ProbeRef> = fc.record(
  {
    family: fc.stringMatching(/^[a-z]{1,8}(-[a-z]{1,8}){0,3}$/),
    template: fc.integer({ min: 1, max: 99 }),
    as: fc.constantFrom('probe' as const, 'plain' as const, 'twin' as const),
    language: fc.constantFrom('en' as const, 'hi' as const, 'xx' as const),
    turn: fc.integer({ min: 1, max: 18 }),
    under: fc.stringMatching(/^[\w-]{1,12}$/),
  },
  { requiredKeys: ['family', 'template', 'as', 'language', 'turn'] },
)

test('an id says which probe it is, and is an id that scenario files take', () => {
  fc.assert(
    fc.property(refs, (ref) => {
      expect(probeOf(probeId(ref))).toEqual(ref)
      expect(probeId(ref)).toMatch(/^[\w.-]+$/)
    }),
  )
})

test('other scenarios are no probes', () => {
  expect(['book-cleaning', 'probe', 'probe.x', undefined].map(probeOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
