/**
 * The changes the agent made through tools against those expected, in any order and by any route.
 *
 * Only calls that change something and succeeded count, and of each only the arguments that are named. Reads are
 * never compared: of conversations that go right, about one in seven takes another route than the one written down.
 */
import { type Conversation, callsOf, type Expected, type ExpectedCall } from '../../conversation/index.ts'
import type { Outcome, ToolTerms } from '../condition.ts'
import { writesSomething } from '../tool-effects.ts'
import { hasFields } from './alike.ts'
import { leftOfOwnAccord, stillOpen } from './left.ts'
import { argsOf } from './tool-scene.ts'

export function judgeCalls(conversation: Conversation, expected: Expected, declared: readonly ToolTerms[]): Outcome {
  const { calls: wanted, otherwise = 'unchanged' } = expected
  if (wanted === undefined) return { outcome: 'not-applicable' }

  const named = new Set(wanted.map(({ tool }) => tool))
  const left = callsOf(conversation).filter(
    ({ tool, outcome }) => outcome === 'ok' && (named.has(tool) || writesSomething(tool, declared)),
  )
  const missing = wanted.filter((want) => {
    const index = left.findIndex((call) => call.tool === want.tool && hasFields(argsOf(call), want.args ?? {}))
    if (index !== -1) left.splice(index, 1)
    return index === -1
  })
  const extra = otherwise === 'ignored' ? [] : left
  if (missing.length === 0 && extra.length === 0) return { outcome: 'held' }
  const gone = leftOfOwnAccord(conversation)
  if (gone && extra.length === 0) return stillOpen
  return {
    outcome: 'violated',
    because: [
      ...(gone ? [] : missing).map((want) => `expected ${callText(want)}, which never succeeded`),
      ...extra.map((call) => `called ${callText({ tool: call.tool, args: argsOf(call) })}, which was not expected`),
    ].join('; '),
    at: extra.map(({ at }) => at),
  }
}

function callText({ tool, args = {} }: ExpectedCall): string {
  const text = Object.entries(args)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')
  return `${tool}(${text.length > 200 ? `${text.slice(0, 197)}...` : text})`
}
