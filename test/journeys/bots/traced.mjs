/**
 * A chat agent whose every request is a trace, exported with OpenTelemetry's stock exporter; it goes on with the trace that a
 * request brings, as instrumentations of servers do. `POST /flush` sends what is waiting.
 */
import { createServer } from 'node:http'
import process from 'node:process'
import { json } from 'node:stream/consumers'
import { context, propagation, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

const exporter = new OTLPTraceExporter({ url: `${process.argv[2]}/v1/traces` })
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] })
provider.register()
const tracer = trace.getTracer('shop')

async function answer(request) {
  if (request.url === '/flush') return void (await provider.forceFlush())
  const { message, conversationId } = await json(request)
  const reply = `You said: ${message}`
  const told = (role, content) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
  tracer.startActiveSpan('POST /chat', {}, propagation.extract(context.active(), request.headers), (outer) => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.conversation.id': conversationId,
      'gen_ai.input.messages': told('user', message),
      'gen_ai.output.messages': told('assistant', reply),
    }
    tracer.startSpan('chat gpt-4o-mini', { attributes }).end()
    outer.end()
  })
  return { reply }
}

const server = createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify((await answer(request)) ?? {}))
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`))
