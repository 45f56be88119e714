/** Who is in a conversation by mail while a run goes on, and what the agent sent to nobody who is. */
import { hash128 } from '../../stats/index.ts'
import { type MailServer, type MailServerOptions, type Posted, startMailServer } from './mail-server.ts'

/** The end of a conversation that the agent's mails come to. */
export interface Reader {
  /** @param others whom the same mail went to, as its sender told the server */
  receive(raw: Uint8Array, others: readonly string[]): void
}

export class PostOffice {
  /** Open conversations by their customer's address, in small letters. */
  readonly open = new Map<string, Reader>()
  /** Every address that a conversation had: a mail that comes after its end is late, not astray. */
  private readonly known = new Set<string>()
  /** An agent that outlives a run must not take the mails of the next for those that it has seen. */
  private readonly sinceMs = Date.now()
  private server: MailServer | undefined
  private astray = 0
  private late = 0
  private example = ''

  async listen(options: Omit<MailServerOptions, 'onMail'>): Promise<number> {
    this.server = await startMailServer({ ...options, onMail: (posted) => this.sort(posted) })
    return this.server.port
  }

  join(address: string, reader: Reader): void {
    this.open.set(address, reader)
    this.known.add(address)
  }

  leave(address: string, reader: Reader): void {
    if (this.open.get(address) === reader) this.open.delete(address)
  }

  /** The name of a mail: nothing else has it, and the same mail always does. */
  messageId(what: string, about: string): string {
    return `<${what}.${hash128(`${this.sinceMs} ${about}`)}@mail.example.com>`
  }

  private sort({ to, raw }: Posted): void {
    for (const address of new Set(to)) {
      const reader = this.open.get(address)
      if (reader !== undefined) {
        reader.receive(
          raw,
          to.filter((other) => other !== address),
        )
      } else if (this.known.has(address)) this.late += 1
      else {
        this.astray += 1
        this.example ||= address
      }
    }
  }

  /** Whole sentences, for whoever reads the run's report; none where every mail had its reader. */
  told(): readonly string[] {
    return [
      this.astray > 0
        ? `${counted(this.astray)} of the agent's went to addresses that are in no conversation, such as ${this.example}: taken, counted, and passed on to nobody.`
        : [],
      this.late > 0 ? `${counted(this.late)} of the agent's came when their conversation had ended.` : [],
    ].flat()
  }

  async close(): Promise<void> {
    await this.server?.close()
  }
}

function counted(n: number): string {
  return n === 1 ? '1 mail' : `${n} mails`
}
