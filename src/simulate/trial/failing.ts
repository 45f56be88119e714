/** What stops a trial: whose failure it was, and whether a person has to mend a setting before any other can work. */
import { AgentFailure } from '../../connect/index.ts'
import { problemsIn, reasonOf } from '../../problem.ts'
import type { Recording } from './recording.ts'

/** Carries a failure that is on record already to where the trial ends. */
export class OnRecord extends Error {
  readonly failure: AgentFailure

  constructor(failure: AgentFailure) {
    super(failure.message, { cause: failure })
    this.failure = failure
  }
}

/**
 * Puts on record what stopped a trial: the conversation says nothing about the agent.
 *
 * @throws Problem when a person has to mend a setting: the next trial would fail alike
 */
export function stoppedBy(thrown: unknown, recording: Recording): void {
  const failure = thrown instanceof OnRecord ? thrown.failure : thrown
  const [problem] = [...problemsIn(failure), ...(failure instanceof AgentFailure ? problemsIn(failure.cause) : [])]
  if (problem !== undefined && !(failure instanceof AgentFailure && failure.culprit === 'infrastructure')) throw problem
  recording.ending = { outcome: 'error', because: reasonOf(failure) }
  if (thrown instanceof OnRecord) return
  const { culprit, code } =
    failure instanceof AgentFailure ? failure : { culprit: culpritOf(failure), code: 'trial' as const }
  recording.fail({ culprit, code: code as AgentFailure['code'], message: reasonOf(failure) })
}

/** Errors of the language itself are bugs in the customer; everything else that throws here reaches outside. */
function culpritOf(thrown: unknown): 'infrastructure' | 'simulator' {
  const bug = thrown instanceof TypeError || thrown instanceof RangeError || thrown instanceof ReferenceError
  return bug ? 'simulator' : 'infrastructure'
}
