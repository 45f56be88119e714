/** The kinds of conditions there are, one line each, in the order of the reference. */
import type { ConditionKind } from '../condition.ts'
import { answers } from './answers.ts'
import { capability } from './capability.ts'
import { channel } from './channel.ts'
import { checkpoints } from './checkpoints.ts'
import { claim } from './claim.ts'
import { consistent } from './consistent.ts'
import { degraded } from './degraded.ts'
import { escalation } from './escalation.ts'
import { failsClosed } from './fails-closed.ts'
import { failureTold } from './failure-told.ts'
import { grounded } from './grounded.ts'
import { language } from './language.ts'
import { leak } from './leak.ts'
import { limits } from './limits.ts'
import { neverSays } from './never-says.ts'
import { once } from './once.ts'
import { rawError } from './raw-error.ts'
import { recovers } from './recovers.ts'
import { refusalHolds } from './refusal-holds.ts'
import { reply } from './reply.ts'
import { resolved } from './resolved.ts'
import { retries } from './retries.ts'
import { says } from './says.ts'
import { state } from './state.ts'
import { toolCallAsText } from './tool-call-as-text.ts'
import { tools } from './tools.ts'

/** Every kind of condition that comes with Fieldproof. Pass `[...conditionKinds, yours]` as `kinds` to add one. */
export const conditionKinds: readonly ConditionKind[] = [
  says,
  neverSays,
  toolCallAsText,
  rawError,
  reply,
  limits,
  leak,
  language,
  channel,
  escalation,
  claim,
  capability,
  tools,
  state,
  resolved,
  grounded,
  answers,
  consistent,
  refusalHolds,
  checkpoints,
  once,
  failureTold,
  retries,
  degraded,
  recovers,
  failsClosed,
]
