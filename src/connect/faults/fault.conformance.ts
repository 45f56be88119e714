/**
 * What every kind of fault keeps, whoever wrote it. A new kind is one more call of `faultConformance`.
 *
 * It is held through a real proxy, with a real backend behind it and a real client before it.
 */
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { AnyFaultKind } from './fault.ts'
import { aFaultSet, faulty } from './faulty.sample.ts'
import type { Fields } from './json-fields.ts'

const patienceMs = 300

const monday: Fields = { day: 'monday' }

/** Has something for every kind to change. */
const diary: Fields = {
  id: 1,
  start: '2026-03-05T14:00:00+01:00',
  status: 'booked',
  balance: 80,
  phone: '+1 555 0100',
  dentist: 'Dr. Okafor',
  bookedBy: 'desk',
  patient: { name: 'Ada Moreno' },
  notes: 'Prefers mornings, and asks for a reminder.',
  appointments: [
    { id: 7, start: '2026-03-05T14:00:00+01:00' },
    { id: 8, start: '2026-03-06T09:00:00+01:00' },
  ],
}

/** Asks as an agent does that waits for so long and no longer; what came of it, in a word or a status. */
async function asks(url: string, method: 'GET' | 'POST', path: string, body = monday): Promise<string> {
  try {
    const response = await fetch(url + path, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      ...(method === 'POST' && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    return `${response.status} ${await response.text()}`
  } catch (thrown) {
    return (thrown as Error).name
  }
}

export function faultConformance(kind: AnyFaultKind): void {
  const example = { do: parse(kind.example) }

  describe(`the fault ${kind.kind}`, () => {
    test('its example is a fault that explains itself', () => {
      const set = aFaultSet(example)
      expect(set.explain()).toBe(set.explain())
      expect(set.explain()).toMatch(/^at every call the backend \S/)
      expect(kind.summary).not.toBe('')
      expect(Object.keys(example.do)).toEqual([kind.kind])
    })

    test('strikes only what its rule means, and lets everything else through untouched', async () => {
      const desk = await faulty([{ match: { path: '/elsewhere' }, ...example }])
      expect(await asks(desk.url, 'GET', '/bookings/1')).toBe('200 {"id":1,"day":"monday"}')
      expect(await asks(desk.url, 'POST', '/bookings')).toBe('201 {"id":2,"day":"monday"}')
      expect(desk.results().map(({ exchange }) => [exchange?.delivered, exchange?.faults])).toEqual([
        ['whole', undefined],
        ['whole', undefined],
      ])
      await desk.close()
    })

    test('is in the ledger with its name where it strikes, as idle where it finds nothing to change, and with what the backend really did', async () => {
      const records = [diary, { ...diary, status: 'cancelled' }, undefined]
      const desk = await faulty([{ match: {}, ...example }], { record: () => records.shift() })
      await asks(desk.url, 'POST', '/bookings', diary)
      for (let time = 0; time < 3; time += 1) await asks(desk.url, 'GET', '/bookings/1')
      await desk.close()
      const all = desk.results().flatMap(({ exchange = [] }) => exchange)
      const exchanges = all.filter(({ writes }) => writes || kind.writesOnly !== true)
      const struck = { set: 'trouble-1', kind: kind.kind, does: aFaultSet(example).rules[0]?.fault.explain() }
      for (const { faults, idleFaults } of exchanges) {
        expect([faults ?? [], idleFaults ?? []]).toEqual(faults === undefined ? [[], ['trouble-1']] : [[struck], []])
      }
      expect(exchanges.some(({ faults }) => faults !== undefined)).toBe(true)
      const posted = desk.asked.filter((line) => line.startsWith('POST /bookings'))
      expect(exchanges[0]?.commits).toBe(posted.length)
    })

    test('leaves a proxy that still works', async () => {
      const desk = await faulty([{ match: { nth: [1, 2] }, ...example }])
      await Promise.all([asks(desk.url, 'GET', '/bookings/1'), asks(desk.url, 'POST', '/bookings')])
      if (kind.kind !== 'rate-limit')
        expect(await asks(desk.url, 'GET', '/bookings/1')).toBe('200 {"id":1,"day":"monday"}')
      await desk.close()
    })

    test('the same seed gives the same bytes', async () => {
      const outcomes: string[] = []
      for (let time = 0; time < 2; time += 1) {
        const desk = await faulty([example], { seed: 7 })
        outcomes.push(await asks(desk.url, 'GET', '/bookings/1'))
        await desk.close()
      }
      expect(outcomes[0]).toBe(outcomes[1])
    })
  })
}
