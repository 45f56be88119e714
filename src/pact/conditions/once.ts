/**
 * What is asked for once is carried out once, also when a reply is lost and the agent cannot know.
 *
 * Two commits count as one intent where the arguments mean the same, or where the second follows a first whose reply
 * never reached the agent whole and that was not undone: whoever wanted one booking now has two. A repeat under the
 * same idempotency key is the backend's to recognise, and a backend that carries one call out twice does so alone.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import type { ConditionKind } from '../condition.ts'
import type { Moment } from '../values/index.ts'
import { commitsOf, fateOf, isKnownToAgent, ledgerOf, type SeenCall } from './exchanges.ts'
import { differences, momentOf, sameArguments, shareAlike } from './intents.ts'
import { namedTools, outcomeOf, toolNames } from './tool-scene.ts'

const options = z.strictObject({
  tools: toolNames
    .optional()
    .describe('Tools that must not be repeated; `*` for any run of characters. Default all that add something.'),
})

/** Doing these twice makes two things; setting something to the same value twice does not. */
const adding =
  /(?:^|[_\W])(?:create|book|reserve|order|purchase|buy|pay|charge|refund|send|add|schedule|transfer|place|issue|submit|open|register|leave|post)(?=[_\W]|$)/i
const undoing = /cancel|delete|remove|void|revert|undo/i
/** At least so many of the arguments are alike in a second try that only changes, say, the time. */
const triedAgain = 0.5

export const once: ConditionKind<z.infer<typeof options>> = {
  kind: 'once',
  summary: 'What is asked for once is carried out once, also when a reply is lost.',
  example: `id: books-once
once: { tools: create_appointment }`,
  dimension: 'accuracy',
  options,
  create({ tools }, terms) {
    const named = tools === undefined ? undefined : namedTools(tools, terms.agent.tools)
    const counts = ({ tool }: SeenCall) => (named === undefined ? adding.test(tool) : named.has(tool))
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
  const moment = momentOf(conversation)
  let standing: SeenCall[] = []
  return commits.flatMap((call) => {
    if (undoing.test(call.tool)) standing = []
    if (!counts(call)) return []
    const first = standing.find((earlier) => isRepeat(earlier, call, moment))
    standing.push(call)
    return first === undefined ? [] : [repeatOf(first, call, moment)]
  })
}

function repeatOf(first: SeenCall, second: SeenCall, moment: Moment): Repeat {
  const other = differences(first.args, second.args, moment)
  const how = other === '' ? 'with the same values' : `with ${other}`
  const at = [first.at, second.at]
  if (isKnownToAgent(first)) return { because: `${second.tool} was carried out twice ${how}`, at }
  const because = `${second.tool} was carried out twice: the agent ${fateOf(first)} to the first, and asked again ${how}`
  return { because, at }
}

function isRepeat(first: SeenCall, second: SeenCall, moment: Moment): boolean {
  if (first.tool !== second.tool) return false
  const key = first.exchange.idempotencyKey
  if (key !== undefined && key === second.exchange.idempotencyKey) return false
  if (sameArguments(first.args, second.args, moment)) return true
  return !isKnownToAgent(first) && shareAlike(first.args, second.args, moment) >= triedAgain
}
