/**
 * The same customer as a scenario that goes on freely: a goal and facts instead of words.
 *
 * The goal is how the customer began, and what they told is when they told it. What must be true afterwards only people
 * know; the title says that it is to do.
 */
import type { Conversation } from '../../conversation/index.ts'
import { parseScenarios, type Scenario } from '../../simulate/index.ts'
import { argumentsNamed, factsTold } from './facts.ts'

/** What an agent does for each kind of goal, by the names of its tools. */
const kinds: readonly (readonly [kind: string, tool: RegExp])[] = [
  ['cancel', /cancel|delete|remove|refund/i],
  ['change', /change|update|resched|modify|move|edit|exchange/i],
  ['book', /book|create|reserve|schedule|add|order|register|make/i],
  ['report', /report|ticket|message/i],
]

/** What is told of the customer beside what they said. */
export interface AboutCustomer {
  /** What the project fills in of the customer, by name: where the customer did not say it, the agent knew it. */
  readonly needed: readonly string[]
  /** What is known of the customer besides, by name. */
  readonly known: Readonly<Record<string, string>>
}

export function generalScenario(
  conversation: Conversation,
  { id, needed, known }: AboutCustomer & { readonly id: string },
): Scenario {
  const told = factsTold(conversation)
  const used = [...argumentsNamed(needed, conversation), ...Object.entries(known)]
  const silent = used.filter(([name]) => told.every(({ key }) => key !== name))
  const facts = told.map(({ key, value, say, isOpening }) => [
    key,
    { value, ...(say !== undefined && { say: [say] }), disclose: isOpening ? 'opening' : 'on-ask' },
  ])
  const form = {
    id,
    title: 'TO DO: say what must be true afterwards',
    goal: { want: wantOf(conversation), kind: kindOf(conversation) },
    facts: Object.fromEntries([
      ...facts,
      ...silent.map(([name, value]) => [name, { value, disclose: 'never' }]),
    ]) as object,
  }
  // JSON is YAML: what a fact is, is guessed as it is for people who write scenarios.
  const [{ file: _, ...scenario } = {} as Scenario] = parseScenarios(JSON.stringify({ scenarios: [form] }), id)
  return scenario
}

function wantOf({ events }: Conversation): string {
  const first = events.find(
    (event) => event.type === 'message' && event.from === 'customer' && event.text.trim() !== '',
  )
  return first?.type === 'message' ? first.text : ''
}

/** By the last tool that does one of them; who has nothing done asks. */
function kindOf({ events }: Conversation): string {
  const tools = events.flatMap((event) => (event.type === 'tool-call' ? [event.tool] : []))
  for (const tool of tools.toReversed()) {
    const found = kinds.find(([, name]) => name.test(tool))
    if (found !== undefined) return found[0]
  }
  return 'ask'
}
