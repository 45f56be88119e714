/**
 * How often the conditions that need no writing accuse an agent, on conversations that went as they should and on agents' own.
 *
 * The dialogues of Schema-Guided Dialogue and Taskmaster-4 were written by people for an agent that behaves, so nearly
 * every violation there is a false alarm of the condition. The trajectories are real agents' and often wrong, so there the
 * table shows how much each condition has to say. Each kind is taken with its default options.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Conversation, Event, Json } from '../src/conversation/index.ts'
import { type AgentTerms, judge, loadPact, type Outcome, type Pact, type ToolTerms } from '../src/pact/index.ts'
import { rate } from '../src/stats/index.ts'
import { conversationOf, readDatabase, readTools, readTrajectories, withoutExpectations } from './actions-records.ts'
import { table } from './measure.ts'

const data = new URL('../../shared/data/', import.meta.url)

/** One condition of every kind that a pact can hold without knowing the agent. */
const conditions: Readonly<Record<string, string>> = {
  'tool-call-as-text': 'tool-call-as-text: {}',
  'raw-error': 'raw-error: {}',
  reply: 'reply: {}',
  leak: 'leak: {}',
  language: 'language: {}',
  channel: 'channel: {}',
  // As if the same words had been sent on channels that carry less.
  'channel-as-sms': 'channel: { names: { chat: sms } }',
  'channel-as-instagram': 'channel: { names: { chat: instagram } }',
  escalation: 'escalation: {}',
  claim: 'claim: {}',
  capability: 'capability: {}',
  'claimed-capability': 'capability: { of: claims }',
  'tools-arguments': 'tools: { arguments: declared }',
  'tools-repeats': 'tools: { repeats: never }',
  'tools-confirm': 'tools: { confirm: writes }',
  resolved: 'resolved: {}',
  grounded: 'grounded: {}',
  consistent: 'consistent: {}',
  'refusal-holds': 'refusal-holds: {}',
}

/** Conversations with the pact that judges them. */
interface Group {
  readonly name: string
  readonly judged: readonly { readonly conversation: Conversation; readonly pact: Pact }[]
}

/** Prints the tables. One line says so when the data are not there. */
export async function bench(out: (line: string) => void): Promise<void> {
  const groups = [...(await dialogueGroups(out)), ...(await trajectoryGroups(out))]
  for (const { name, judged } of groups) {
    out('')
    out(`${name}: ${judged.length} conversations; the share that is violated of those judged, with its 95 % interval`)
    const rows = Object.keys(conditions).map((id) => row(id, judged))
    for (const line of table(['condition', 'held', 'violated', 'unjudged', 'n/a', 'share', 'ms each'], rows)) out(line)
  }
}

function row(id: string, judged: Group['judged']): string[] {
  const counts = { held: 0, violated: 0, unjudged: 0, 'not-applicable': 0 }
  const startMs = performance.now()
  for (const { conversation, pact } of judged) counts[outcomeOf(id, pact, conversation)] += 1
  const eachMs = (performance.now() - startMs) / judged.length
  const { held, violated, unjudged } = counts
  return [
    id,
    ...[held, violated, unjudged, counts['not-applicable']].map(String),
    share(violated, held + violated),
    eachMs.toFixed(2),
  ]
}

function outcomeOf(id: string, pact: Pact, conversation: Conversation): Outcome['outcome'] {
  const only = { ...pact, conditions: pact.conditions.filter((condition) => condition.id === id) }
  return judge(only, conversation).findings[0]?.outcome ?? 'not-applicable'
}

function share(part: number, whole: number): string {
  if (whole === 0) return 'not measured'
  const percent = (fraction: number): string => (fraction * 100).toFixed(1)
  const { rate: value, low, high } = rate(part, whole)
  return `${percent(value)} % [${percent(low)}, ${percent(high)}] of ${whole}`
}

async function pactFor(agent: AgentTerms, facts?: string): Promise<Pact> {
  const given = { ...conditions, ...(facts === undefined ? {} : { grounded: 'grounded: { facts: policy.md }' }) }
  const lines = Object.entries(given).map(([id, condition]) => `  - id: ${id}\n    ${condition}`)
  const text = `pact: every-kind\nversion: 1\nconditions:\n${lines.join('\n')}\n`
  return loadPact(text, { file: 'every-kind.yaml', agent, read: () => facts ?? '' })
}

interface Turn {
  readonly role: 'user' | 'agent' | 'tool'
  readonly text?: string | null
  readonly tool_calls?: readonly {
    readonly id: string
    readonly name: string
    readonly args: Json
    readonly write?: boolean
  }[]
  readonly tool_call_id?: string
  readonly result?: Json
  readonly error?: boolean
}

interface Dialogue {
  readonly id: string
  readonly dataset: string
  readonly turns: readonly Turn[]
}

/** Two groups: the human-written dialogues of each source. */
async function dialogueGroups(out: (line: string) => void): Promise<readonly Group[]> {
  const file = new URL('conversations/dev.jsonl.gz', data)
  if (!existsSync(file)) {
    out('false-alarms: dialogues skipped, ../shared/data/conversations/dev.jsonl.gz is not there')
    return []
  }
  const dialogues = linesOf(file).map((line) => JSON.parse(line) as Dialogue)
  const groups = ['sgd', 'taskmaster4'].map(async (dataset): Promise<Group> => {
    const mine = dialogues.filter((dialogue) => dialogue.dataset === dataset)
    const pact = await pactFor({ tools: toolsOf(mine), canaries: [] })
    return { name: `human-written, ${dataset}`, judged: mine.map((each) => ({ conversation: written(each), pact })) }
  })
  return Promise.all(groups)
}

function linesOf(file: URL): readonly string[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
}

/** The tools as the calls show them. */
function toolsOf(dialogues: readonly Dialogue[]): readonly ToolTerms[] {
  const calls = dialogues.flatMap(({ turns }) => turns.flatMap(({ tool_calls = [] }) => tool_calls))
  const byName = new Map(calls.map(({ name, write }) => [name, write ?? false]))
  return [...byName].map(([name, writes]) => ({ name, writes }))
}

function written({ id, dataset, turns }: Dialogue): Conversation {
  return {
    id,
    origin: 'production',
    agent: { id: dataset },
    channel: 'chat',
    // The day that the annotators took for today.
    startedAt: '2019-03-01T09:00:00Z',
    timeZone: 'UTC',
    events: turns.flatMap((turn, index) => eventsOf(turn, index * 1000)),
    circumstances: { times: 'unknown' },
  }
}

function eventsOf(
  { role, text, tool_calls = [], tool_call_id: callId = '', result = null, error }: Turn,
  atMs: number,
): Event[] {
  if (role === 'tool') {
    return [{ type: 'tool-result', atMs, callId, outcome: error ? 'error' : 'ok', value: result, seenBy: 'agent' }]
  }
  const words: Event[] = text ? [{ type: 'message', atMs, from: role === 'user' ? 'customer' : 'agent', text }] : []
  const calls = tool_calls.map(
    ({ id, name, args }): Event => ({ type: 'tool-call', atMs, callId: id, tool: name, args, seenBy: 'agent' }),
  )
  return [...words, ...calls]
}

/** One group: what language models did as retail and airline agents, with their policy as instructions and as facts. */
async function trajectoryGroups(out: (line: string) => void): Promise<readonly Group[]> {
  const file = new URL('actions/dev.jsonl.gz', data)
  if (!existsSync(file)) {
    out('false-alarms: trajectories skipped, ../shared/data/actions/dev.jsonl.gz is not there')
    return []
  }
  const open = async (domain: string, tables: readonly string[]) => {
    const folder = new URL(`env/${domain}/`, data)
    const policy = readFileSync(new URL('policy.md', folder), 'utf8')
    const tools = readTools(new URL('tools.json', folder))
    return {
      tools,
      pact: await pactFor({ tools, canaries: [], instructions: policy }, policy),
      database: readDatabase(folder, tables),
    }
  }
  const domains = {
    retail: await open('retail', ['orders', 'users']),
    airline: await open('airline', ['reservations', 'users']),
  }
  const judged = readTrajectories(file).map((trajectory) => {
    const { tools, pact, database } = domains[trajectory.domain]
    return { conversation: withoutExpectations(conversationOf(trajectory, database, tools)), pact }
  })
  return [{ name: "agents' own", judged }]
}
