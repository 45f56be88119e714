/** The `drift:` part of a project file: how rare false alarms are, what canaries ask, and what juries read again. */
import { z } from 'zod'
import { type AgentSettings, agentFields, reachedInOneWay, type Values, withEnvironment } from '../../connect/index.ts'
import type { Json } from '../../conversation/index.ts'

const hourMs = 3_600_000

const canaryForm = z.strictObject({
  prompts: z
    .array(z.string().min(1))
    .min(1)
    .describe('What the agent is asked in each round. Questions that change nothing: never a booking.'),
  agent: z
    .record(z.string(), z.json())
    .optional()
    .describe('How it is reached in production, as under `agent:` of the project; as there when left out.'),
  channel: z.string().min(1).default('chat').describe('The channel on which it is asked.'),
  answers: z
    .number()
    .int()
    .min(2)
    .max(100)
    .default(10)
    .describe('Answers to each prompt in a round; twice in the first.'),
  everyHours: z.number().positive().max(8760).default(24).describe('Between rounds.'),
  project: z
    .string()
    .regex(/^[\w-]+$/)
    .default('default')
    .describe('The project on the server whose alarm it is.'),
})

export const driftForm = z.strictObject({
  quietDays: z
    .number()
    .positive()
    .max(36_500)
    .default(90)
    .describe('Days between false alarms, at least, on average and over everything that is watched.'),
  canary: canaryForm
    .optional()
    .describe('Questions that are asked again and again, to hear when the model was changed in silence.'),
  anchors: z
    .strictObject({
      size: z.number().int().min(0).max(1000).default(60).describe('How many conversations they are; 0 for none.'),
      everyDays: z.number().positive().max(366).default(7).describe('Between rounds.'),
    })
    .prefault({})
    .describe('Conversations that juries read again and again, to hear when it is the jury that has changed.'),
})

/** Canaries, as they are asked, and how the agent is reached. */
export interface CanarySettings {
  readonly project: string
  readonly agent: AgentSettings
  readonly prompts: readonly string[]
  readonly channel: string
  readonly answers: number
  readonly everyMs: number
}

export interface DriftSettings {
  readonly quietDays: number
  readonly canary?: CanarySettings
  readonly anchors: { readonly size: number; readonly everyMs: number }
}

export function driftOf({ quietDays, anchors }: z.output<typeof driftForm>, canary?: CanarySettings): DriftSettings {
  const { size, everyDays } = anchors
  return { quietDays, anchors: { size, everyMs: everyDays * 24 * hourMs }, ...(canary !== undefined && { canary }) }
}

const agentForm = z.looseObject(agentFields).refine(reachedInOneWay.holds, { error: reachedInOneWay.error })

type Found = { readonly success: true; readonly data: CanarySettings } | z.ZodSafeParseError<unknown>

/** @param otherwise the agent of the project @throws Problem `connect/unknown-placeholder` */
export function canaryOf(
  { everyHours, agent: own, ...rest }: z.output<typeof canaryForm>,
  otherwise: unknown,
  { env = {} }: Values,
): Found {
  const given = (own ?? otherwise ?? {}) as Json
  const agent = agentForm.safeParse(withEnvironment(given, env as Readonly<Record<string, string>>))
  return agent.success ? { success: true, data: { ...rest, agent: agent.data, everyMs: everyHours * hourMs } } : agent
}
