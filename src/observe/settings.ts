/**
 * The `observe:` part of a project file: how production is taken in, read, watched and told of.
 *
 * Simulation hands it on unread. Where placeholders stand (`{{env.SLACK_WEBHOOK}}`), they are filled when the server
 * starts, so that no secret stands in the file.
 */
import { z } from 'zod'
import { fill, type Values } from '../connect/index.ts'
import type { Json } from '../conversation/index.ts'
import { openDocument } from '../document.ts'
import { Problem } from '../problem.ts'
import type { AnyAlertKind } from './alerts/alert-kind.ts'
import { alertKinds } from './alerts/index.ts'
import type { Target } from './alerts/target.ts'
import { type CanarySettings, canaryOf, type DriftSettings, driftForm, driftOf } from './drift/settings.ts'
import type { IdleTimes } from './grading/idle.ts'
import { type SamplingTerms, usualSampling } from './grading/sampling.ts'
import { type WebhookSettings, webhookSettings } from './intake/webhooks/index.ts'
import { retentionForm, retentionOf } from './retention/settings.ts'
import type { RetentionTerms } from './retention/terms.ts'

const name = z.string().regex(/^[\w-]+$/)
const perDay = z.number().int().max(10_000_000)

const samplingForm = z.strictObject({
  basePerDay: perDay
    .min(1)
    .default(usualSampling.basePerDay)
    .describe('Conversations that juries read each day for rates and drift, over all channels and versions.'),
  riskPerDay: perDay
    .min(0)
    .default(usualSampling.riskPerDay)
    .describe('Conversations that juries read besides, those first that look bad to code. Rates are put right for it.'),
  salt: z
    .string()
    .min(1)
    .default(usualSampling.salt)
    .describe('Decides with the name of a conversation whether it is read. Another salt takes others.'),
})

const readingForm = z.strictObject({
  atOnce: z.number().int().min(1).max(1000).default(4).describe('Conversations before juries at the same time.'),
  deadlineSeconds: z.number().positive().max(3600).default(120).describe('Longest time for one conversation.'),
  tries: z.number().int().min(1).max(10).default(3).describe('How often one is tried before it is skipped.'),
})

const redactionForm = z.strictObject({
  mode: z
    .enum(['off', 'remove', 'tokens'])
    .default('remove')
    .describe('What happens to secrets and personal data before anything is kept. tokens: the key brings them back.'),
  fields: z.array(z.string().min(1)).default([]).describe('Further fields whose values are removed whole, by name.'),
  keep: z
    .array(z.string().min(1))
    .default([])
    .describe("Texts that are nobody's secret, such as the business's own telephone number."),
})

const targetForm = z
  .strictObject({
    ...Object.fromEntries(alertKinds.map(({ kind, settings }) => [kind, settings.optional()])),
    streams: z.array(z.string().min(1)).min(1).default(['*']).describe('What is told of, with * for any text.'),
    afterMinutes: z
      .number()
      .min(0)
      .max(100_000)
      .default(0)
      .describe('How long an alarm may stand without anyone acknowledging it before this one is told.'),
  })
  .refine((target) => kindsIn(target).length === 1, {
    error: `Name exactly one of: ${alertKinds.map(({ kind }) => kind).join(', ')}.`,
  })

const alertsForm = z.strictObject({
  groupSeconds: z.number().min(0).max(3600).default(30).describe('How long what comes together is gathered.'),
  allow: z
    .array(z.string().min(1))
    .default([])
    .describe('Hosts that alerts may go to although they are not on the internet: hooks.internal:8080.'),
  to: z.record(name, targetForm).default({}).describe('Who is told of alarms, by a name of your choice.'),
})

const observeForm = z.strictObject({
  idleMinutes: z
    .record(z.string(), z.number().positive().max(525_600))
    .default({})
    .describe('After how long without anything new a conversation is over, by channel. It is quiet after half of it.'),
  sampling: samplingForm.prefault({}),
  reading: readingForm.prefault({}).describe('How juries read.'),
  redaction: redactionForm.prefault({}),
  drift: driftForm.prefault({}),
  retention: retentionForm
    .prefault({})
    .describe('How long what was sent is kept after the last of it came. Numbers are kept for good.'),
  alerts: alertsForm.prefault({}),
  webhooks: webhookSettings.prefault({}),
})

type Form = z.output<typeof observeForm>

/** What a server is told of production. Times in milliseconds unless they are named otherwise. */
export interface ObserveSettings {
  readonly idle: IdleTimes
  readonly sampling: SamplingTerms
  readonly reading: { readonly atOnce: number; readonly deadlineMs: number; readonly tries: number }
  readonly redaction: Form['redaction']
  readonly retention: RetentionTerms
  readonly drift: DriftSettings
  readonly alerts: {
    readonly groupMs: number
    readonly allow: readonly string[]
    readonly targets: readonly Target[]
  }
  /** Webhooks of chat providers whose deliveries are copied to the server. */
  readonly webhooks: WebhookSettings
}

/** JSON Schema of the `observe:` part, for editors. */
export const observeJsonSchema = () => z.toJSONSchema(observeForm, { io: 'input', unrepresentable: 'any' })

/**
 * Reads the `observe:` part of a project file; without one, or without a file, everything is as it usually is.
 *
 * @param text the project file
 * @param values what placeholders stand for: `{ env }`
 * @throws Problems `project/invalid` with all that is wrong in it, Problem `connect/unknown-placeholder`
 */
export function readObserveSettings(text: string | Uint8Array, file: string, values: Values): ObserveSettings {
  const schema = z.looseObject({ observe: observeForm.prefault({}), agent: z.unknown().optional() })
  const document = openDocument(text, { file, schema, code: 'project/invalid' })
  const { observe, agent } = document.value
  const targets = Object.entries(observe.alerts.to).map(([target, form]) =>
    targetOf(target, form, values, () => document.place(['observe', 'alerts', 'to', target])),
  )
  const webhooks = filledWebhooks(observe.webhooks, values, () => document.place(['observe', 'webhooks']))
  const canary = canaryIn(observe.drift, agent, values, () => document.place(['observe', 'drift', 'canary']))
  return settingsOf(observe, targets, webhooks, canary)
}

/** Settings where nothing is said. */
export const usualSettings = (): ObserveSettings => settingsOf(observeForm.parse({}), [], {})

function settingsOf(
  form: Form,
  targets: readonly Target[],
  webhooks: WebhookSettings,
  canary?: CanarySettings,
): ObserveSettings {
  const { idleMinutes, sampling, reading, redaction, retention, drift, alerts } = form
  return {
    idle: Object.fromEntries(Object.entries(idleMinutes).map(([channel, minutes]) => [channel, minutes * 60_000])),
    sampling,
    reading: { atOnce: reading.atOnce, deadlineMs: reading.deadlineSeconds * 1000, tries: reading.tries },
    redaction,
    retention: retentionOf(retention),
    drift: driftOf(drift, canary),
    alerts: { groupMs: alerts.groupSeconds * 1000, allow: alerts.allow, targets },
    webhooks,
  }
}

function kindsIn(target: Readonly<Record<string, unknown>>): readonly AnyAlertKind[] {
  return alertKinds.filter(({ kind }) => target[kind] !== undefined)
}

function targetOf(
  target: string,
  form: z.output<typeof targetForm>,
  values: Values,
  place: () => Problem['at'],
): Target {
  const [kind] = kindsIn(form)
  if (kind === undefined) throw new Error(`no kind for ${target}`)
  const given = (form as Readonly<Record<string, unknown>>)[kind.kind] as Json
  const settings = kind.settings.safeParse(fill(given, values))
  if (settings.success) {
    const { streams, afterMinutes } = form
    return { name: target, kind, settings: settings.data, streams, afterMs: afterMinutes * 60_000 }
  }
  throw unfit(`"${target}" is not what ${kind.kind} takes`, settings.error, place())
}

function canaryIn(
  { canary }: Form['drift'],
  agent: unknown,
  values: Values,
  place: () => Problem['at'],
): CanarySettings | undefined {
  const found = canary && canaryOf(canary, agent, values)
  if (found === undefined || found.success) return found?.data
  throw unfit('the agent that "canary" asks is not reached', found.error, place())
}

function filledWebhooks(form: Form['webhooks'], values: Values, place: () => Problem['at']): WebhookSettings {
  const settings = webhookSettings.safeParse(fill(form as Json, values))
  if (settings.success) return settings.data
  throw unfit('"webhooks" is not what providers take', settings.error, place())
}

function unfit(what: string, { issues }: z.ZodError, at: Problem['at']): Problem {
  return new Problem({
    code: 'project/invalid',
    message: `With its placeholders filled, ${what}: ${issues[0]?.message}`,
    hint: 'Check the environment variables that it names.',
    ...(at !== undefined && { at }),
  })
}
