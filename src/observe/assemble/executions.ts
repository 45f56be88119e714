/**
 * Tools that really ran, each with the call that asked for it, one to one.
 *
 * By id where both have it, else by tool and arguments, else by tool; of several alike the latest that was asked for
 * before it ran. Some senders record tools as plain spans by their names: those count only where a call asked for them.
 */
import type { Observation } from '../observation.ts'
import type { Asked } from './asked.ts'
import type { Family } from './family.ts'
import { written } from './written.ts'

export interface Executed {
  readonly execution: Observation & { readonly tool: NonNullable<Observation['tool']> }
  readonly asked?: Asked
}

type Ran = Executed['execution']

/** How sure it is that an execution is of a call, the surest first. */
const grounds: readonly ((ran: Ran, asked: Asked) => boolean)[] = [
  (ran, asked) => ran.tool.callId !== undefined && ran.tool.callId === asked.id && isNamed(ran, asked),
  (ran, asked) => isNamed(ran, asked) && ran.tool.args !== undefined && written(ran.tool.args) === written(asked.args),
  (ran, asked) => isNamed(ran, asked) && ran.trace === asked.trace,
  (ran, asked) => isNamed(ran, asked) && (ran.tool.callId === undefined || asked.id === undefined),
]

/** Clocks of different hosts differ by this much, in milliseconds. */
const skewMs = 2000

/** @param observations in order */
export function executed(
  observations: readonly Observation[],
  calls: readonly Asked[],
  family: Family,
): readonly Executed[] {
  const ran = observations.filter((each): each is Ran => each.tool !== undefined && each.tool.name !== '')
  const certain = ran.filter((each) => each.kind === 'tool' && !isToldTwice(each, ran, family))
  const maybe = ran.filter(({ kind }) => kind === 'other')
  const free = new Set(calls)
  const found = new Map<Ran, Asked>()
  for (const some of [certain, maybe]) {
    for (const isOf of grounds) {
      for (const each of some) {
        const asked = found.has(each) ? undefined : latest(each, free, isOf)
        if (asked === undefined) continue
        found.set(each, asked)
        free.delete(asked)
      }
    }
  }
  return [...certain, ...maybe].flatMap((execution) => {
    const asked = found.get(execution)
    if (asked !== undefined) return [{ execution, asked }]
    return execution.kind === 'tool' ? [{ execution }] : []
  })
}

/** Of the calls that it may be of the latest asked for before it ran, of those the first that was written. */
function latest(ran: Ran, free: ReadonlySet<Asked>, isOf: (ran: Ran, asked: Asked) => boolean): Asked | undefined {
  let best: Asked | undefined
  for (const asked of free) {
    if (asked.sinceMs > ran.startMs + skewMs || !isOf(ran, asked)) continue
    if (best === undefined || asked.sinceMs > best.sinceMs) best = asked
  }
  return best
}

function isNamed({ tool }: Ran, asked: Asked): boolean {
  return plainName(tool.name) === plainName(asked.tool)
}

/** Without what frameworks put before names. */
function plainName(name: string): string {
  return name.replace(/^(?:functions\.|execute_tool\s+|tool[:\s]\s*)/i, '').toLowerCase()
}

/** A span within the span of the same tool, or a second one of the same call at the same time. */
function isToldTwice(each: Ran, all: readonly Ran[], family: Family): boolean {
  const { name, callId } = each.tool
  const isWithin = family.around(each).some(({ kind, tool }) => kind === 'tool' && tool?.name === name)
  if (isWithin) return true
  const index = all.indexOf(each)
  return all.some(
    (other, at) =>
      at < index &&
      callId !== undefined &&
      other.kind === 'tool' &&
      other.tool.callId === callId &&
      other.tool.name === name &&
      other.trace === each.trace &&
      (other.endMs ?? other.startMs) > each.startMs,
  )
}
