/**
 * Faults of backends, inferred from what was seen of them in one conversation: late, refusing, silent, or answering in
 * another shape than usual.
 *
 * Every fault says from which events it was inferred and why. What could as well be a record that lacks something is no
 * fault but a gap.
 */
import type { Conversation, Json } from '../../conversation/index.ts'
import { drifted } from './drifted.ts'
import { inMcp } from './in-mcp.ts'
import { late } from './late.ts'
import { refused } from './refused.ts'
import { type SeenCall, seenCalls } from './seen.ts'
import type { Sign } from './sign.ts'
import { silent } from './silent.ts'
import type { UsualAnswers } from './usual.ts'

/** One rule of a fault set, and what speaks for it. */
export interface InferredFault {
  readonly tool: string
  readonly match: { readonly tool: string; readonly nth?: readonly number[] }
  readonly does: Sign['does']
  /** Indexes of the events that it was inferred from. */
  readonly from: readonly number[]
  readonly because: readonly string[]
}

export interface Inferred {
  readonly faults: readonly InferredFault[]
  /** What backends answered, as they would have without the faults; calls that got nothing are left out. */
  readonly answers: readonly (SeenCall & { readonly answer: Json })[]
  /** What the record lacks, in sentences. */
  readonly gaps: readonly string[]
}

/** @param isMcp whether an MCP server answers a tool, whose faults are others; default none does */
export function inferred(
  conversation: Conversation,
  usual: UsualAnswers,
  isMcp: (tool: string) => boolean = () => false,
): Inferred {
  const calls = seenCalls(conversation)
  const found: Found[] = []
  const answers: Inferred['answers'][number][] = []
  const gaps: string[] = []
  for (const call of calls) {
    const lacking = lack(call, calls, conversation)
    if (lacking !== undefined) {
      gaps.push(lacking)
      continue
    }
    const seen = [late(call, usual), silent(call), refused(call), drifted(call, usual)].flatMap((sign) => sign ?? [])
    const signs = isMcp(call.tool) ? seen.flatMap((sign) => inMcp(sign, call) ?? []) : seen
    for (const sign of signs) found.push({ call, sign })
    const isAnswered = call.got !== undefined && !seen.some(({ does }) => 'status' in does)
    if (isAnswered) answers.push({ ...call, answer: signs.findLast(({ answer }) => answer)?.answer ?? call.got })
  }
  return { faults: grouped(found, calls), answers, gaps }
}

interface Found {
  readonly call: SeenCall
  readonly sign: Sign
}

/** A result that is missing where others are missing too says nothing of the backend. */
function lack(call: SeenCall, calls: readonly SeenCall[], { gaps = [] }: Conversation): string | undefined {
  if (call.lost !== 'no-result') return undefined
  const isWhole = gaps.every((gap) => gap === 'redacted') && calls.some(({ resultAt }) => resultAt !== undefined)
  if (isWhole) return undefined
  return `event ${call.at + 1}: no result of ${call.tool} was recorded, so none can be given again`
}

/** The same fault at several calls of a tool is one rule; at all of them that were seen, it strikes every call. */
function grouped(found: readonly Found[], calls: readonly SeenCall[]): readonly InferredFault[] {
  const groups = new Map<string, Found[]>()
  for (const each of found) {
    const key = JSON.stringify([each.call.tool, each.sign.does])
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()].flatMap((group): InferredFault[] => {
    const [first] = group
    if (first === undefined) return []
    const { tool } = first.call
    const isAll = calls.filter((call) => call.tool === tool).length === group.length
    return [
      {
        tool,
        match: { tool, ...(!isAll && { nth: group.map(({ call }) => call.nth) }) },
        does: first.sign.does,
        from: group.flatMap(({ call: { at, resultAt } }) => (resultAt === undefined ? [at] : [at, resultAt])),
        because: group.map(({ call, sign }) => `${eventsOf(call)}: ${sign.because}`),
      },
    ]
  })
}

function eventsOf({ at, resultAt }: SeenCall): string {
  return resultAt === undefined ? `event ${at + 1}` : `events ${at + 1} and ${resultAt + 1}`
}
