/** Every kind of receiver of alerts, one line each. */
import { type AnyAlertKind, anyKind } from './alert-kind.ts'
import { email } from './email.ts'
import { pagerduty } from './pagerduty.ts'
import { slack } from './slack.ts'
import { webhook } from './webhook.ts'

export const alertKinds: readonly AnyAlertKind[] = [
  anyKind(slack),
  anyKind(webhook),
  anyKind(pagerduty),
  anyKind(email),
]
