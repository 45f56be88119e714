/** What a gate says, as JUnit XML: one test case per part. What is undecided, and what is only shown, is skipped and is no pass. */
import type { GateOutcome, GatePart } from '../../learn/index.ts'
import type { RunRecord } from '../../store/index.ts'
import { escapeMarkup } from './escape.ts'
import { junitSuite } from './junit-suite.ts'

export function gateJunit(name: string, run: RunRecord, { parts, conversations, ownFailures }: GateOutcome): string {
  const n = (...states: readonly GatePart['state'][]) => parts.filter(({ state }) => states.includes(state)).length
  return junitSuite({
    name: `${name} gate`,
    run,
    failures: n('refuted'),
    skipped: n('undecided', 'shown'),
    properties: { conversations, 'failures on our own side': ownFailures },
    cases: parts.map(caseOf),
  })
}

function caseOf({ kind, name, state, why, missing }: GatePart): string {
  const more = missing == null ? '' : `; ${missing} more if all of them hold`
  const told = escapeMarkup(`${why}${state === 'undecided' ? more : ''}`)
  const inside = {
    proven: `<system-out>${told}</system-out>`,
    refuted: `<failure type="refuted" message="${told}"/>`,
    undecided: `<skipped message="${told}"/>`,
    shown: `<skipped message="${told}"/>`,
  }[state]
  return `    <testcase classname="gate.${kind}" name="${escapeMarkup(name)}">
      ${inside}
    </testcase>`
}
