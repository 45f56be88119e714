/**
 * What every verifier must do. A new way to read a backend is one more call of `verifierConformance`.
 *
 * Public, so that a verifier of your own can be held to it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { type Verifier, VerifierFailure } from './verifier.ts'

/** A row of the backend that the suite reads: `{ id, office, patient, note }`. */
export interface Row {
  readonly id: number
  readonly office: string
  readonly patient: string
  readonly note: string | null
}

/** A real backend whose rows the suite can change, and a verifier scoped to `{{prepare.office}}`. */
export interface Subject {
  readonly verifier: Verifier
  put(row: Row): Promise<void>
  remove(id: number): Promise<void>
  /** Makes every further reading fail. */
  breakDown(): Promise<void>
  close(): Promise<void>
}

const never = new AbortController().signal
const inOffice = (office: string): Readonly<Record<string, Json>> => ({ prepare: { office } })

export function verifierConformance(name: string, make: () => Promise<Subject>): void {
  describe(`${name} is a verifier`, () => {
    let subject: Subject
    const read = (office: string) => subject.verifier.read(inOffice(office), never)
    beforeAll(async () => {
      subject = await make()
    })
    afterAll(() => subject.close())

    test('says in words what it reads', () => {
      expect(subject.verifier.explain()).not.toBe('')
      expect(subject.verifier.id).toBe('appointments')
    })

    test('reads nothing where there is nothing', async () => {
      expect(await read('empty')).toEqual({})
    })

    test('reads the records of its own trial only, each under a stable key', async () => {
      await subject.put({ id: 1, office: 'north', patient: 'Ana', note: null })
      await subject.put({ id: 2, office: 'south', patient: 'Zoë "Z" O’Neil', note: "'; drop table x; --" })
      expect(await read('north')).toEqual({
        'appointments/1': { id: 1, office: 'north', patient: 'Ana', note: null },
      })
      expect(await read('south')).toEqual({
        'appointments/2': { id: 2, office: 'south', patient: 'Zoë "Z" O’Neil', note: "'; drop table x; --" },
      })
    })

    test('sees what was added, changed and removed since', async () => {
      await subject.put({ id: 3, office: 'west', patient: 'Bo', note: null })
      await subject.put({ id: 4, office: 'west', patient: 'Cy', note: null })
      const before = await read('west')
      await subject.put({ id: 3, office: 'west', patient: 'Bo', note: 'late' })
      await subject.remove(4)
      await subject.put({ id: 5, office: 'west', patient: 'Di', note: null })
      expect([before, await read('west')]).toEqual([
        {
          'appointments/3': { id: 3, office: 'west', patient: 'Bo', note: null },
          'appointments/4': { id: 4, office: 'west', patient: 'Cy', note: null },
        },
        {
          'appointments/3': { id: 3, office: 'west', patient: 'Bo', note: 'late' },
          'appointments/5': { id: 5, office: 'west', patient: 'Di', note: null },
        },
      ])
    })

    test('a value that looks like code is only a value', async () => {
      expect(await read("north' or '1'='1")).toEqual({})
      expect(await read('north/../south?x=1&y')).toEqual({})
    })

    test('reads the same twice when nothing happened, also side by side', async () => {
      const readings = await Promise.all(Array.from({ length: 8 }, () => read('north')))
      expect(new Set(readings.map((reading) => JSON.stringify(reading))).size).toBe(1)
    })

    test('a backend that cannot be read is a failure with a name, not an empty reading', async () => {
      await subject.breakDown()
      const failure = await read('north').then(
        (records) => records,
        (thrown) => thrown,
      )
      expect(failure).toBeInstanceOf(VerifierFailure)
      expect((failure as VerifierFailure).verifier).toBe('appointments')
      expect((failure as VerifierFailure).message).not.toBe('')
    })

    test('can be closed twice', async () => {
      await subject.verifier.close()
      await subject.verifier.close()
    })
  })
}
