/** What the files of a project name and no other file of it knows. */
import type { Pact } from '../pact/index.ts'
import { Problem } from '../problem.ts'
import type { Scenario } from './scenario.ts'

export function unknownVerifiers(scenarios: readonly Scenario[], known: readonly string[]): Problem[] {
  const missing = new Map<string, string>()
  for (const { expect, file = '' } of scenarios) {
    for (const { verifier } of expect.changes ?? []) if (!known.includes(verifier)) missing.set(verifier, file)
  }
  return [...missing].map(
    ([verifier, file]) =>
      new Problem({
        code: 'project/unknown-verifier',
        message: `A scenario expects a change that the verifier "${verifier}" would see, and the project has no such verifier.`,
        hint: `Add it under "verifiers:"${known.length > 0 ? `, or use one of: ${known.join(', ')}` : ''}.`,
        at: { file },
      }),
  )
}

export function unknownChanges(scenarios: readonly Scenario[], known: readonly string[]): Problem[] {
  return scenarios.flatMap(({ id, events, file = '' }) =>
    events.flatMap(({ do: what }) => {
      if (!('change' in what) || known.includes(what.change)) return []
      return new Problem({
        code: 'project/unknown-change',
        message: `The scenario "${id}" has "${what.change}" happen in the backends, and the project does not say what that is.`,
        hint: `Add it under "changes:", with the request that does it${known.length > 0 ? `, or use one of: ${known.join(', ')}` : ''}.`,
        at: { file },
      })
    }),
  )
}

/** A check between two steps of a script that no condition looks at would pass unseen. */
export function unjudgedChecks(scenarios: readonly Scenario[], pact: Pact | undefined, pactFile: string): Problem[] {
  const checked = scenarios.find(({ script = [] }) => script.some((step) => 'expect' in step))
  const isJudged = pact === undefined || pact.conditions.some(({ kind }) => kind === 'checkpoints')
  if (checked === undefined || isJudged) return []
  return [
    new Problem({
      code: 'project/unjudged-checks',
      message: `The script of "${checked.id}" has checks between its steps, and no condition of the pact judges them.`,
      hint: `Add to ${pactFile}: "- { id: keeps-to-the-script, checkpoints: {} }".`,
      at: { file: checked.file ?? pactFile },
    }),
  ]
}
