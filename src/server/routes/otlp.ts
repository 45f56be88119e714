/**
 * Where OpenTelemetry exporters post, on every path that senders to other products are set to, so that a base URL is all
 * that changes. Metrics are taken and dropped: exporters that send them along must hear that all is well.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { encodingOf, type TakenIn } from '../../observe/index.ts'
import type { Route } from '../context.ts'
import { bytesIn, ingest, ingestSchema } from './ingest.ts'

const prefixes = ['', '/api/public/otel', '/api/otel', '/api/v1/private/otel', '/otel']
/** Exporters append their path to whatever they are given, even to a path that has it already. */
const suffixes = (signal: string) => [
  `/v1/${signal}`,
  ...['traces', 'logs', 'metrics'].map((given) => `/v1/${given}/v1/${signal}`),
]

const consumes = ['application/x-protobuf', 'application/json']

export const otlp: Route = (server, context) => {
  for (const prefix of prefixes) {
    for (const signal of ['traces', 'logs'] as const) {
      for (const [index, suffix] of suffixes(signal).entries()) {
        ingest(server, context, {
          path: `${prefix}${suffix}`,
          summary: `OpenTelemetry ${signal}, by protobuf or JSON`,
          consumes,
          reader: `otlp-${signal}`,
          isAlias: index > 0,
          answer: exported,
        })
      }
    }
    for (const [index, suffix] of suffixes('metrics').entries()) {
      const summary = 'OpenTelemetry metrics: taken, and dropped'
      server.post(
        `${prefix}${suffix}`,
        { config: { needs: 'ingest' }, schema: ingestSchema({ summary, consumes, isAlias: index > 0 }) },
        async (request, reply) => exported(reply, { records: 0, refused: 0 }, bytesIn(request), request),
      )
    }
  }
  ingest(server, context, {
    path: '/api/public/otel',
    summary: 'OpenTelemetry traces, by protobuf or JSON',
    consumes,
    reader: 'otlp-traces',
    isAlias: true,
    answer: exported,
  })
}

/** In the encoding of the request: nothing, or how many records were refused and why. */
function exported(reply: FastifyReply, { refused, because }: TakenIn, body: Buffer, { headers }: FastifyRequest) {
  const json = encodingOf(body, headers['content-type']) === 'json'
  const why = because ?? ''
  if (json) {
    const partialSuccess = { rejectedSpans: refused, errorMessage: why }
    return reply.type('application/json').send(refused === 0 ? {} : { partialSuccess })
  }
  return reply.type('application/x-protobuf').send(refused === 0 ? Buffer.alloc(0) : partialSuccess(refused, why))
}

/** `partial_success { rejected = 1, error_message = 2 }` as field 1, the same for spans and log records. */
function partialSuccess(refused: number, why: string): Buffer {
  const text = Buffer.from(why)
  const inner = Buffer.concat([Buffer.from([0x08, ...varint(refused), 0x12, ...varint(text.length)]), text])
  return Buffer.concat([Buffer.from([0x0a, ...varint(inner.length)]), inner])
}

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))]
}
