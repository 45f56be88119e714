/** Every dialect, one line each: the more particular before the more general, since the first that has a field gives it. */
import type { Dialect } from './dialect.ts'
import { langfuse } from './langfuse.ts'
import { langsmith } from './langsmith.ts'
import { livekit } from './livekit.ts'
import { openinference } from './openinference.ts'
import { openllmetry } from './openllmetry.ts'
import { otelGenai } from './otel-genai.ts'
import { plain } from './plain.ts'
import { vercelAi } from './vercel-ai.ts'

export const dialects: readonly Dialect[] = [
  langfuse,
  langsmith,
  openinference,
  vercelAi,
  openllmetry,
  livekit,
  otelGenai,
  plain,
]
