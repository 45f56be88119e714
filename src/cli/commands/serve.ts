/** `fieldproof serve`: takes conversations of production in, and grades them by the pact as they end. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { juryOptions } from '../jury-options.ts'
import { observeSettings } from '../observing.ts'
import { wholeNumber } from '../options.ts'
import type { ServedFrom } from '../serving-thread.ts'

export const serve: Command = {
  name: 'serve',
  summary: 'take conversations of production in, and grade them by the same pact',
  options: [
    { form: '--pact <file>', description: "a pact; the project's when left out" },
    { form: '--data <folder>', description: 'where everything is kept; .fieldproof/production when left out' },
    { form: '--port <n>', description: '4319 when left out; 0 for a free one', read: wholeNumber('--port', 0) },
    {
      form: '--host <address>',
      description: 'where it listens; 127.0.0.1 when left out, and nowhere else without keys',
    },
    {
      form: '--otlp-port <n>',
      description: 'a second port for OpenTelemetry alone; exporters try 4318 by themselves',
      read: wholeNumber('--otlp-port', 0),
    },
    {
      form: '--public-url <url>',
      description: 'where people reach it when something stands before it; with https, cookies are sent by https alone',
    },
    { form: '--log', description: 'one line of JSON per request, to standard error; beyond this machine always' },
    ...juryOptions,
  ],
  examples: ['fieldproof serve', 'fieldproof serve --pact pact.yaml --port 0'],

  async run(given, io) {
    const { findPact } = await import('../find-pact.ts')
    const { openObservatory } = await import('../../observe/index.ts')
    const { openServer } = await import('../../server/index.ts')
    const { wallClock } = await import('../../connect/index.ts')
    const { openAccess, openLabels } = await import('../../store/index.ts')
    const pact = await findPact(given, io)
    const settings = await observeSettings(io)
    const failed = (thrown: unknown) =>
      io.err(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    const now = () => io.now().getTime()
    const folder = resolve(io.cwd, (given.options.data as string | undefined) ?? '.fieldproof/production')
    const observatory = await openObservatory({
      folder,
      grading: { pact, sampling: settings.sampling, quietDays: settings.drift.quietDays },
      idle: settings.idle,
      redaction: settings.redaction,
      retention: settings.retention,
      preparing: { threads: preparingThreads },
      thread: {
        module: besideModule,
        data: { cwd: io.cwd, options: given.options } satisfies ServedFrom,
        judging: { threads: judgingThreads },
      },
      clock: wallClock(),
      now,
      failed,
    })
    const stopped = new Promise<void>((done) => io.interrupted.addEventListener('abort', () => done(), { once: true }))
    const access = await openAccess(join(folder, 'access.db'))
    const labels = await openLabels(join(folder, 'labels.db'))
    try {
      const port = (given.options.port as number | undefined) ?? 4319
      const server = await openServer({
        observatory,
        access,
        labels,
        webhooks: settings.webhooks,
        now,
        version: ownVersion(),
        port,
        ...listening(given, io),
      })
      io.out(`${io.style.bold('listening')} ${server.url}`)
      if (server.otlpUrl !== undefined) io.out(`  OpenTelemetry alone: ${server.otlpUrl}`)
      io.out(`  pact ${pact.id} ${pact.version}; send conversations to ${server.url}/v1/conversations`)
      await stopped
      await server.close()
    } finally {
      await observatory.close()
      await access.close()
      await labels.close()
    }
    return exitCodes.ok
  },
}

/** Large requests are decoded and redacted on as many: one keeps up with most traffic, the other with its peaks. */
const preparingThreads = 2

/** Begun when more is over at once than one thread judges while it goes on. */
const judgingThreads = 2

/** Beside this file, whether it is built or not. */
const besideModule = new URL(
  import.meta.url.endsWith('.ts') ? '../serving-thread.ts' : '../serving-thread.js',
  import.meta.url,
).href

/** Where it listens, and whether it says what it answers. */
function listening({ options }: Given, io: Io) {
  const host = options.host as string | undefined
  const otlpPort = options.otlpPort as number | undefined
  const publicUrl = options.publicUrl as string | undefined
  const log = options.log === true || host !== undefined
  return {
    ...(host !== undefined && { host }),
    ...(otlpPort !== undefined && { otlpPort }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(log && { log: (line: string) => io.err(line.trimEnd()) }),
  }
}

function ownVersion(): string {
  return JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version
}
