/** A stage, a scenario and customers to play trials with, all in this process. */
import { functionAgent, limiter, type ModuleAgent, virtualClock, wallClock } from '../connect/index.ts'
import type { Customer, Move } from './customers/customer.ts'
import type { Persona } from './persona.ts'
import type { PlannedTrial } from './plan.ts'
import type { Scenario } from './scenario.ts'
import type { Stage } from './trial.ts'

export const plainPersona: Persona = {
  id: 'plain',
  title: 'Someone plain',
  initiative: 0,
  verbosity: 'plain',
  politeness: 'plain',
  patience: { turns: 20, replyMs: 60_000, repeats: 3 },
  leavesSilently: 0,
  readsCarefully: 1,
  writing: { typos: 0, lowercase: 0, noPunctuation: 0, abbreviations: 0, fillers: 0, emoji: 0 },
  timing: { thinkMs: 0, wordsPerMinute: 40, burst: 0, bargeIn: 0 },
  corrections: 0,
}

export function aScenario(changes: Partial<Scenario> = {}): Scenario {
  return {
    id: 'greeting',
    tags: [],
    goal: { want: 'say hello', kind: 'ask', needs: [] },
    facts: [],
    events: [],
    expect: {},
    given: {},
    history: [],
    personas: [],
    channels: [],
    faults: [],
    ...changes,
  }
}

export function aPlannedTrial(changes: Partial<PlannedTrial> = {}): PlannedTrial {
  return {
    id: 'trial-1',
    index: 0,
    scenario: aScenario(),
    persona: plainPersona,
    channel: 'chat',
    repeat: 0,
    seed: 7,
    faults: [],
    ...changes,
  }
}

const sure = { acts: [], confidence: 1, rung: 0, frustration: 0 } as const

/** A customer who makes these moves and then leaves content. Lines are said 1 s apart. */
export function customerWho(...moves: readonly (string | Move)[]): Customer {
  return {
    next(_, turn) {
      const move = moves[turn]
      if (move === undefined) return { type: 'leave', ending: { outcome: 'satisfied' }, understanding: sure }
      return typeof move === 'string'
        ? { type: 'say', messages: [{ text: move, afterMs: 1000 }], understanding: sure }
        : move
    },
  }
}

export function aStage(reply: ModuleAgent, customer: Customer, changes: Partial<Stage> = {}): Stage {
  const wall = wallClock()
  return {
    agent: functionAgent(reply, { id: 'echo' }),
    verifiers: [],
    customer: () => customer,
    clock: virtualClock,
    wall,
    limiter: limiter({ clock: wall, most: 1000, first: 1000 }),
    startsAt: '2026-03-02T09:00:00+00:00',
    values: {},
    ...changes,
  }
}
