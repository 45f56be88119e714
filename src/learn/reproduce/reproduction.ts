/**
 * A violation of production as a case that can be played: the customer's words, what the backends answered then, and how
 * they misbehaved.
 *
 * Nothing is invented: what was not recorded is named as a gap. Where a backend is asked otherwise than it was, the nearest
 * answer that was recorded is given.
 */
import { type ReplaySettings, replaySettings, type ToolAnswer } from '../../connect/index.ts'
import { type Conversation, isoOf, momentOf } from '../../conversation/index.ts'
import type { PlannedTrial, Scenario } from '../../simulate/index.ts'
import { hash64 } from '../../stats/index.ts'
import { type AboutCustomer, generalScenario } from './general.ts'
import { type InferredFault, inferred } from './inferred.ts'
import { type Place, placesOf, type Serving } from './places.ts'
import { stepsOf } from './script.ts'
import { withSurrogates } from './surrogates.ts'
import type { UsualAnswers } from './usual.ts'

export interface Reproduction {
  /** Of its scenario and of its fault set. */
  readonly id: string
  readonly condition: string
  /** What it was made of, with something in the place of what had been removed. */
  readonly conversation: Conversation
  /** The customer's words as they were. */
  readonly scenario: Scenario
  /** The same customer, who goes on freely. */
  readonly general?: Scenario
  readonly faults: readonly InferredFault[]
  /** Of each backend, what it answered. */
  readonly answers: ReadonlyMap<string, readonly ToolAnswer[]>
  /** What is not as it was, in sentences. */
  readonly gaps: readonly string[]
}

export interface ReproductionOptions extends AboutCustomer, Serving {
  readonly condition: string
  readonly usual: UsualAnswers
  /** Where a backend's recording will be, from the folder of the project file. */
  readonly recordingAt: (backend: string) => string
  /** As scenarios name them; the project's when empty. */
  readonly personas: readonly string[]
  /** Who plays the general scenario. */
  readonly fittedPersona: string
}

export function reproductionOf(recorded: Conversation, options: ReproductionOptions): Reproduction {
  const { condition, usual, recordingAt, personas, fittedPersona, needed, known } = options
  const { conversation, gaps: removed } = withSurrogates(recorded, known)
  const id = idOf(condition, conversation)
  const placeOf = placesOf(options)
  const { faults: all, answers: seen, gaps } = inferred(conversation, usual, (tool) => placeOf(tool)?.isMcp === true)
  const faults = all.flatMap((fault) => {
    const place = placeOf(fault.tool)
    return place === undefined ? [] : [{ ...fault, match: { ...fault.match, tool: place.tool } }]
  })
  const answers = new Map<string, ToolAnswer[]>()
  for (const { tool: called, args, answer, status = 200, askedMs, tookMs = 0 } of seen) {
    const place = placeOf(called)
    if (place === undefined) continue
    const { backend, tool, route } = place
    const askedAt = isoOf((momentOf(conversation.startedAt) ?? 0) + askedMs)
    const told = { backend, tool, route, args, status, value: answer, askedAt, tookMs }
    answers.set(backend, [...(answers.get(backend) ?? []), told])
  }
  const replayed = Object.fromEntries(
    [...answers.keys()].map((backend): [string, ReplaySettings] => [
      backend,
      replaySettings.parse({ from: recordingAt(backend), misses: 'nearest' }),
    ]),
  )
  const { timeZone, startedAt, channel } = conversation
  const general = generalScenario(conversation, { id: `${id}-free`, needed, known })
  const shared = {
    channels: [channel],
    faults: faults.length > 0 ? [id] : [],
    ...(answers.size > 0 && { recorded: replayed }),
    startsAt: startedAt,
    ...(timeZone !== undefined && { timeZone }),
    tags: tagsOf(condition),
  }
  return {
    ...{ id, condition, conversation },
    scenario: {
      ...{ ...general, ...shared, id, personas, title: `${condition}: as it was in ${conversation.id}` },
      script: stepsOf(conversation),
    },
    general: { ...general, ...shared, personas: [fittedPersona] },
    faults,
    answers,
    gaps: [...gaps, ...unplaced(conversation, all, seen, placeOf), ...removed],
  }
}

/**
 * A trial of a run as a case: its customer's words, with all else as its run planned it. The project has the backends and
 * the fault sets itself.
 */
export function reproductionOfTrial(
  { scenario, channel, faults }: PlannedTrial,
  conversation: Conversation,
  { condition, personas }: Pick<ReproductionOptions, 'condition' | 'personas'>,
): Reproduction {
  const { file: _, repeats: __, ...rest } = scenario
  const id = idOf(condition, conversation)
  return {
    ...{ id, condition, conversation, faults: [], answers: new Map(), gaps: [] },
    scenario: {
      ...{ ...rest, id, title: `${condition}: as it was in ${scenario.id}`, tags: tagsOf(condition) },
      ...{ personas, channels: [channel], faults: faults.map((set) => set.id), events: [] },
      script: stepsOf(conversation),
    },
  }
}

const idOf = (condition: string, { id }: Conversation) =>
  `${condition.replace(/[^\w-]/g, '-')}-${hash64(id).slice(0, 8)}`

const reproducedTag = 'reproduced'
const breaksTag = 'breaks:'
const tagsOf = (condition: string) => [reproducedTag, `${breaksTag}${condition}`]

/** The promise that a reproduced case breaks; nothing of any other scenario. */
export function brokenBy({ tags }: Pick<Scenario, 'tags'>): string | undefined {
  if (!tags.includes(reproducedTag)) return undefined
  return tags.find((tag) => tag.startsWith(breaksTag))?.slice(breaksTag.length)
}

/** Tools that nobody in the project is known to answer, and where to say who does. */
function unplaced(
  { events }: Conversation,
  faults: readonly InferredFault[],
  seen: readonly { readonly tool: string }[],
  placeOf: (tool: string) => Place | undefined,
): readonly string[] {
  const tools = [...new Set([...seen, ...faults].map(({ tool }) => tool))].filter((tool) => placeOf(tool) === undefined)
  return tools.map((tool) => {
    const n = events.filter((event) => event.type === 'tool-call' && event.tool === tool).length
    return `${tool} (${n} ${n === 1 ? 'call' : 'calls'}): no backend and no MCP server of the project names it under "tools:", so it answers as it does now; name it there, as "${tool}: GET /…" or as [${tool}]`
  })
}
