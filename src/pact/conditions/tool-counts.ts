/** Calls that must not happen, or not so often: forbidden tools, limits, identical writes, failures left as they are. */
import { z } from 'zod'
import type { ToolCall } from '../../conversation/index.ts'
import type { Terms } from '../condition.ts'
import { writesSomething } from '../tool-effects.ts'
import { argsOf, namedTools, outcomeOf, type ToolNames, type ToolRule, toolNames } from './tool-scene.ts'

export function forbiddenRule(names: ToolNames, terms: Terms): ToolRule {
  const named = namedTools(names, terms.agent.tools)
  return {
    explain: () => `never calls ${named.text}`,
    check({ calls }) {
      const wrong = calls.filter(({ tool }) => named.has(tool))
      return outcomeOf(
        1,
        wrong.map((call) => ({ because: `called ${call.tool}, which is forbidden`, at: [call.at] })),
      )
    },
  }
}

/** At most so many calls of these tools, or, with `per`, so many for each value of that argument. */
export const limitOption = z.strictObject({
  tools: toolNames,
  atMost: z.number().int().min(0),
  per: z.string().optional(),
  outcome: z.enum(['ok', 'error', 'any']).optional(),
})

export function limitRule(
  { tools, atMost, per, outcome = 'any' }: z.infer<typeof limitOption>,
  terms: Terms,
): ToolRule {
  const named = namedTools(tools, terms.agent.tools)
  const kind = { ok: 'successful ', error: 'failed ', any: '' }[outcome]
  const limit = `at most ${atMost} ${kind}calls of ${named.text}${per === undefined ? '' : ` for each ${per}`}`
  return {
    explain: () => `makes ${limit}`,
    check({ calls }) {
      const counted = calls.filter((call) => named.has(call.tool) && (outcome === 'any' || call.outcome === outcome))
      const groups = grouped(counted, (call) => (per === undefined ? '' : subjectOf(call, per)))
      const wrong = groups.flatMap((group) =>
        group.length <= atMost
          ? []
          : [
              {
                because: `${group.length} ${kind}calls, where the limit is ${limit}`,
                at: group.slice(atMost).map(({ at }) => at),
              },
            ],
      )
      return outcomeOf(counted.length, wrong)
    },
  }
}

function subjectOf(call: ToolCall, argument: string): string {
  return JSON.stringify(argsOf(call)[argument] ?? null)
}

/** The same change made twice. A call repeated after a failure is a retry and not a repeat. */
export function repeatsRule(terms: Terms): ToolRule {
  return {
    explain: () => 'never makes the same change twice',
    check({ calls }) {
      const writes = calls.filter((call) => call.outcome === 'ok' && writesSomething(call.tool, terms.agent.tools))
      const groups = grouped(writes, (call) => `${call.tool} ${canonical(call.args)}`)
      const wrong = groups.flatMap((group) => {
        const [first, ...again] = group
        if (first === undefined || again.length === 0) return []
        const at = again.map((call) => call.at)
        return [{ because: `called ${first.tool} ${group.length} times with the same arguments`, at }]
      })
      return outcomeOf(writes.length, wrong)
    },
  }
}

function grouped(calls: readonly ToolCall[], keyOf: (call: ToolCall) => string): readonly (readonly ToolCall[])[] {
  const groups = new Map<string, ToolCall[]>()
  for (const call of calls) {
    const group = groups.get(keyOf(call))
    if (group === undefined) groups.set(keyOf(call), [call])
    else group.push(call)
  }
  return [...groups.values()]
}

/** JSON with sorted keys, so that the order in which a model writes arguments makes no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}

/** A change that failed must be made after all before the end, by the same tool. */
export function failuresRule(terms: Terms): ToolRule {
  return {
    explain: () => 'leaves no failed change as it is',
    check({ calls }) {
      const writes = calls.filter(({ tool }) => writesSomething(tool, terms.agent.tools))
      const failed = writes.filter(({ outcome }) => outcome === 'error')
      const left = failed.filter(
        (call) => !writes.some((later) => later.at > call.at && later.tool === call.tool && later.outcome === 'ok'),
      )
      const wrong = left.map((call) => ({
        because: `${call.tool} failed and was never made good`,
        at: [call.resultAt ?? call.at],
      }))
      return outcomeOf(failed.length, wrong)
    },
  }
}

/** These calls come with no words to the customer in the same breath: the words would be said before the outcome is known. */
export function aloneRule(names: ToolNames, terms: Terms): ToolRule {
  const named = namedTools(names, terms.agent.tools)
  return {
    explain: () => `says nothing to the customer in the same breath as a call of ${named.text}`,
    check({ conversation, calls }) {
      const judged = calls.filter(({ tool }) => named.has(tool))
      const wrong = judged.flatMap((call) => {
        const previous = conversation.events[call.at - 1]
        const spoke = previous?.type === 'message' && previous.from === 'agent' && previous.text.trim() !== ''
        return spoke ? [{ because: `spoke while calling ${call.tool}`, at: [call.at - 1, call.at] }] : []
      })
      return outcomeOf(judged.length, wrong)
    },
  }
}

/** One call at a time: each is answered before the next is made. */
export function inTurnRule(): ToolRule {
  return {
    explain: () => 'makes one call at a time',
    check({ calls }) {
      const wrong = calls.flatMap((call, index) => {
        const before = calls[index - 1]
        const open = before?.resultAt !== undefined && before.resultAt > call.at
        return open ? [{ because: `called ${call.tool} before ${before.tool} had answered`, at: [call.at] }] : []
      })
      return outcomeOf(calls.length, wrong)
    },
  }
}
