/** What may be wrong with a whole body. What is wrong with one record of it refuses that record alone. */
import { Problem } from '../../problem.ts'

/** The bytes are not what they are said to be. A sender that repeats them gets the same answer. */
export function undecodable(why: string, cause?: unknown): Problem {
  return new Problem({
    code: 'ingest/undecodable',
    message: `The body cannot be read: ${why}.`,
    hint: 'Send what an OpenTelemetry exporter sends (protobuf or JSON), with the Content-Type and Content-Encoding that it has.',
    ...(cause !== undefined && { cause }),
  })
}

export function tooLarge(cap: number, when: 'as it was sent' | 'unpacked'): Problem {
  return new Problem({
    code: 'ingest/too-large',
    message: `The body is larger than ${cap} bytes ${when}.`,
    hint: 'Send smaller batches (OTEL_BSP_MAX_EXPORT_BATCH_SIZE for spans, OTEL_BLRP_MAX_EXPORT_BATCH_SIZE for logs).',
  })
}

export function unknownEncoding(encoding: string): Problem {
  return new Problem({
    code: 'ingest/unknown-encoding',
    message: `The body is encoded as "${encoding}", which is none of gzip, deflate, br and identity.`,
    hint: 'Set OTEL_EXPORTER_OTLP_COMPRESSION to gzip or none.',
  })
}
