/**
 * Reads recorded agent trajectories with their ground truth, and makes conversations of them.
 *
 * The record's own tasks, labels and rewards stay outside the conversation: only what a person could know who
 * wrote down what should come of it is put into its circumstances, and that can be taken out again.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Circumstances, Conversation, Event, Expected, ExpectedChange, Json } from '../src/conversation/index.ts'
import { type ToolTerms, writesSomething } from '../src/pact/index.ts'

type Fields = Record<string, Json>
type PathChange = readonly [path: string, before: Json, after: Json]

interface Turn {
  readonly role: 'agent' | 'user' | 'tool'
  readonly text?: string | null
  readonly ts?: string
  readonly tool_calls?: readonly { readonly id: string; readonly name: string; readonly args: Json }[]
  readonly tool_call_id?: string
  readonly tool?: string
  readonly error?: boolean
}

export interface Trajectory {
  readonly id: string
  readonly domain: 'retail' | 'airline'
  readonly model: string
  readonly reward: number
  readonly split_key: string
  readonly termination: string | null
  readonly label: { readonly failure_class: string | null }
  readonly expected_actions: readonly { readonly name: string; readonly args: Record<string, Json> }[]
  readonly expected_outputs: readonly string[]
  readonly state: {
    readonly verified: boolean
    readonly actual_changes: readonly PathChange[]
    readonly expected_changes: readonly PathChange[]
  }
  readonly turns: readonly Turn[]
}

/** The database in which the trajectories of one domain began: table to key to record. */
export type Database = Readonly<Record<string, Readonly<Record<string, Json>>>>

export function readTrajectories(file: URL): readonly Trajectory[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Trajectory)
}

export function readDatabase(folder: URL, tables: readonly string[]): Database {
  const read = (table: string): unknown =>
    JSON.parse(gunzipSync(readFileSync(new URL(`${table}.json.gz`, folder))).toString('utf8'))
  return Object.fromEntries(tables.map((table) => [table, read(table) as Record<string, Json>]))
}

/** The tools of one domain as its agent declares them. */
export function readTools(file: URL): readonly ToolTerms[] {
  const declared = JSON.parse(readFileSync(file, 'utf8')) as { function: ToolTerms }[]
  return declared.map(({ function: { name, description = '', parameters = {} } }) => ({
    name,
    description,
    parameters,
  }))
}

/** The trajectory as a conversation that knows what should have come of it. */
export function conversationOf(trajectory: Trajectory, database: Database, tools: readonly ToolTerms[]): Conversation {
  const { state, domain, id, model, termination } = trajectory
  const events = eventsOf(trajectory.turns)
  const circumstances: Circumstances = {
    expected: expectedOf(trajectory, database, tools),
    ...(termination === 'max_steps' ? { ending: { outcome: 'turn-limit' } } : {}),
  }
  return {
    id,
    origin: 'production',
    agent: { id: domain, model },
    channel: 'chat',
    startedAt: '2024-05-15T15:00:00-05:00',
    timeZone: 'America/New_York',
    events: state.verified ? withReadings(events, trajectory, database) : events,
    circumstances,
  }
}

/** The same conversation as it would come from production, where nobody wrote down what should come of it. */
export function withoutExpectations(conversation: Conversation): Conversation {
  const { expected: _, ...circumstances } = conversation.circumstances ?? {}
  return { ...conversation, events: conversation.events.filter(({ type }) => type !== 'state'), circumstances }
}

function eventsOf(turns: readonly Turn[]): readonly Event[] {
  const started = Date.parse(turns[0]?.ts ?? '')
  const own = new Set(
    turns.flatMap((turn) => (turn.role === 'agent' ? (turn.tool_calls ?? []).map(({ id }) => id) : [])),
  )
  let atMs = 0
  return turns.flatMap((turn, index) => {
    const measured = turn.ts === undefined ? Number.NaN : Date.parse(turn.ts) - started
    atMs = Math.max(atMs, Number.isFinite(measured) ? measured : index * 1000)
    return turn.role === 'tool' ? resultEvents(turn, atMs, own) : spokenEvents(turn, atMs)
  })
}

function spokenEvents({ role, text, tool_calls = [] }: Turn, atMs: number): Event[] {
  const words = (text ?? '').replaceAll('###STOP###', '').trim()
  const from = role === 'user' ? 'customer' : 'agent'
  const message: Event[] = words === '' ? [] : [{ type: 'message', atMs, from, text: words }]
  if (from === 'customer') return message
  const calls = tool_calls.map(
    ({ id, name, args }): Event => ({
      type: 'tool-call',
      atMs,
      callId: id,
      tool: name,
      args: argsOf(args),
      seenBy: 'agent',
    }),
  )
  return [...message, ...calls]
}

/** Some agents wrote their arguments as Python literals; what cannot be read stays as it was written. */
function argsOf(args: Json): Json {
  const raw = (args as Fields | null)?._raw
  if (typeof raw !== 'string') return args
  const read = pythonLiteral(raw)
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return args
  return Object.fromEntries(Object.entries(read as Fields).map(([name, value]) => [name, listIn(value)] as const))
}

function listIn(value: Json): Json {
  return typeof value === 'string' && value.startsWith('[') ? (pythonLiteral(value) ?? value) : value
}

/** Python's quotes and constants as JSON's. Undefined when it is more than a literal. */
function pythonLiteral(text: string): Json | undefined {
  const json = text.replaceAll(
    /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\b(True|False|None)\b/g,
    (_, single?: string, double?: string, word?: string) =>
      word === undefined
        ? JSON.stringify((single ?? double ?? '').replaceAll(/\\(.)/g, '$1'))
        : (constants[word] ?? word),
  )
  try {
    return JSON.parse(json) as Json
  } catch {
    return undefined
  }
}

const constants: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' }

function resultEvents(
  { text, tool = '', error = false, tool_call_id: callId = '' }: Turn,
  atMs: number,
  own: ReadonlySet<string>,
): Event[] {
  if (!own.has(callId)) return []
  const failed = error || /^\W{0,4}(?:var_\d+ = )?\W{0,2}error\b/i.test(text ?? '')
  const outcome = failed ? 'error' : 'ok'
  const result: Event = { type: 'tool-result', atMs, callId, outcome, value: parsed(text ?? ''), seenBy: 'agent' }
  return !failed && tool.startsWith('transfer_to_human') ? [result, { type: 'handoff', atMs }] : [result]
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function expectedOf(
  { state, expected_actions, expected_outputs }: Trajectory,
  database: Database,
  tools: readonly ToolTerms[],
): Expected {
  const told = expected_outputs.length === 0 ? {} : { told: expected_outputs }
  if (state.verified) return { changes: expectedChanges(state.expected_changes, database), ...told }
  const writes = expected_actions.filter(({ name }) => writesSomething(name, tools))
  return { calls: writes.map(({ name, args }) => ({ tool: name, args })), ...told }
}

function withReadings(events: readonly Event[], { state }: Trajectory, database: Database): readonly Event[] {
  const touched = [...state.actual_changes, ...state.expected_changes].map(([path]) => keyOf(path))
  const before: Fields = {}
  for (const key of touched) {
    const record = recordAt(database, key)
    if (record !== undefined) before[key] = record
  }
  const after = structuredClone(before) as Fields
  for (const change of state.actual_changes) apply(after, change)
  const atMs = events.at(-1)?.atMs ?? 0
  return [
    { type: 'state', atMs: 0, verifier: 'database', when: 'before', records: before },
    ...events,
    { type: 'state', atMs, verifier: 'database', when: 'after', records: after },
  ]
}

/** `orders/#W1/address/city` is in the record `orders/#W1`. */
function keyOf(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}

function recordAt(database: Database, key: string): Json | undefined {
  const [table = '', id = ''] = key.split('/')
  return database[table]?.[id]
}

/** Sets the value at a path inside the records, or takes it away when it is `null`. */
function apply(records: Fields, [path, , value]: PathChange): void {
  const steps = path.split('/').slice(2)
  const last = steps.pop()
  if (last === undefined) {
    if (value === null) delete records[keyOf(path)]
    else records[keyOf(path)] = value
    return
  }
  let here = records[keyOf(path)] as Fields
  for (const step of steps) here = here[step] as Fields
  if (value === null && !Array.isArray(here)) delete here[last]
  else here[last] = value
}

function expectedChanges(changes: readonly PathChange[], database: Database): readonly ExpectedChange[] {
  const keys = [...new Set(changes.map(([path]) => keyOf(path)))]
  return keys.map((key): ExpectedChange => {
    const mine = changes.filter(([path]) => keyOf(path) === key)
    const before = recordAt(database, key)
    const records: Fields = before === undefined ? {} : { [key]: structuredClone(before) as Json }
    for (const change of mine) apply(records, change)
    const after = records[key] as Fields
    if (before === undefined) return { verifier: 'database', added: { ...after, key } }
    const to: Fields = {}
    for (const [path, , value] of mine) name(to, after, path.split('/').slice(2), value)
    return { verifier: 'database', changed: { key }, to }
  })
}

/** Names a changed field in `to`; a field inside a list names the whole list. */
function name(to: Fields, after: Json, [step = '', ...rest]: readonly string[], value: Json): void {
  const here = (after as Fields)[step]
  if (rest.length === 0 || Array.isArray(here) || here === undefined) {
    to[step] = here ?? value
    return
  }
  const inside = (to[step] ?? {}) as Fields
  to[step] = inside
  name(inside, here, rest, value)
}
