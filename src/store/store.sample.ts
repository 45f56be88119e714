/** Runs and trials to try a store with. */
import type { RunRecord, TrialRecord } from './store.ts'

/** A run with nothing in it. */
export function aRun(id: string, startedAt = '2026-03-02T09:00:00.000Z'): RunRecord {
  return {
    id,
    startedAt,
    agent: { id: 'receptionist', version: '4' },
    pact: { id: 'salon', version: 2, hash: 'f00d' },
    planned: 3,
    seed: 7,
    settings: { repeats: 3, channels: ['sms'] },
  }
}

/** A trial in which `violated` names the conditions that were violated. */
export function aTrial(run: string, index: number, text = 'hello', violated: readonly string[] = []): TrialRecord {
  const id = `t${index}`
  return {
    run,
    id,
    index,
    scenario: index % 2 === 0 ? 'even' : 'odd',
    persona: 'hurried-texter',
    channel: 'sms',
    repeat: index,
    seed: 2 ** 40 + index,
    conversation: {
      id,
      origin: 'simulated',
      agent: { id: 'receptionist' },
      channel: 'sms',
      startedAt: '2026-03-02T09:00:00Z',
      events: [{ type: 'message', atMs: 0, from: 'customer', text }],
    },
    verdict: {
      conversation: id,
      pact: { id: 'salon', version: 2, hash: 'f00d' },
      findings: [
        { condition: 'polite', outcome: 'held' },
        ...violated.map((condition) => ({ condition, outcome: 'violated', because: 'it did', at: [0] }) as const),
      ],
    },
  }
}
