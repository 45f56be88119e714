/**
 * Human-written task dialogues with labelled dialogue acts (Schema-Guided Dialogue), as the benches read them.
 *
 * Each is on one of two sides for good, by the last letter of its id: mistakes on one side may be read and rules be
 * written for them, the other is only ever counted.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type Slot, typeOfName } from '../src/simulate/customers/ontology.ts'

export type LabelledAct = readonly [act: string, slot: string, values: readonly string[]]

export interface ToolCall {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly write?: boolean
}

export interface Turn {
  readonly role: 'user' | 'agent' | 'tool'
  readonly text?: string | null
  readonly acts?: readonly LabelledAct[]
  readonly intent?: readonly string[]
  readonly tool_calls?: readonly ToolCall[]
  /** Of a tool: its name and what it returned. */
  readonly tool?: string
  readonly result?: unknown
}

export interface Dialogue {
  readonly id: string
  readonly dataset: string
  readonly services: readonly string[]
  readonly turns: readonly Turn[]
}

export const DATA = '../shared/data/conversations/dev.jsonl.gz'

/** The dialogues in a file; nothing when it is not there. */
export function readDialogues(file: string): Dialogue[] | undefined {
  if (!existsSync(file)) return undefined
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
  return lines
    .filter((line) => line.includes('"dataset":"sgd"') || line.includes('"dataset": "sgd"'))
    .map((line) => JSON.parse(line) as Dialogue)
}

/** Whether a dialogue is one whose mistakes may be read. */
export function isForTuning(dialogue: string): boolean {
  return dialogue.charCodeAt(dialogue.length - 1) % 2 === 0
}

/** Argument names of each tool, with their values. */
export type Tools = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

/** Argument names and values of each tool, as the calls show them: what a JSON Schema would say. */
export function toolsOf(dialogues: readonly Dialogue[]): Tools {
  const tools = new Map<string, Map<string, Set<string>>>()
  for (const { turns } of dialogues)
    for (const { tool_calls = [] } of turns)
      for (const { name, args } of tool_calls) {
        const slots = tools.get(name) ?? new Map<string, Set<string>>()
        tools.set(name, slots)
        for (const [slot, value] of Object.entries(args)) {
          const values = slots.get(slot) ?? new Set<string>()
          slots.set(slot, values.add(String(value)))
        }
      }
  return tools
}

export function slotsOf(services: readonly string[], tools: Tools): Slot[] {
  const merged = new Map<string, Set<string>>()
  for (const [name, slots] of tools) {
    if (!services.includes(name.split('.')[0] ?? '')) continue
    for (const [slot, values] of slots) merged.set(slot, new Set([...(merged.get(slot) ?? []), ...values]))
  }
  return [...merged].map(([key, values]) => {
    const listed = [...values].filter((value) => value !== 'dontcare')
    const options = listed.length <= 12 && listed.every((value) => !/^\d|^$/.test(value)) ? listed : undefined
    return { key, type: typeOfName(key, options), ...(options === undefined ? {} : { options }) }
  })
}

/** Names of what each service takes and returns. */
export function fieldsOf(dialogues: readonly Dialogue[]): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = new Map<string, Set<string>>()
  const learn = (tool: string, names: readonly string[]) => {
    const service = tool.split('.')[0] ?? ''
    fields.set(service, new Set([...(fields.get(service) ?? []), ...names]))
  }
  for (const { tool, result, tool_calls = [] } of dialogues.flatMap(({ turns }) => turns)) {
    for (const { name, args } of tool_calls) learn(name, Object.keys(args))
    const records: readonly unknown[] = Array.isArray(result) ? result : [result]
    for (const record of records)
      if (tool !== undefined && typeof record === 'object' && record !== null) learn(tool, Object.keys(record))
  }
  return fields
}
