/** What was done, gathered once per conversation: calls of some tools, repeats among them, and what records say. */
import type { ToolCall } from '../../conversation/index.ts'
import type { Lexicon } from '../claims/index.ts'
import { leavesOf } from './tool-scene.ts'

/** The calls of some tools, in order. */
export interface Deeds {
  readonly calls: readonly ToolCall[]
  readonly done: readonly ToolCall[]
  /** The first two calls that did the same thing twice. */
  readonly twice: readonly [ToolCall, ToolCall] | undefined
}

export function gathered(all: readonly ToolCall[], tools: ReadonlySet<string>): Deeds {
  const calls = all.filter(({ tool }) => tools.has(tool))
  const done = calls.filter(({ outcome }) => outcome === 'ok')
  return { calls, done, twice: twiceDone(done) }
}

/** Doing these twice makes two things; setting something to the same value twice does not. */
const additive =
  /^(?:create|book|reserve|order|purchase|buy|pay|charge|refund|reimburse|send|add|schedule|transfer|place|issue|submit|open)/
const undoing = /cancel|delete|remove|void|revert|undo/

function twiceDone(done: readonly ToolCall[]): [ToolCall, ToolCall] | undefined {
  const seen = new Map<string, ToolCall>()
  for (const call of done) {
    const name = call.tool.toLowerCase()
    if (undoing.test(name)) seen.clear()
    if (!additive.test(name)) continue
    const key = `${call.tool} ${JSON.stringify(call.args)}`
    const earlier = seen.get(key)
    if (earlier !== undefined) return [earlier, call]
    seen.set(key, call)
  }
  return undefined
}

/** The actions that short answers of tools name in the past form, each with the index of its first result. */
export function recordedActions(calls: readonly ToolCall[], lexicon: Lexicon): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { outcome, value, resultAt } of calls) {
    if (outcome !== 'ok' || resultAt === undefined) continue
    const actions = leavesOf(value).flatMap((leaf) => (typeof leaf === 'string' ? pastActions(leaf, lexicon) : []))
    for (const action of actions) if (!found.has(action)) found.set(action, resultAt)
  }
  return found
}

function pastActions(text: string, { verbs }: Lexicon): string[] {
  if (text.length > 60) return []
  const words = text.toLowerCase().split(/[^a-z]+/)
  return words.flatMap((word) => {
    const known = verbs.get(word)
    return known === undefined || known.form === 'base' ? [] : [known.verb.base]
  })
}
