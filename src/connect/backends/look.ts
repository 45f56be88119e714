/**
 * Looking at a backend as one conversation has left it: where verifiers read what stayed in the conversation.
 *
 * A look is asked of the mode's source with its conversation: through the overlay in shadow mode, from the recording in
 * replay. It meets no fault and is in no ledger. It only reads, on an address that cannot be guessed, until the
 * conversation is over.
 */
import { randomBytes } from 'node:crypto'
import { deliver } from './deliver.ts'
import { replyOf } from './exchange.ts'
import { endToEnd } from './own-headers.ts'
import type { AgentSide } from './plain-response.ts'
import type { Source } from './source.ts'

const beginning = '/~look/'

/** A request as Node reads it, or as it is read here. */
interface Asking {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly rawHeaders: readonly string[]
}

export class Looks {
  private readonly trials = new Map<string, string>()
  private readonly backend: string
  private readonly source: Source

  constructor(backend: string, source: Source) {
    this.backend = backend
    this.source = source
  }

  /** @returns what follows the proxy's address: `/~look/5b0c…` */
  open(trial: string): string {
    const path = beginning + randomBytes(16).toString('hex')
    this.trials.set(path, trial)
    return path
  }

  close(path: string): void {
    this.trials.delete(path)
  }

  /** Whether a request is a look, so that it is no call of an agent. */
  takes({ url = '' }: Pick<Asking, 'url'>): boolean {
    return url.startsWith(beginning)
  }

  async answer({ method = 'GET', url = '', rawHeaders }: Asking, response: AgentSide): Promise<void> {
    const path = /^\/~look\/[^/?]*/.exec(url)?.[0] ?? ''
    const trial = this.trials.get(path)
    if (trial === undefined) return refuse(response, 404, 'No conversation that is going on is looked at here.')
    if (method !== 'GET') return refuse(response, 405, `Looking only reads: GET, not ${method}.`)
    const rest = url.slice(path.length)
    const target = rest.startsWith('/') ? rest : `/${rest}`
    const call = { backend: this.backend, method, target, headers: endToEnd(rawHeaders), body: Buffer.alloc(0) }
    const whenGone = (giveUp: () => void) => void response.once('close', giveUp)
    const reply = await this.source
      .ask(call, { trial, whenGone, isLook: true })
      .catch((thrown: Error) => replyOf(502, 'text/plain', thrown.message))
    await deliver(reply, response)
  }
}

async function refuse(response: AgentSide, status: number, why: string): Promise<void> {
  await deliver(replyOf(status, 'text/plain', why), response)
}
