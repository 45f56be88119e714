/** Every route, one line each. */
import type { Route } from '../context.ts'
import { conversations } from './conversations.ts'
import { health } from './health.ts'
import { langfuse } from './langfuse.ts'
import { langsmith } from './langsmith.ts'
import { otlp } from './otlp.ts'
import { status } from './status.ts'

export const routes: readonly Route[] = [health, conversations, otlp, langfuse, langsmith, status]
