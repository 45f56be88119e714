/** A proxy of bytes: a port on loopback, an upstream, and toxics between them. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import { link } from './link.ts'
import type { Toxic } from './toxic.ts'

export interface TcpProxyOptions {
  readonly name: string
  /** Port on loopback; 0 for any that is free. */
  readonly port: number
  /** `host:port` */
  readonly upstream: string
  readonly clock: Clock
  readonly seed: number
}

export class TcpProxy {
  readonly name: string
  upstream: string
  private port: number
  private readonly clock: Clock
  private readonly seed: number
  private server: Server | undefined
  private readonly sockets = new Set<Socket>()
  private current: readonly Toxic[] = []
  private change = new AbortController()
  private connections = 0

  constructor({ name, port, upstream, clock, seed }: TcpProxyOptions) {
    this.name = name
    this.port = port
    this.upstream = upstream
    this.clock = clock
    this.seed = seed
  }

  get enabled(): boolean {
    return this.server !== undefined
  }

  get listen(): string {
    return `127.0.0.1:${this.port}`
  }

  get toxics(): readonly Toxic[] {
    return this.current
  }

  /** Takes effect at once, on connections that are open as well. */
  setToxics(toxics: readonly Toxic[]): void {
    this.current = toxics
    const { change } = this
    this.change = new AbortController()
    change.abort()
  }

  /** @throws Error when the port is taken */
  async enable(): Promise<void> {
    if (this.server !== undefined) return
    const server = createServer({ allowHalfOpen: true }, (client) => this.carry(client))
    await new Promise<void>((ready, failed) => {
      server.once('error', failed)
      server.listen(this.port, '127.0.0.1', () => ready())
    })
    this.port = (server.address() as AddressInfo).port
    this.server = server
  }

  /** Refuses new connections and ends those there are. */
  async disable(): Promise<void> {
    const { server } = this
    if (server === undefined) return
    this.server = undefined
    const closed = new Promise<void>((done) => server.close(() => done()))
    for (const socket of this.sockets) socket.destroy()
    this.change.abort()
    this.change = new AbortController()
    await closed
  }

  private carry(client: Socket): void {
    this.connections += 1
    const connection = this.connections
    const [host = '', port = ''] = splitAddress(this.upstream)
    const upstream = connect({ host, port: Number(port), allowHalfOpen: true })
    for (const socket of [client, upstream]) {
      this.sockets.add(socket)
      socket.setNoDelay(true)
      socket.once('close', () => this.sockets.delete(socket))
    }
    upstream.once('error', () => client.destroy())
    client.once('error', () => upstream.destroy())
    client.once('close', () => upstream.destroy())
    const { clock, seed } = this
    const along = (stream: Toxic['stream']) => ({
      clock,
      seed,
      connection,
      toxics: () => this.current.filter((toxic) => toxic.stream === stream),
      changed: () => this.change.signal,
    })
    void link({ from: client, to: upstream, ...along('upstream') })
    void link({ from: upstream, to: client, ...along('downstream') })
  }
}

/** `127.0.0.1:80` and `[::1]:80`. */
export function splitAddress(address: string): readonly [host: string, port: string] | readonly [] {
  const parts = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(address)
  return parts === null ? [] : [parts[1] ?? '', parts[2] ?? '']
}
