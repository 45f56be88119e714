/** What the rules about tools look at: the conversation's calls, and which of them are meant by a name in a pact. */
import { z } from 'zod'
import { type Conversation, callsOf, isObject, type Json, type ToolCall } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'
import type { Outcome, ToolTerms } from '../condition.ts'
import { cannotBeUndone, writesSomething } from '../tool-effects.ts'
import type { Fields } from './alike.ts'

/** One rule about tools, with its options filled in. */
export interface ToolRule {
  explain(): string
  check(scene: Scene): Outcome
}

export interface Scene {
  readonly conversation: Conversation
  readonly calls: readonly ToolCall[]
}

export function sceneOf(conversation: Conversation): Scene {
  return { conversation, calls: callsOf(conversation) }
}

/** Tool names, `*` for any run of characters, or the words `writes` and `irreversible`. */
export const toolNames = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])
export type ToolNames = z.infer<typeof toolNames>

export interface NamedTools {
  /** As a person would list them: `cancel_order or refund`. */
  readonly text: string
  has(tool: string): boolean
}

/** @throws Problem when a name is not among the tools that the agent declares */
export function namedTools(names: ToolNames, declared: readonly ToolTerms[]): NamedTools {
  const list = typeof names === 'string' ? [names] : names
  const tests = list.map((name) => toolTest(name, declared))
  return { text: list.map(nameText).join(' or '), has: (tool) => tests.some((test) => test(tool)) }
}

function toolTest(name: string, declared: readonly ToolTerms[]): (tool: string) => boolean {
  if (name === 'writes') return (tool) => writesSomething(tool, declared)
  if (name === 'irreversible') return (tool) => cannotBeUndone(tool, declared)
  if (name.includes('*')) return (tool) => fits(tool, name.split('*'))
  requireDeclared(name, declared)
  return (tool) => tool === name
}

/** Whether the tool is the literal parts in order, with anything in between: no backtracking, so no hostile name. */
function fits(tool: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop() ?? ''
  if (!tool.startsWith(first) || !tool.endsWith(last) || tool.length < first.length + last.length) return false
  let from = first.length
  for (const part of rest) {
    const found = tool.indexOf(part, from)
    if (found === -1) return false
    from = found + part.length
  }
  return from <= tool.length - last.length
}

function requireDeclared(name: string, declared: readonly ToolTerms[]): void {
  if (declared.length === 0 || declared.some((tool) => tool.name === name)) return
  throw new Problem({
    code: 'pact/unknown-tool',
    message: `A condition names the tool "${name}", which the agent never declares.`,
    hint: `Declared tools: ${declared.map((tool) => tool.name).join(', ')}. Fix the name, or declare the tool.`,
  })
}

function nameText(name: string): string {
  if (name === 'writes') return 'a tool that changes something'
  return name === 'irreversible' ? 'a tool that cannot be undone' : name
}

/** The arguments of a call as named fields; a call with anything else has none. */
export function argsOf(call: ToolCall): Fields {
  return isObject(call.args) ? call.args : {}
}

/** Every string, number and boolean inside a value, at any depth. */
export function leavesOf(value: Json): readonly (string | number | boolean)[] {
  if (value === null) return []
  if (typeof value !== 'object') return [value]
  return Object.values(value).flatMap((item: Json) => leavesOf(item))
}

/** A finding for each thing found wrong; held when there was something to look at and nothing wrong. */
export function outcomeOf(looked: number, wrong: readonly { because: string; at: readonly number[] }[]): Outcome {
  if (looked === 0) return { outcome: 'not-applicable' }
  if (wrong.length === 0) return { outcome: 'held' }
  return {
    outcome: 'violated',
    because: [...new Set(wrong.map(({ because }) => because))].join('; '),
    at: [...new Set(wrong.flatMap(({ at }) => at))].sort((a, b) => a - b),
  }
}

/** What the customer, the agent, or both had said before an event. */
export function saidBefore({ conversation }: Scene, at: number, from: 'customer' | 'agent'): readonly string[] {
  return conversation.events
    .slice(0, at)
    .flatMap((event) => (event.type === 'message' && event.from === from ? [event.text] : []))
}
