/**
 * Alerts to PagerDuty, by its Events API v2: an alarm triggers an incident, its recovery resolves it.
 *
 * Each alarm is an event of its own under its own key, so that however often it is sent there is one incident.
 */
import { z } from 'zod'
import { isoOf } from '../../conversation/index.ts'
import type { AlertKind, Notice, Told } from './alert-kind.ts'
import { post } from './posting.ts'

const settings = z.strictObject({
  routingKey: z.string().min(1).describe("The integration key of the service, such as '{{env.PAGERDUTY_KEY}}'."),
  severity: z.enum(['critical', 'error', 'warning', 'info']).default('error').describe('What incidents are opened as.'),
  url: z
    .string()
    .default('https://events.pagerduty.com/v2/enqueue')
    .describe('Where events are posted; accounts in Europe have another address.'),
})

type Settings = z.infer<typeof settings>

/** A summary takes 1,024 characters. */
const summaryAtMost = 1024

export const pagerduty: AlertKind<Settings> = {
  kind: 'pagerduty',
  settings,
  knowsRepeats: true,
  explain: ({ severity }) => `a service of PagerDuty, as ${severity}`,
  async send(own, notice, outside) {
    for (const told of notice.told) {
      await post({ url: own.url, body: JSON.stringify(eventOf(own, notice, told)) }, outside)
    }
  },
}

function eventOf({ routingKey, severity }: Settings, { project }: Notice, told: Told) {
  const { what, alarm, stream, title, because, evidence, atMs } = told
  const key = { routing_key: routingKey, dedup_key: alarm }
  if (what === 'recovered') return { ...key, event_action: 'resolve' }
  return {
    ...key,
    event_action: 'trigger',
    payload: {
      summary: `${title}: ${because}`.slice(0, summaryAtMost),
      source: `fieldproof/${project}`,
      severity,
      timestamp: isoOf(atMs),
      component: stream,
      custom_details: evidence,
    },
  }
}
