/** `fieldproof proxy`: proxies of bytes in front of any servers, driven through Toxiproxy's API until Ctrl-C. */
import { randomBytes } from 'node:crypto'
import { Problem } from '../../problem.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { wholeNumber } from '../options.ts'

export const proxy: Command = {
  name: 'proxy',
  summary: "stand proxies in front of servers, to be driven through Toxiproxy's API",
  arguments: [{ form: '[servers...]', description: 'name=host:port of each server' }],
  options: [
    {
      form: '--port <n>',
      description: 'port of the API on loopback; any free one when left out',
      read: wholeNumber('--port', 0),
    },
    { form: '--token <token>', description: 'what clients must know; FIELDPROOF_TOKEN, or a new one, when left out' },
    { form: '--allow <host...>', description: 'hosts beyond this machine that proxies may lead to' },
    { form: '--seed <n>', description: 'decides which connections toxics strike', read: wholeNumber('--seed', 0) },
  ],
  examples: ['fieldproof proxy database=127.0.0.1:5432', 'fieldproof proxy --port 8474 --token "$TOKEN"'],

  async run({ arguments: servers, options }, io) {
    const { startControl } = await import('../../connect/index.ts')
    const token =
      (options.token as string | undefined) ?? io.env.FIELDPROOF_TOKEN ?? randomBytes(18).toString('base64url')
    const { interrupted } = io
    const control = await startControl({
      token,
      proxies: Object.fromEntries(servers.map(serverIn)),
      ...(options.allow !== undefined && { allow: options.allow as string[] }),
      ...(options.port !== undefined && { port: options.port as number }),
      ...(options.seed !== undefined && { seed: options.seed as number }),
    })
    try {
      io.out(
        JSON.stringify({ control: control.url, token, client: control.urlWithToken, proxies: control.addresses() }),
      )
      io.err(
        'Proxies stand until Ctrl-C. Point clients at them, and give Toxiproxy clients the address under "client".',
      )
      await new Promise<void>((stop) => {
        if (interrupted.aborted) stop()
        interrupted.addEventListener('abort', () => stop(), { once: true })
      })
    } finally {
      await control.close()
    }
    return exitCodes.ok
  },
}

function serverIn(text: string): readonly [string, string] {
  const [, name, address] = /^([\w-]+)=(.+:\d+)$/.exec(text) ?? []
  if (name !== undefined && address !== undefined) return [name, address]
  throw new Problem({
    code: 'cli/bad-option',
    message: `"${text}" names no server.`,
    hint: 'Write a name and where the server is: database=127.0.0.1:5432.',
  })
}
