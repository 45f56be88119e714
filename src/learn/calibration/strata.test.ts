import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation, Event } from '../../conversation/index.ts'
import type { Finding } from '../../pact/index.ts'
import type { Label } from '../../store/index.ts'
import type { Judged } from '../violations/judged.ts'
import { Strata } from './strata.ts'

const quiet: Conversation = {
  ...{ id: 'c', origin: 'production', agent: { id: 'desk' }, channel: 'chat', startedAt: '2026-03-02T10:00:00Z' },
  events: [],
}
const held: Finding = { condition: 'kind', outcome: 'held' }
const violated: Finding = { condition: 'kind', outcome: 'violated', because: 'cold', at: [] }

function judged(id: string, finding: Finding, events: readonly Event[] = []): Judged {
  const verdict = { conversation: id, pact: { id: 'p', version: 1, hash: 'f' }, findings: [finding] }
  return { source: 'production', id, name: id, atMs: 0, conversation: { ...quiet, events }, verdict, rubricWeight: 1 }
}

const label: Label = {
  ...{ project: 'default', source: 'production', conversation: 'c', condition: 'kind', atMs: 0, who: 'ana' },
  ...{ said: 'held', truth: 'held' },
}

test('whatever people label, every conversation is in one stratum, and what counts lies before what is asked for next', () => {
  const outcome = fc.constantFrom(held, violated)
  const said = fc.option(fc.constantFrom('held' as const, 'violated' as const), { nil: undefined })
  fc.assert(
    fc.property(fc.array(fc.tuple(outcome, said), { maxLength: 80 }), (findings) => {
      const strata = new Strata()
      for (const [n, [finding, truth]] of findings.entries())
        strata.add(judged(`${n}`, finding), finding, 1, truth && { truth, labels: [{ ...label, truth }] })
      const all = strata.all()
      const sum = (of: (stratum: (typeof all)[number]) => number) => all.reduce((total, each) => total + of(each), 0)
      expect(sum(({ conversations }) => conversations)).toBe(findings.length)
      expect(sum(({ counted, waiting }) => counted.length + waiting)).toBe(
        findings.filter(([, truth]) => truth !== undefined).length,
      )
      for (const { next, waiting, n, conversations } of all) {
        expect(n).toBeCloseTo(conversations, 9)
        expect(next.map(({ place }) => place)).toEqual(next.map(({ place }) => place).toSorted((a, b) => a - b))
        if (next.length === 0) expect(waiting).toBe(0)
      }
    }),
  )
})

test('jurors who differ, and paths that few took, are kept apart from what nothing speaks against', () => {
  const strata = new Strata()
  const call: Event = { type: 'tool-call', atMs: 0, callId: 'c', tool: 'book', args: {}, seenBy: 'agent' }
  for (const n of [1, 2, 3, 4, 5]) strata.add(judged(`${n}`, held), held, 1, undefined)
  strata.add(judged('other', held, [call]), held, 1, undefined)
  const split: Finding = { ...held, jurors: [0, 1].map((level) => ({ juror: `${level}`, level })) }
  strata.add(judged('split', split), split, 1, undefined)
  expect(strata.all().map(({ doubt, conversations }) => [doubt, conversations])).toEqual([
    ['none', 3],
    ['seldom', 3],
    ['split', 1],
  ])
})

test('conversations that stand for several count as several, and as no more labels than there are', () => {
  const strata = new Strata()
  for (const n of [1, 2, 3, 4]) strata.add(judged(`a${n}`, held), held, 10, { truth: 'held', labels: [label] })
  for (const n of [1, 2, 3, 4]) strata.add(judged(`b${n}`, violated), violated, 1, undefined)
  const all = strata.all()
  const total = all.reduce((sum, { n }) => sum + n, 0)
  const shareHeld = all.reduce((sum, { n, said }) => sum + (said === 'held' ? n : 0), 0) / total
  expect(shareHeld).toBeCloseTo(40 / 44, 9)
  expect(total).toBeCloseTo(44 ** 2 / 404, 9)
  for (const { n, labelled } of all) expect(labelled).toBeLessThanOrEqual(n)
})
