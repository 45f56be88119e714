/** Observations for tests, written shortly: times in seconds, messages as `customer: …` and `agent: …`. */
import type { Json } from '../../conversation/index.ts'
import type { Item } from '../intake/reader.ts'
import type { Observation, Said, SaidCall } from '../observation.ts'
import { assemble } from './assemble.ts'

const startMs = 1_800_000_000_000

export interface Told {
  readonly at: number
  readonly to?: number
  readonly span: string
  readonly parent?: string
  readonly trace?: string
  readonly name?: string
  readonly system?: string
  readonly in?: readonly (string | Said)[]
  readonly out?: readonly (string | Said)[]
  readonly changes?: Partial<Observation>
}

export function model(told: Told): Observation {
  return observation('model', told)
}

export function run(told: Told): Observation {
  return observation('agent', told)
}

export function tool(told: Told, name: string, args: Json, result?: Json, callId?: string): Observation {
  const about = { name, args, ...(result !== undefined && { result }), ...(callId !== undefined && { callId }) }
  return { ...observation('tool', told), tool: about }
}

function observation(kind: Observation['kind'], told: Told): Observation {
  const { at, to = at + 1, span, parent, trace = 't', name = kind, system, changes } = told
  return {
    kind,
    trace,
    span,
    ...(parent !== undefined && { parent }),
    name,
    startMs: startMs + at * 1000,
    endMs: startMs + to * 1000,
    ...(system !== undefined && { system }),
    ...(told.in !== undefined && { input: told.in.map(said) }),
    ...(told.out !== undefined && { output: told.out.map(said) }),
    dropped: 0,
    rules: {},
    ...changes,
  }
}

function said(each: string | Said): Said {
  if (typeof each !== 'string') return each
  const [, role, text = ''] = /^(customer|agent|system): (.*)$/s.exec(each) ?? []
  return { role: role as Said['role'], text }
}

/** An agent's message that asks for tools. */
export function asks(...calls: readonly (readonly [tool: string, args: Json, id?: string])[]): Said {
  return { role: 'agent', text: '', calls: calls.map(callOf) }
}

function callOf([name, args, id]: readonly [string, Json, string?]): SaidCall {
  return { tool: name, args, ...(id !== undefined && { id }) }
}

export function answers(value: Json, callId?: string, failed = false): Said {
  return {
    role: 'tool',
    text: '',
    answers: { value, ...(callId !== undefined && { callId }), ...(failed && { failed: true as const }) },
  }
}

/** The conversation of observations, one short line per event: `3 customer: hi`. */
export function linesOf(observations: readonly Observation[]): readonly string[] {
  const conversation = assemble('c', itemsOf(observations), 'a')
  return (conversation?.events ?? []).map((event) => {
    const at = event.atMs / 1000
    if (event.type === 'message') return `${at} ${event.from}: ${event.text}`
    if (event.type === 'tool-call') return `${at} ${event.tool}(${JSON.stringify(event.args)}) ${event.callId}`
    if (event.type === 'tool-result') return `${at} ${event.outcome} ${JSON.stringify(event.value)} ${event.callId}`
    return `${at} ${event.type}`
  })
}

export function itemsOf(observations: readonly Observation[]): readonly Item[] {
  return observations.map((each) => ({
    kind: 'observation',
    key: `span/${each.trace}/${each.span}`,
    observation: each,
  }))
}
