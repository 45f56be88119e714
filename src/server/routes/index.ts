/** Every route, one line each. */
import type { Route } from '../context.ts'
import { audit } from './audit.ts'
import { conversations } from './conversations.ts'
import { early } from './early.ts'
import { health } from './health.ts'
import { keeping } from './keeping.ts'
import { keys } from './keys.ts'
import { labels } from './labels.ts'
import { langfuse } from './langfuse.ts'
import { langsmith } from './langsmith.ts'
import { live } from './live.ts'
import { metrics } from './metrics.ts'
import { openapi } from './openapi.ts'
import { otlp } from './otlp.ts'
import { patterns } from './patterns.ts'
import { people } from './people.ts'
import { score } from './score.ts'
import { session } from './session.ts'
import { status } from './status.ts'
import { violations } from './violations.ts'
import { webhooks } from './webhooks.ts'

export const allRoutes: readonly Route[] = [
  health,
  conversations,
  webhooks,
  otlp,
  langfuse,
  langsmith,
  keeping,
  status,
  live,
  metrics,
  score,
  early,
  violations,
  labels,
  patterns,
  session,
  keys,
  people,
  audit,
  openapi,
]

/** Those of the second port. */
export const otlpRoutes: readonly Route[] = [health, otlp]
