/** `fieldproof serve`: takes conversations of production in, and grades them by the pact as they end. */
import { resolve } from 'node:path'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { juryChoices, juryOptions } from '../jury-options.ts'
import { type Beside, observeSettings, workBeside } from '../observing.ts'
import { wholeNumber } from '../options.ts'

export const serve: Command = {
  name: 'serve',
  summary: 'take conversations of production in, and grade them by the same pact',
  options: [
    { form: '--pact <file>', description: "a pact; the project's when left out" },
    { form: '--data <folder>', description: 'where everything is kept; .fieldproof/production when left out' },
    { form: '--port <n>', description: '4319 when left out; 0 for a free one', read: wholeNumber('--port', 0) },
    ...juryOptions,
  ],
  examples: ['fieldproof serve', 'fieldproof serve --pact pact.yaml --port 0'],

  async run(given, io) {
    const { findPact } = await import('../find-pact.ts')
    const { openObservatory } = await import('../../observe/index.ts')
    const { openServer } = await import('../../server/index.ts')
    const { wallClock } = await import('../../connect/index.ts')
    const pact = await findPact(given, io)
    const settings = await observeSettings(io)
    const failed = (thrown: unknown) =>
      io.err(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    const now = () => io.now().getTime()
    const observatory = await openObservatory({
      folder: resolve(io.cwd, (given.options.data as string | undefined) ?? '.fieldproof/production'),
      grading: { pact, sampling: settings.sampling },
      idle: settings.idle,
      clock: wallClock(),
      now,
      failed,
    })
    const choices = juryChoices(given)
    let beside: Beside | undefined
    try {
      beside = await workBeside({ observed: observatory.observed, pact, settings, choices, failed }, io)
      const port = (given.options.port as number | undefined) ?? 4319
      const server = await openServer({ observatory, now, version: '0', port })
      io.out(`${io.style.bold('listening')} ${server.url}`)
      io.out(`  pact ${pact.id} ${pact.version}; send conversations to ${server.url}/v1/conversations`)
      await new Promise<void>((done) => io.interrupted.addEventListener('abort', () => done(), { once: true }))
      await server.close()
    } finally {
      await beside?.close()
      await observatory.close()
    }
    return exitCodes.ok
  },
}
