/** Every form in which production sends, one line each. */
import { conversations } from './conversations.ts'
import { langfuseBatches } from './langfuse.ts'
import { langsmithForms } from './langsmith.ts'
import { otlpLogs, otlpTraces } from './otlp.ts'
import type { Reader } from './reader.ts'
import { webhookReaders } from './webhooks/index.ts'

export const readers: readonly Reader[] = [
  conversations,
  otlpTraces,
  otlpLogs,
  langfuseBatches,
  langsmithForms,
  ...webhookReaders,
]

/** A reader by the name that stands in the log. */
export function readerNamed(name: string): Reader | undefined {
  return readers.find((reader) => reader.name === name)
}
