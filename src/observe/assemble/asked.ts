/**
 * Tool calls that models asked for, each once, with the answer that a later history holds.
 *
 * Histories repeat calls, and ids differ between what a model wrote and what a framework made of it, or come again in
 * every turn. So a call is known by its tool and arguments and by which of several alike it is, counted from the end,
 * where histories are never cut.
 */
import type { Json } from '../../conversation/index.ts'
import type { Observation, Said, SaidCall } from '../observation.ts'
import { nameOf } from './family.ts'
import { written } from './written.ts'

export interface Asked {
  readonly id?: string
  readonly tool: string
  readonly args: Json
  readonly trace: string
  /** When the model that asked for it was asked, and when it had answered. */
  readonly sinceMs: number
  readonly atMs: number
  /** The span of the model, and its place among the calls of its answer. */
  readonly by: string
  readonly place: number
  answer?: { readonly value: Json; readonly failed: boolean; readonly byMs: number }
}

/** @param models in order */
export function askedIn(models: readonly Observation[]): readonly Asked[] {
  const byKind = new Map<string, Asked[]>()
  const all: Asked[] = []
  const add = (call: SaidCall, model: Observation, told: 'in' | 'out') => {
    const asked: Asked = {
      ...(call.id !== undefined && { id: call.id }),
      tool: call.tool,
      args: call.args,
      trace: model.trace,
      sinceMs: model.startMs,
      atMs: told === 'in' ? model.startMs : (model.endMs ?? model.startMs),
      by: nameOf(model),
      place: all.length,
    }
    all.push(asked)
    alike(byKind, call).push(asked)
    return asked
  }
  for (const model of models) {
    answer(model, byKind, (call) => add(call, model, 'in'))
    for (const { calls = [] } of model.output ?? []) for (const call of calls) add(call, model, 'out')
  }
  return all
}

function keyOf({ tool, args }: SaidCall): string {
  return `${tool} ${written(args)}`
}

function alike(byKind: Map<string, Asked[]>, call: SaidCall): Asked[] {
  const key = keyOf(call)
  const known = byKind.get(key) ?? []
  byKind.set(key, known)
  return known
}

/** Goes through a history: which of its calls are known already, and what answers it holds. */
function answer(model: Observation, byKind: Map<string, Asked[]>, add: (call: SaidCall) => Asked): void {
  const said = model.input ?? []
  const met = new Map<string, number>()
  const { keys, total } = keysIn(said)
  const knownBefore = new Map([...total.keys()].map((key) => [key, byKind.get(key)?.length ?? 0]))
  const pending: { readonly call: SaidCall; readonly asked: Asked }[] = []
  for (const message of said) {
    for (const call of message.calls ?? []) {
      const key = keys.get(call) ?? ''
      const index = met.get(key) ?? 0
      met.set(key, index + 1)
      const behind = Math.max(0, (knownBefore.get(key) ?? 0) - (total.get(key) ?? 0))
      pending.push({ call, asked: byKind.get(key)?.[behind + index] ?? add(call) })
    }
    if (message.answers !== undefined) settle(pending, message.answers, model.startMs)
  }
}

/** What each call is known by, and how many are known by the same. */
function keysIn(said: readonly Said[]): {
  readonly keys: ReadonlyMap<SaidCall, string>
  readonly total: ReadonlyMap<string, number>
} {
  const keys = new Map<SaidCall, string>()
  const total = new Map<string, number>()
  for (const { calls = [] } of said) {
    for (const call of calls) {
      const key = keyOf(call)
      keys.set(call, key)
      total.set(key, (total.get(key) ?? 0) + 1)
    }
  }
  return { keys, total }
}

function settle(
  pending: { readonly call: SaidCall; readonly asked: Asked }[],
  { callId, tool, value, failed }: NonNullable<Said['answers']>,
  byMs: number,
): void {
  const byId = callId === undefined ? -1 : pending.findIndex(({ call }) => call.id === callId)
  const byTool = tool === undefined ? -1 : pending.findIndex(({ call }) => call.tool === tool)
  const index = byId !== -1 ? byId : byTool !== -1 ? byTool : 0
  const [found] = pending.splice(index, 1)
  if (found !== undefined) found.asked.answer ??= { value, failed: failed === true, byMs }
}
