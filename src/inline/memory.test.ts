import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Memory } from './memory.ts'

test('the conversations remembered are those heard of last, in whichever order they come back and end', () => {
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), ends: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const memory = new Memory(3, 1000)
      let heardLast: string[] = []
      for (const { id, ends } of steps) {
        const isKnown = heardLast.includes(id)
        heardLast = heardLast.filter((each) => each !== id)
        if (ends) {
          expect(memory.forget(id)).toBe(isKnown)
          continue
        }
        heardLast = [...heardLast, id].slice(-3)
        const known = memory.known(id)
        expect(known !== undefined).toBe(isKnown)
        if (known === undefined) memory.begin({ id, origin: 'production', agent: { id: 'a' }, channel: 'chat' }, 0)
      }
    }),
  )
})
