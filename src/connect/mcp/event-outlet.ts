/** A stream of events to the agent, opened with the first of them, that can end in more ways than one. */
import { type Headers, withHeader } from '../backends/exchange.ts'
import type { AgentSide } from '../backends/plain-response.ts'

export class EventOutlet {
  private readonly response: AgentSide
  isOpen = false

  constructor(response: AgentSide) {
    this.response = response
  }

  open(status: number, headers: Headers): void {
    if (this.isOpen || this.response.destroyed) return
    this.isOpen = true
    const typed = withHeader(headers, 'content-type', 'text/event-stream')
    this.response.writeHead(status, withHeader(typed, 'content-length', undefined).flat())
    this.response.flushHeaders()
  }

  write(bytes: Uint8Array | string): void {
    if (!this.response.destroyed) this.response.write(bytes)
  }

  /** Ends it properly. @returns how much of it left */
  end(): Promise<'whole' | 'nothing'> {
    if (this.response.destroyed) return Promise.resolve('nothing')
    return new Promise((done) => {
      this.response.once('close', () => done(this.response.writableFinished ? 'whole' : 'nothing'))
      this.response.end()
    })
  }

  /** Breaks it off after everything that was written. */
  cut(): void {
    const { socket } = this.response
    socket?.end(() => socket.destroy())
  }

  /** Says no other word: breaks it off, or leaves it open until the agent goes away. */
  async abandon(how: 'silence' | 'closed'): Promise<'partly'> {
    const { socket } = this.response
    if (how === 'closed') this.cut()
    else if (socket !== null && !socket.destroyed) await new Promise<void>((gone) => socket.once('close', () => gone()))
    return 'partly'
  }
}
