import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { talkWith } from './otel-spans.mjs'
import { fieldproof } from './talk.mjs'

await talkWith(new OTLPTraceExporter({ url: `${fieldproof}/v1/traces` }))
