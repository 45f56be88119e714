/** What OpenTelemetry exporters send: spans, and the log records in which some instrumentations put what was said. */
import type { Json } from '../../conversation/index.ts'
import { observationsOf } from '../formats/index.ts'
import type { OtlpLog, OtlpSpan } from '../otlp/otlp.ts'
import { readOtlp } from '../otlp/read-otlp.ts'
import type { Reader } from './reader.ts'
import { spanItems } from './spans.ts'

export const otlpTraces = otlpReader('traces', 'spans of OpenTelemetry exporters')
export const otlpLogs = otlpReader('logs', 'log records of OpenTelemetry exporters')

function otlpReader(signal: 'traces' | 'logs', summary: string): Reader {
  return {
    name: `otlp-${signal}`,
    summary,
    decode(body, contentType) {
      const { spans, logs, refused } = readOtlp(body, contentType, signal)
      return {
        values: { spans, logs } as unknown as Json,
        records: spans.length + logs.length + refused.count,
        refused,
      }
    },
    understand(values) {
      const { spans, logs } = values as unknown as { readonly spans: OtlpSpan[]; readonly logs: OtlpLog[] }
      const { observations, skipped } = observationsOf({ spans, logs })
      return spanItems(observations, skipped)
    },
  }
}
