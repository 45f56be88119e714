/** A real backend behind the proxy, for tests: whatever server it is, and conversations that are open to it. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { faultSetOf, faultSetSettings } from '../faults/rule.ts'
import { type Backends, backendSettings, startBackends } from './backends.ts'
import type { LedgerEvent } from './ledger.ts'

type Result = Extract<LedgerEvent, { readonly type: 'tool-result' }>

export interface Practice {
  readonly server: Server
  readonly backends: Backends
  /** The proxy's address. */
  readonly url: string
  /** Opens a conversation. @param known what its calls carry, where the settings ask for it by {{conversation}} */
  converse(known: string, faults?: readonly unknown[]): Conversing
  close(): Promise<void>
}

interface Conversing {
  readonly url: string
  readonly ledger: LedgerEvent[]
  results(): Result[]
  /** Resolves when so many results are there. */
  seen(n: number): Promise<Result[]>
  close(): void
}

/** @param settings besides the upstream; default one conversation at a time */
export async function practice(
  answer: RequestListener | Server,
  settings: Readonly<Record<string, unknown>> = {},
  scheme: 'http' | 'https' = 'http',
): Promise<Practice> {
  const server = typeof answer === 'function' ? createServer(answer) : answer
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const upstream = `${scheme}://127.0.0.1:${port}`
  const backends = await startBackends({
    desk: backendSettings.parse({ upstream, correlate: { lease: true }, ...settings }),
  })
  backends.lead({})
  return {
    server,
    backends,
    url: backends.urls.desk ?? '',
    converse(known, faults = []) {
      const ledger: LedgerEvent[] = []
      const waiting = new Set<() => void>()
      const sets = faults.map((each, index) => faultSetOf(`trouble-${index + 1}`, faultSetSettings.parse(each)))
      const emit = (event: LedgerEvent) => {
        ledger.push(event)
        for (const look of waiting) look()
      }
      const trial = backends.open({ id: known, seed: 1, faults: sets, turn: () => 1, emit }, { conversation: known })
      const results = () => ledger.flatMap((event) => (event.type === 'tool-result' ? [event] : []))
      return {
        url: trial.values.desk?.url ?? '',
        ledger,
        results,
        seen: (n) =>
          new Promise((done) => {
            const look = () => {
              if (results().length < n) return
              waiting.delete(look)
              done(results())
            }
            waiting.add(look)
            look()
          }),
        close: () => trial.close(),
      }
    },
    async close() {
      await backends.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
