/** A conversation as the claim condition sees it: what the agent said it did beside what was done. */
import {
  type Change,
  type Conversation,
  callsOf,
  changesBetween,
  type Json,
  readingsOf,
  type ToolCall,
} from '../../conversation/index.ts'
import { type Claim, claimsIn, type Lexicon } from '../claims/index.ts'
import { type Deeds, gathered, recordedActions } from './claim-deeds.ts'
import { messagesOf } from './messages.ts'

/** A claim with the message it stands in. */
export interface SaidClaim extends Claim {
  /** Index of the message event. */
  readonly at: number
  /** From the claim to the end of its sentence or the next claim: the words that may hold its values. */
  readonly words: string
}

export interface ClaimScene {
  readonly conversation: Conversation
  readonly lexicon: Lexicon
  readonly claims: readonly SaidClaim[]
  readonly calls: readonly ToolCall[]
  /** Names of the tools that were called. */
  readonly called: ReadonlySet<string>
  /** The calls of some tools, gathered once however many claims ask for them. */
  deedsOf(tools: readonly string[]): Deeds
  /** What a verifier found changed; undefined when it did not read before and after. */
  changesOf(verifier: string): StateChanges | undefined
  /** Index of a reading tool's answer that holds the word, in its past form, before an event: `status: cancelled`. */
  recordSaying(action: string, before: number): number | undefined
}

export interface StateChanges {
  readonly changes: readonly Change[]
  /** Index of the last reading. */
  readonly at: number
}

export function claimScene(conversation: Conversation, lexicon: Lexicon): ClaimScene {
  const readings = readingsOf(conversation)
  const calls = callsOf(conversation)
  const deeds = new Map<string, Deeds>()
  let records: ReadonlyMap<string, number> | undefined
  return {
    conversation,
    lexicon,
    claims: saidClaims(conversation, lexicon),
    calls,
    called: new Set(calls.map(({ tool }) => tool)),
    deedsOf(tools) {
      const key = tools.join('\n')
      const kept = deeds.get(key) ?? gathered(calls, new Set(tools))
      deeds.set(key, kept)
      return kept
    },
    changesOf(verifier) {
      const { before, after, at = 0 } = readings.get(verifier) ?? {}
      return before === undefined || after === undefined ? undefined : { changes: changesBetween(before, after), at }
    },
    recordSaying(action, before) {
      records ??= recordedActions(calls, lexicon)
      const at = records.get(action)
      return at !== undefined && at < before ? at : undefined
    },
  }
}

function saidClaims(conversation: Conversation, lexicon: Lexicon): SaidClaim[] {
  const said: SaidClaim[] = []
  let before: string | undefined
  for (const message of messagesOf(conversation)) {
    if (message.from === 'customer') before = message.text
    else said.push(...placed(message.text, message.at, lexicon, before))
  }
  return said
}

function placed(text: string, at: number, lexicon: Lexicon, before: string | undefined): SaidClaim[] {
  const claims = claimsIn(text, before === undefined ? { lexicon } : { lexicon, before })
  return claims.map((claim, index) => {
    const next = claims[index + 1]?.start ?? text.length
    return { ...claim, at, words: sentenceFrom(text, claim.start, next) }
  })
}

const sentenceEnd = /[!?\n]|\.(?=\s+[A-Z]|\s*$)/g

/** The text from `start` to the end of its sentence, at most 400 characters, and never past `limit`. */
function sentenceFrom(text: string, start: number, limit: number): string {
  const piece = text.slice(start, Math.min(limit, start + 400))
  for (const { 0: mark, index } of piece.matchAll(sentenceEnd)) {
    if (mark !== '.' || !/\b(?:Dr|Mr|Mrs|Ms|St|No)$/.test(piece.slice(0, index))) return piece.slice(0, index)
  }
  return piece
}

/** The record that a change left behind, or the one it took away. */
export function recordOf(change: Change): Json {
  return change.kind === 'removed' ? change.before : change.after
}
