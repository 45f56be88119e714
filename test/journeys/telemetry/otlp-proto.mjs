import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { talkWith } from './otel-spans.mjs'
import { fieldproof } from './talk.mjs'

await talkWith(new OTLPTraceExporter({ url: `${fieldproof}/v1/traces`, compression: 'gzip' }))
