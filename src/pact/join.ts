/**
 * What really happened: every change that the agent meant to make, with what it said of it, what the backend carried
 * out, and what the verifiers found.
 *
 * Plain data for reports; it promises nothing. Where a ledger saw the calls it decides; elsewhere the record of the
 * calls does, and `known` says so. It never reads `origin`.
 */
import {
  type Change,
  type Conversation,
  callsOf,
  changesBetween,
  isObject,
  type Json,
  readingsOf,
  type ToolCall,
} from '../conversation/index.ts'
import { type Lexicon, lexiconFor, speaksOf } from './claims/index.ts'
import type { ToolTerms } from './condition.ts'
import { alike } from './conditions/alike.ts'
import { needsOf } from './conditions/claim-needs.ts'
import { type ClaimScene, claimScene, recordOf, type SaidClaim } from './conditions/claim-scene.ts'
import { type ClaimVerdict, verdictOf } from './conditions/claim-verdict.ts'
import { idOf, isSameIntent, recentIntents } from './conditions/intents.ts'
import { excerpt } from './conditions/messages.ts'
import { argsOf } from './conditions/tool-scene.ts'
import { writesSomething } from './tool-effects.ts'

/** `nothing-done`: asked for and not carried out, and nothing was claimed of it. */
export type JoinVerdict = ClaimVerdict | 'nothing-done'

/** One change that the agent meant to make, or said that it made. */
export interface JoinedAction {
  readonly verdict: JoinVerdict
  /** In one sentence. */
  readonly because: string
  /** Absent where something was said that no call stands behind. */
  readonly tool?: string
  /** Of the first attempt. */
  readonly args?: Json
  /** How often it was asked for. */
  readonly attempts: number
  /** How often it was carried out; a backend that recognises a repeat carries it out once. */
  readonly commits: number
  /** Who says so: the backend proxy, or whoever recorded the calls. */
  readonly known: 'ledger' | 'report'
  /** What the agent said of it, by the index of the message. */
  readonly said: readonly SaidOfIt[]
  /** What verifiers found changed that fits. */
  readonly changes: readonly FoundChange[]
  /** Indexes of the events that show it, in order. */
  readonly at: readonly number[]
}

interface SaidOfIt {
  readonly at: number
  readonly text: string
  readonly verdict: ClaimVerdict
}

interface FoundChange {
  readonly verifier: string
  readonly kind: Change['kind']
  readonly key: string
}

/**
 * Joins claims, calls and state of one conversation, in the order in which things began.
 *
 * @param tools as the agent declares them: their names teach the verbs that claims are recognised by
 */
export function joinActions(conversation: Conversation, tools: readonly ToolTerms[] = []): readonly JoinedAction[] {
  const lexicon = lexiconFor(tools)
  const scene = claimScene(conversation, lexicon)
  const judged = judgedClaims(scene, tools)
  const intents = intentsOf(conversation, tools)
  const changes = foundChanges(conversation)
  const speaks = speaking(lexicon)
  const taken = new Set<Judged>()
  const actions = intents.map((calls): JoinedAction => {
    const said = judged.filter((claim) => isAbout(claim, calls, speaks))
    for (const claim of said) taken.add(claim)
    return actionOf(calls, said, changes)
  })
  const unbacked = judged.filter((claim) => !taken.has(claim)).map(unbackedAction)
  return [...actions, ...unbacked].sort((a, b) => (a.at[0] ?? 0) - (b.at[0] ?? 0))
}

interface Judged {
  readonly claim: SaidClaim
  readonly verdict: ClaimVerdict
  readonly because: string
  readonly at: readonly number[]
}

function judgedClaims(scene: ClaimScene, tools: readonly ToolTerms[]): readonly Judged[] {
  const needs = needsOf({}, tools, scene.lexicon)
  return scene.claims.flatMap((claim) =>
    verdictOf(claim, needs.proofOf(claim, scene), scene).map((each) => ({ ...each, claim })),
  )
}

/** The writes, each with its repeats. */
function intentsOf(conversation: Conversation, tools: readonly ToolTerms[]): readonly (readonly ToolCall[])[] {
  const intents: ToolCall[][] = []
  for (const call of callsOf(conversation)) {
    if (!(call.exchange?.writes ?? writesSomething(call.tool, tools))) continue
    const known = intents
      .slice(-recentIntents)
      .findLast((calls) => calls.slice(-recentIntents).some((earlier) => isSameIntent(earlier, call, conversation)))
    if (known === undefined) intents.push([call])
    else known.push(call)
  }
  return intents
}

type Speaks = (claim: SaidClaim, tool: string) => boolean

/** Whether a claim may speak of a tool, asked of the lexicon once for each claim and tool. */
function speaking(lexicon: Lexicon): Speaks {
  const byTool = new Map<string, Map<SaidClaim, boolean>>()
  return (claim, tool) => {
    const known = byTool.get(tool) ?? new Map<SaidClaim, boolean>()
    byTool.set(tool, known)
    const answer = known.get(claim) ?? speaksOf(claim, { name: tool }, lexicon)
    known.set(claim, answer)
    return answer
  }
}

/** Whether a claim was held against these calls; or speaks, after them, of what they did. */
function isAbout({ claim, at, verdict }: Judged, calls: readonly ToolCall[], speaks: Speaks): boolean {
  if (calls.some((call) => at.includes(call.at) || at.includes(call.resultAt ?? call.at))) return true
  const [first] = calls
  // What contradicts another call says nothing of this one; what is true may speak of several.
  const isOfOther = verdict !== 'verified' && at.length > 1
  if (first === undefined || claim.at < first.at || verdict === 'unverifiable' || isOfOther) return false
  return claim.action === 'finish' || speaks(claim, first.tool)
}

function actionOf(
  calls: readonly ToolCall[],
  judged: readonly Judged[],
  changes: readonly (FoundChange & { readonly record: Json })[],
): JoinedAction {
  const [first] = calls
  const fitting = changes.filter((change) => calls.some((call) => shows(change, call)))
  const commits = commitsIn(calls)
  const at = [...calls.flatMap((call) => [call.at, call.resultAt ?? call.at]), ...judged.map(({ claim }) => claim.at)]
  return {
    ...verdictOn(calls, judged, commits),
    ...(first !== undefined && { tool: first.tool, args: first.args }),
    attempts: calls.length,
    commits,
    known: calls.every(({ exchange }) => exchange !== undefined) ? 'ledger' : 'report',
    said: judged.map(saidOfIt),
    changes: fitting.map(({ verifier, kind, key }) => ({ verifier, kind, key })),
    at: [...new Set(at)].sort((a, b) => a - b),
  }
}

/** Commits that made one and the same record are one. */
function commitsIn(calls: readonly ToolCall[]): number {
  const made = new Set<string>()
  let unnamed = 0
  for (const { exchange, outcome, value } of calls) {
    const commits = exchange?.commits ?? (outcome === 'ok' ? 1 : 0)
    const id = commits === 1 ? idOf(value) : undefined
    if (id === undefined) unnamed += commits
    else made.add(id)
  }
  return made.size + unnamed
}

/** The worst that was said decides, after what was done twice. */
const worstFirst: readonly ClaimVerdict[] = [
  'phantom',
  'mismatch',
  'false-failure',
  'orphan-promise',
  'unverifiable',
  'duplicate',
  'verified',
]

function verdictOn(
  calls: readonly ToolCall[],
  judged: readonly Judged[],
  commits: number,
): Pick<JoinedAction, 'verdict' | 'because'> {
  const tool = calls[0]?.tool ?? ''
  if (commits > 1) {
    const asked = calls.length === 1 ? 'asked for once' : `asked for ${calls.length} times`
    return { verdict: 'duplicate', because: `${tool} was ${asked} and carried out ${commits} times` }
  }
  // A promise that came true is told by the deed; a claim that a repeat was a duplicate is settled by the commits.
  const worst = worstFirst.flatMap((verdict) => judged.filter((each) => each.verdict === verdict))[0]
  if (worst === undefined) return unspoken(tool, calls, commits)
  const { verdict, because } = worst
  if (verdict !== 'verified' && verdict !== 'duplicate') return { verdict, because }
  const done = commits > 0 ? 'was carried out' : 'was not carried out'
  return { verdict: 'verified', because: `"${excerpt(worst.claim.clause)}", and ${tool} ${done}` }
}

function unspoken(
  tool: string,
  calls: readonly ToolCall[],
  commits: number,
): Pick<JoinedAction, 'verdict' | 'because'> {
  if (commits > 0) return { verdict: 'silent', because: `${tool} was carried out, and the customer was never told` }
  if (calls.some(({ outcome }) => outcome === 'none')) {
    return { verdict: 'unverifiable', because: `no result of ${tool} was recorded` }
  }
  return { verdict: 'nothing-done', because: `${tool} was not carried out, and nothing was claimed of it` }
}

function saidOfIt({ claim, verdict }: Judged): SaidOfIt {
  return { at: claim.at, text: excerpt(claim.clause), verdict }
}

function unbackedAction(judged: Judged): JoinedAction {
  const { verdict, because, claim, at } = judged
  return {
    verdict,
    because,
    attempts: 0,
    commits: 0,
    known: 'report',
    said: [saidOfIt(judged)],
    changes: [],
    at: [...new Set([claim.at, ...at])],
  }
}

function foundChanges(conversation: Conversation): readonly (FoundChange & { readonly record: Json })[] {
  return [...readingsOf(conversation)].flatMap(([verifier, { before, after }]) =>
    before === undefined || after === undefined
      ? []
      : changesBetween(before, after).map((change) => ({
          verifier,
          kind: change.kind,
          key: change.key,
          record: recordOf(change),
        })),
  )
}

/** Whether a record is the one that a call made or changed: it bears its identifier, or all its named values. */
function shows({ key, record }: { readonly key: string; readonly record: Json }, call: ToolCall): boolean {
  const id = idOf(call.value)
  const ends = (name: string) => key === name || key.endsWith(`/${name}`)
  if (id !== undefined) return ends(id)
  const args = Object.entries(argsOf(call))
  if (args.some(([, value]) => typeof value === 'string' && ends(value))) return true
  return args.length > 0 && isObject(record) && args.every(([name, value]) => alike(record[name], value))
}
