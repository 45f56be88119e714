/**
 * A player: a scenario's exact steps, where it has some, and the goal-driven customer for the rest.
 *
 * Checks between the steps do not stop anything: they are put on record with the point at which they
 * were made, and the pact judges them like everything else.
 */
import type { Checkpoint, Event } from '../conversation/index.ts'
import type { Customer, Move } from './customers/customer.ts'
import type { Scenario, Step } from './scenario.ts'

type Check = Omit<Checkpoint, 'at'>

export interface Player {
  /** The next move, and the checks that the script makes before it. */
  next(heard: readonly Event[], turn: number): Promise<{ readonly move: Move; readonly checks: readonly Check[] }>
}

const scripted = { acts: ['scripted'], confidence: 1, rung: 0, frustration: 0 } as const

/** Scripted lines take no time to think unless they say so; a line that is a list is sent without waiting for replies in between. */
export function playerOf({ script }: Scenario, customer: Customer): Player {
  if (script === undefined)
    return { next: async (heard, turn) => ({ move: await customer.next(heard, turn), checks: [] }) }
  const steps = [...script]
  let freeTurns = 0
  let freeTurnsLeft = 0

  /** The customer's own move; none when the customer is done and hands back to the script. */
  async function freely(heard: readonly Event[]): Promise<Move | undefined> {
    const move = await customer.next(heard, freeTurns)
    freeTurns += 1
    freeTurnsLeft -= 1
    if (move.type !== 'leave' || steps.length === 0) return move
    freeTurnsLeft = 0
    return undefined
  }

  /** The script's next move; none when it hands over to the customer. */
  function asWritten(checks: Check[]): Move | undefined {
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      if ('say' in step) return lineOf(step, steps[0])
      if ('simulate' in step) {
        freeTurnsLeft = step.simulate.turns ?? Number.POSITIVE_INFINITY
        return undefined
      }
      checks.push(step.expect)
    }
    return endOfScript
  }

  return {
    async next(heard) {
      const checks: Check[] = []
      let move: Move | undefined
      while (move === undefined) move = freeTurnsLeft > 0 ? await freely(heard) : asWritten(checks)
      return { move, checks }
    },
  }
}

/** Why a customer leaves who has said all that the script has, whatever the agent still waits for. */
export const scriptEnded = 'the script has ended'

const endOfScript: Move = {
  type: 'leave',
  ending: { outcome: 'satisfied', because: scriptEnded },
  understanding: scripted,
}

/** @param next the step after it */
function lineOf({ say, afterMs = 0, meanwhile }: Extract<Step, { say: unknown }>, next: Step | undefined): Move {
  const lines = typeof say === 'string' ? [say] : say
  const pauses = typeof afterMs === 'number' ? [afterMs] : afterMs
  const messages = lines.map((text, index) => ({
    text,
    afterMs: pauses[index] ?? 0,
    // It is sent before the agent has answered the one before, however long the pause was.
    ...((index > 0 || meanwhile !== undefined) && ({ atOnce: true } as const)),
    ...(index < lines.length - 1 && { dontWait: true }),
  }))
  const until = next !== undefined && 'say' in next ? next.meanwhile : undefined
  return { type: 'say', messages, ...(until !== undefined && { until }), understanding: scripted }
}
