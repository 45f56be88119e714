/** One claim held against what was done: true, or false in one of several ways. */
import type { ToolCall } from '../../conversation/index.ts'
import { actionsOf, akin } from '../claims/index.ts'
import { amendsProposal, recordRead } from './claim-hearsay.ts'
import { contradiction } from './claim-mismatch.ts'
import type { Needs, Proof } from './claim-needs.ts'
import type { ClaimFilter } from './claim-says.ts'
import { type ClaimScene, recordOf, type SaidClaim, type StateChanges } from './claim-scene.ts'
import { excerpt } from './messages.ts'

/**
 * - `verified` it was done, as said
 * - `phantom` said to be done, and was not
 * - `mismatch` done, with another day, time, amount or name than was said
 * - `duplicate` done twice
 * - `false-failure` said to have failed, and was done
 * - `orphan-promise` promised, and had not come by the end
 * - `silent` done, and never told
 * - `unverifiable` nothing could bear it out
 */
export type ClaimVerdict =
  | 'verified'
  | 'phantom'
  | 'mismatch'
  | 'duplicate'
  | 'false-failure'
  | 'orphan-promise'
  | 'silent'
  | 'unverifiable'

export interface JudgedClaim {
  readonly verdict: ClaimVerdict
  readonly because: string
  /** Events that show it: the message, and the call or reading beside it. */
  readonly at: readonly number[]
}

/** The verdict on one claim; none for what is not stated as a fact. */
export function verdictOf(claim: SaidClaim, proof: Proof, scene: ClaimScene): JudgedClaim[] {
  if (amendsProposal(claim, scene)) return []
  if (claim.kind === 'promise') return claim.modality === 'promised' ? promiseVerdict(claim, proof, scene) : []
  if (claim.modality !== 'asserted') return []
  if (claim.kind === 'success') return [successVerdict(claim, proof, scene)]
  return claim.form === 'could-not' ? failureVerdict(claim, proof, scene) : []
}

function successVerdict(claim: SaidClaim, proof: Proof, scene: ClaimScene): JudgedClaim {
  const said = `"${excerpt(claim.clause)}"`
  if (!proof.possible) return { verdict: 'unverifiable', because: `${said}: ${proof.lacks}`, at: [claim.at] }
  if (proof.state !== undefined && proof.state.changes.length === 0) {
    const because = `${said}, but nothing changed in the backend`
    return { verdict: 'phantom', because, at: [claim.at, proof.state.at] }
  }
  if (proof.deeds.done.length === 0 && proof.state === undefined) return undone(claim, said, proof, scene)
  return doneVerdict(claim, said, proof, scene)
}

function undone(claim: SaidClaim, said: string, { deeds: { calls } }: Proof, scene: ClaimScene): JudgedClaim {
  const record =
    actionsOf(claim, scene.lexicon).flatMap((action) => scene.recordSaying(action, claim.at) ?? [])[0] ??
    recordRead(claim, scene)
  if (record !== undefined) return { verdict: 'verified', because: said, at: [claim.at, record] }
  const open = calls.find(({ outcome }) => outcome === 'none')
  if (open !== undefined) {
    const because = `${said}: no result of ${open.tool} was recorded`
    return { verdict: 'unverifiable', because, at: [claim.at, open.at] }
  }
  const failed = calls.at(-1)
  if (failed === undefined) {
    return { verdict: 'phantom', because: `${said}, but no tool that does it was called`, at: [claim.at] }
  }
  const at = [claim.at, failed.resultAt ?? failed.at]
  return { verdict: 'phantom', because: `${said}, but ${failed.tool} failed`, at }
}

/** How many deeds back a claim may speak of. Bounds the work on a conversation of thousands of calls. */
const recent = 20

function doneVerdict(claim: SaidClaim, said: string, { state, deeds }: Proof, scene: ClaimScene): JudgedClaim {
  const near = nearest(deeds.done, claim.at)
  const last = near.at(-1)
  const at = [claim.at, ...(last === undefined ? [] : [last.resultAt ?? last.at])]
  const wrong = contradictionOf(claim, near, state, scene)
  if (wrong !== undefined) return { verdict: 'mismatch', because: `${said}: ${wrong}`, at }
  if (deeds.twice === undefined) return { verdict: 'verified', because: said, at }
  const [first, second] = deeds.twice
  return {
    verdict: 'duplicate',
    because: `${said}, and ${first.tool} succeeded twice with the same arguments`,
    at: [claim.at, first.at, second.at],
  }
}

/** The last deeds before a message, or the first after it where there are none. */
function nearest(done: readonly ToolCall[], at: number): readonly ToolCall[] {
  const after = done.findIndex((call) => call.at > at)
  const end = after === -1 ? done.length : after
  return end === 0 ? done.slice(0, recent) : done.slice(Math.max(0, end - recent), end)
}

/** A contradiction with every deed that the claim may mean; records that a verifier found decide where there are any. */
function contradictionOf(
  claim: SaidClaim,
  near: readonly ToolCall[],
  state: StateChanges | undefined,
  { conversation }: ClaimScene,
): string | undefined {
  const records = (state?.changes ?? []).slice(0, 100).map(recordOf)
  const evidence =
    records.length > 0
      ? [{ at: state?.at ?? claim.at, decides: records, answers: near.map(({ value }) => value) }]
      : near.map(({ at, args, value }) => ({ at, decides: [args], answers: [value] }))
  let first: string | undefined
  for (const each of evidence.toReversed()) {
    const wrong = contradiction(claim, each, conversation)
    if (wrong === undefined) return undefined
    first ??= wrong
  }
  return first
}

function failureVerdict(claim: SaidClaim, { deeds, state }: Proof, scene: ClaimScene): JudgedClaim[] {
  // "I couldn't find it" after a search that worked is an answer.
  if (scene.lexicon.verbs.get(claim.action)?.verb.sort === 'reading') return []
  const said = `"${excerpt(claim.clause)}"`
  const last = deeds.calls.findLast(({ at }) => at < claim.at)
  if (tellsSuccess(claim, last?.at ?? 0, scene)) return []
  if (last?.outcome === 'ok') {
    const because = `${said}, but ${last.tool} succeeded`
    return [{ verdict: 'false-failure', because, at: [claim.at, last.resultAt ?? last.at] }]
  }
  if (state !== undefined && state.changes.length > 0) {
    return [{ verdict: 'false-failure', because: `${said}, but the backend changed`, at: [claim.at, state.at] }]
  }
  return last === undefined ? [] : [{ verdict: 'verified', because: said, at: [claim.at] }]
}

/** Whether the agent, near this failure and not before the deed, also says that it was done. */
function tellsSuccess(claim: SaidClaim, from: number, { claims, lexicon }: ClaimScene): boolean {
  const mine = actionsOf(claim, lexicon)
  const here = claims.indexOf(claim)
  return claims.slice(Math.max(0, here - recent), here + recent).some((other) => {
    if (other.kind !== 'success' || other.modality !== 'asserted' || other.at < from) return false
    if (other.action === 'finish') return true
    return actionsOf(other, lexicon).some((said) => mine.some((action) => akin(said, action)))
  })
}

const handingOver = /^(?:escalate|transfer|connect|forward|assign)$/

function promiseVerdict(claim: SaidClaim, { possible, deeds, state }: Proof, scene: ClaimScene): JudgedClaim[] {
  const said = `"${excerpt(claim.clause)}"`
  // What "will be refunded" is seldom the agent's to do, and a word is kept by being said.
  if (claim.form === 'passive' || claim.action === 'confirm') return []
  const toPerson = handingOver.test(claim.action)
  const handed = toPerson ? scene.conversation.events.findIndex(({ type }) => type === 'handoff') : -1
  if (handed >= 0) return [{ verdict: 'verified', because: said, at: [claim.at, handed] }]
  if (!possible && !toPerson) return []
  if (deeds.calls.some(({ outcome }) => outcome !== 'error') || (state?.changes.length ?? 0) > 0) return []
  return [{ verdict: 'orphan-promise', because: `${said}, and by the end it had not come`, at: [claim.at] }]
}

/** What was done and no later message tells of. */
export function silentDeeds(scene: ClaimScene, needs: Needs, wanted: ClaimFilter): JudgedClaim[] {
  const told = scene.claims.filter(
    (claim) =>
      claim.kind === 'success' && claim.modality === 'asserted' && (wanted.has(claim) || claim.action === 'finish'),
  )
  const lastTold = told.at(-1)?.at ?? -1
  return needs
    .named(scene)
    .filter(({ outcome, at }) => outcome === 'ok' && at > lastTold)
    .map(({ tool, at }) => ({
      verdict: 'silent',
      because: `${tool} succeeded, and the customer was never told`,
      at: [at],
    }))
}
