/**
 * What is asked for once is carried out once, also when a reply is lost and the agent cannot know.
 *
 * Two commits count as one intent where the arguments mean the same, or where the second follows a first whose reply
 * never reached the agent whole: whoever wanted one booking now has two. What was undone by the end does not count. A
 * repeat under the same idempotency key is the backend's to recognise, and a backend that carries one call out twice
 * does so alone.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import type { ConditionKind } from '../condition.ts'
import {
  addsSomething,
  commitsOf,
  failedForAgent,
  fateOf,
  ledgerOf,
  type SeenCall,
  undoesSomething,
} from './exchanges.ts'
import { differences, idOf, isSameIntent, recentIntents } from './intents.ts'
import { leavesOf, namedTools, outcomeOf, toolNames } from './tool-scene.ts'

const options = z.strictObject({
  tools: toolNames
    .optional()
    .describe('Tools that must not be repeated; `*` for any run of characters. Default all that add something.'),
})

export const once: ConditionKind<z.infer<typeof options>> = {
  kind: 'once',
  summary: 'What is asked for once is carried out once, also when a reply is lost.',
  example: `id: books-once
once: { tools: create_appointment }`,
  dimension: 'accuracy',
  options,
  create({ tools }, terms) {
    const named = tools === undefined ? undefined : namedTools(tools, terms.agent.tools)
    const counts = (call: SeenCall) => (named === undefined ? addsSomething(call) : named.has(call.tool))
    return {
      explain: () => `carries out ${named?.text ?? 'whatever adds something'} at most once for each thing asked for`,
      check(conversation) {
        const ledger = ledgerOf(conversation)
        if (ledger.missing !== undefined) return ledger.missing
        const commits = ledger.calls.filter((call) => commitsOf(call) > 0)
        const looked = commits.filter(counts)
        return outcomeOf(looked.length, repeatsIn(commits, counts, conversation))
      },
    }
  },
}

interface Repeat {
  readonly because: string
  readonly at: readonly number[]
}

function repeatsIn(
  commits: readonly SeenCall[],
  counts: (call: SeenCall) => boolean,
  conversation: Conversation,
): Repeat[] {
  const standing = standingOf(commits, counts)
  return standing.flatMap((call, index) => {
    const first = standing
      .slice(Math.max(0, index - recentIntents), index)
      .find((earlier) => isRepeat(earlier, call, conversation))
    return first === undefined ? [] : [repeatOf(first, call, conversation)]
  })
}

/** What was carried out and not taken back by the end. */
function standingOf(commits: readonly SeenCall[], counts: (call: SeenCall) => boolean): readonly SeenCall[] {
  let standing: readonly SeenCall[] = []
  for (const call of commits) {
    if (undoesSomething(call)) {
      const undone = standing.findLast((earlier) => undoes(call, earlier))
      standing = standing.filter((earlier) => earlier !== undone)
    } else if (counts(call)) standing = [...standing, call]
  }
  return standing
}

/** Whether it names what the earlier call made; a call whose answer gave no identifier may be meant by any. */
function undoes({ args }: SeenCall, { value }: SeenCall): boolean {
  const made = idOf(value)
  return made === undefined || leavesOf(args).some((leaf) => String(leaf) === made)
}

function repeatOf(first: SeenCall, second: SeenCall, conversation: Conversation): Repeat {
  const other = differences(first, second, conversation)
  const how = other === '' ? 'with the same values' : `with ${other}`
  const at = [first.at, second.at]
  if (!failedForAgent(first)) return { because: `${second.tool} was carried out twice ${how}`, at }
  const because = `${second.tool} was carried out twice: the agent ${fateOf(first)} to the first, and asked again ${how}`
  return { because, at }
}

function isRepeat(first: SeenCall, second: SeenCall, conversation: Conversation): boolean {
  const key = first.exchange.idempotencyKey
  if (key !== undefined && key === second.exchange.idempotencyKey) return false
  const made = idOf(first.value)
  // The backend has recognised the repeat by itself and answered with what was there.
  if (made !== undefined && made === idOf(second.value)) return false
  return isSameIntent(first, second, conversation)
}
