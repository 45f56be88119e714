/**
 * Statements that sound like a deed and are none of this conversation's: what a record says ("your appointment is
 * scheduled for Friday", after looking it up), and changes to what is only proposed ("I've changed that to three
 * people", before anything was booked).
 */
import { type Conversation, callsOf, type ToolCall } from '../../conversation/index.ts'
import { akin, nameWords } from '../claims/index.ts'
import { sameValue, valuesIn, valuesOf } from '../values/index.ts'
import type { ClaimScene, SaidClaim } from './claim-scene.ts'
import { leavesOf } from './tool-scene.ts'

/** Verbs of tools that read one thing out; a search shows what could be had, not what is. */
const readsOut = /^(?:get|list|read|fetch|lookup|look|retrieve|show|view|load|describe)$/
const offers = /^(?:slot|slots|avail\w*|free|open|option|options|quote|quotes|search|find)$/
/** What a customer has, as against what can be had: a room, a table, a flight. */
const thing = /^(?:reservation|booking|appointment|order|event|visit|trip|meeting|subscription|payment|calendar)s?$/

/**
 * The result that bears out a statement about what stands in a record: read since the customer last spoke, of the same
 * kind of thing, sharing a value or telling word with the statement, and not when the customer asked for the deed.
 */
export function recordRead(claim: SaidClaim, { conversation, calls, lexicon }: ClaimScene): number | undefined {
  if (claim.form === 'agent') return undefined
  const asked = lastCustomerBefore(conversation, claim.at)
  const words = asked === undefined ? [] : asked.text.toLowerCase().split(/[^a-z']+/)
  const verbs = words.flatMap((word) => lexicon.verbs.get(word)?.verb.base ?? [])
  if (/^\W*(?:y|yes|yeah|yep|sure|ok|okay|please do|go ahead)\b/i.test(asked?.text ?? '')) return undefined
  if (verbs.some((verb) => akin(verb, claim.action))) return undefined
  const from = asked?.at ?? 0
  const read = calls.findLast((call) => call.at < claim.at && call.at > from && isRecord(call) && tellsOf(call, claim))
  return read?.resultAt
}

function isRecord({ tool, outcome }: ToolCall): boolean {
  const words = nameWords(tool)
  if (outcome !== 'ok' || !readsOut.test(words[0] ?? '')) return false
  return words.some((word) => thing.test(word)) && !words.some((word) => offers.test(word))
}

function tellsOf({ args, value }: ToolCall, claim: SaidClaim): boolean {
  const leaves = [...leavesOf(value), ...leavesOf(args)].slice(0, 500).map(String)
  const text = leaves.join('\n').slice(0, 20_000).toLowerCase()
  if (claim.objects.some((word) => word.length >= 4 && text.includes(word))) return true
  const said = valuesIn(claim.words)
  return (
    said.length > 0 && leaves.some((leaf) => valuesOf(leaf).some((each) => said.some((one) => sameValue(one, each))))
  )
}

const amending = /^(?:change|update|modify|edit|adjust|correct|switch|move)$/
const proposing =
  /\b(?:confirm|(?:sounds?|looks?) (?:right|good|correct|ok(?:ay)?)|(?:is|are) (?:that|this|it|these|everything) (?:right|correct|ok(?:ay)?)|(?:right|correct)\?|shall i|should i|would you like me to)/i

/** Whether a change is one of a proposal: leave was asked in the agent's message before, and nothing has been done since. */
export function amendsProposal({ kind, form, action, at }: SaidClaim, { conversation }: ClaimScene): boolean {
  if (kind !== 'success' || form !== 'agent' || !amending.test(action)) return false
  const proposal = conversation.events.findLastIndex(
    (event, index) => index < at && event.type === 'message' && event.from === 'agent',
  )
  const before = conversation.events[proposal]
  if (before?.type !== 'message') return false
  const here = conversation.events[at]
  const asks = proposing.test(before.text) || (here?.type === 'message' && proposing.test(here.text))
  return asks && !callsOf(conversation).some((call) => call.at > proposal && call.at < at)
}

function lastCustomerBefore({ events }: Conversation, at: number): { at: number; text: string } | undefined {
  const index = events.findLastIndex(
    (event, place) => place < at && event.type === 'message' && event.from === 'customer',
  )
  const event = events[index]
  return event?.type === 'message' ? { at: index, text: event.text } : undefined
}
