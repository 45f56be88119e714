/**
 * What a customer told and the agent used: arguments of tool calls whose value the customer had said before, with the words
 * in which they said it.
 *
 * What the agent knew from elsewhere, such as an id, is no fact of the customer's.
 */
import { type Conversation, callsOf, type Json } from '../../conversation/index.ts'
import { sameValue, valuesIn, valuesOf } from '../../pact/index.ts'

export interface ToldFact {
  /** The argument's name. */
  readonly key: string
  /** As the agent used it. */
  readonly value: string
  /** As the customer said it, where that is not the value itself. */
  readonly say?: string
  /** Whether it was said before the agent said anything. */
  readonly isOpening: boolean
}

type Moment = NonNullable<Parameters<typeof valuesIn>[1]>

interface Line {
  readonly at: number
  readonly text: string
  readonly isOpening: boolean
}

/** In the order in which they were used; of two arguments of one name the later, which is what the customer settled on. */
export function factsTold(conversation: Conversation): readonly ToldFact[] {
  const lines = linesOf(conversation)
  const { timeZone, startedAt } = conversation
  const moment: Moment = { reference: startedAt, ...(timeZone !== undefined && { timeZone }) }
  const facts = new Map<string, ToldFact>()
  for (const { at, args } of callsOf(conversation)) {
    const before = lines.filter((line) => line.at < at)
    for (const [key, value] of leavesOf(args)) {
      const told = toldIn(before, String(value), moment)
      if (told !== undefined) facts.set(key, { key, value: String(value), ...told })
    }
  }
  return [...facts.values()]
}

/** Of arguments with these names the first values, whoever the agent had them from. */
export function argumentsNamed(
  names: readonly string[],
  conversation: Conversation,
): readonly (readonly [name: string, value: string])[] {
  const leaves = callsOf(conversation).flatMap(({ args }) => leavesOf(args))
  return names.flatMap((name) => {
    const found = leaves.find(([key]) => key === name)
    return found === undefined ? [] : [[name, String(found[1])] as const]
  })
}

function linesOf({ events }: Conversation): readonly Line[] {
  const first = events.findIndex((event) => event.type === 'message' && event.from === 'agent')
  const isOpening = (at: number) => first === -1 || at < first
  return events.flatMap((event, at) =>
    event.type === 'message' && event.from === 'customer' ? [{ at, text: event.text, isOpening: isOpening(at) }] : [],
  )
}

/** Names and values, however deep; the name is that of the innermost field. */
function leavesOf(args: Json, name = ''): readonly (readonly [string, string | number])[] {
  if (typeof args === 'string' || typeof args === 'number') return name === '' ? [] : [[name, args]]
  if (args === null || typeof args !== 'object') return []
  if (Array.isArray(args)) return args.flatMap((item: Json) => leavesOf(item, name))
  return Object.entries(args).flatMap(([key, value]) => leavesOf(value as Json, key))
}

/** The newest line that says a value, and how. */
function toldIn(lines: readonly Line[], value: string, moment: Moment): Omit<ToldFact, 'key' | 'value'> | undefined {
  if (value.trim() === '') return undefined
  const line = lines.findLast(({ text }) => saysWord(text, value))
  if (line !== undefined) return { isOpening: line.isOpening }
  const wanted = valuesOf(value, moment)
  for (const { text, isOpening } of lines.toReversed()) {
    const said = valuesIn(text, moment).find((each) => wanted.some((other) => sameValue(each, other)))
    if (said !== undefined) return { say: said.text, isOpening }
  }
  return undefined
}

function saysWord(text: string, value: string): boolean {
  const at = text.toLowerCase().indexOf(value.toLowerCase())
  if (at === -1) return false
  const isEdge = (letter: string | undefined) => letter === undefined || !/[\p{L}\p{N}]/u.test(letter)
  return isEdge(text[at - 1]) && isEdge(text[at + value.length])
}
