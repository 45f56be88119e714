/**
 * The backends of a project: a proxy in front of each, opened to one conversation at a time or to many.
 *
 * Proxies listen before anything is started, so that the agent can be started with their addresses; where they lead is
 * known once the backends run (`lead`).
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { Problem } from '../../problem.ts'
import { type Clock, wallClock } from '../clock.ts'
import { notRecorded, replaySource } from '../recordings/replay.ts'
import { fillText, type Values } from '../template.ts'
import { type Correlation, correlateSettings, correlationOf } from './correlate.ts'
import { liveSource } from './live.ts'
import { Looks } from './look.ts'
import { modeSettings, sourceFor } from './modes.ts'
import { type BackendProxy, startProxy } from './proxy.ts'
import { routeSettings, routesOf } from './routes.ts'
import { type Source, upgradeBy } from './source.ts'
import { type OpenTrial, TrialCalls } from './trial-calls.ts'
import { allowedUpstream } from './upstream.ts'

export const backendSettings = z.strictObject({
  upstream: z
    .string()
    .optional()
    .describe('Where the real backend is: {{start.backend}}, https://api.example.com/v1. A replayed one needs none.'),
  env: z
    .string()
    .optional()
    .describe("An environment variable that tells the started agent the proxy's address: PRACTICE_URL."),
  allow: z
    .array(z.string())
    .default([])
    .describe('Hosts beyond this machine that may be reached. Default none: a mistake cannot reach a real system.'),
  mode: modeSettings.describe('Whether calls reach the real system: live, or { shadow: … }. Default live.'),
  ca: z
    .string()
    .optional()
    .describe('Of an https upstream with a certificate of its own: the PEM file with the authority that signed it.'),
  correlate: correlateSettings.describe('How calls of different conversations are told apart.'),
  ...routeSettings,
})
export type BackendSettings = z.output<typeof backendSettings>

/** The backends as one conversation has them, until `close`. */
export interface TrialBackends {
  /**
   * Of each for this conversation: the agent's address, `{{backends.practice.url}}`, and where verifiers see it as the
   * conversation has left it, `{{backends.practice.look}}`.
   */
  readonly values: Readonly<Record<string, { readonly url: string; readonly look: string }>>
  /** What is under way is written into the ledger as it stands; calls that come later belong to nobody. */
  close(): void
}

export interface Backends {
  /** Address of each proxy by the backend's name. */
  readonly urls: Readonly<Record<string, string>>
  /** For the process that is started: variables with the proxies' addresses. */
  readonly env: Readonly<Record<string, string>>
  /** Whether only one conversation can be had at a time, because nothing tells their calls apart. */
  readonly exclusive: boolean
  /** @throws Problem `backends/upstream-not-allowed`, `backends/bad-upstream`, `backends/no-authority` */
  lead(values: Values): void
  /**
   * @param values of the conversation, for the templates that say what it is known by
   * @throws Problem `backends/calls-alike` when calls could not be told from those of another open conversation
   */
  open(trial: OpenTrial, values: Values): TrialBackends
  /** Calls that belonged to no conversation, by backend. */
  unplaced(): readonly { readonly backend: string; readonly n: number; readonly example: string; readonly by: string }[]
  close(): Promise<void>
}

class Backend {
  readonly name: string
  readonly settings: BackendSettings
  readonly correlation: Correlation
  readonly trials = new Map<string, TrialCalls>()
  private proxy: BackendProxy | undefined
  private live: Source | undefined
  private behind: Source | undefined
  /** What answers conversations that bring their own recording. */
  private readonly recorded = new Map<string, Source>()
  private readonly looks: Looks
  private readonly seen: Source
  private readonly folder: string
  private readonly clock: Clock

  constructor(name: string, settings: BackendSettings, { folder, clock }: { folder: string; clock: Clock }) {
    this.name = name
    this.folder = folder
    this.clock = clock
    this.settings = settings
    this.correlation = correlationOf(settings.correlate)
    this.seen = this.led()
    this.looks = new Looks(name, this.seen)
  }

  async start(): Promise<void> {
    const { name, correlation, seen: source, looks } = this
    const trialOf = (key: string) => this.trials.get(key)
    this.proxy = await startProxy({ name, correlation, trialOf, routes: routesOf(this.settings), source, looks })
  }

  /** The source that this backend is led to later. */
  private led(): Source {
    const { recorded } = this
    const behind = (trial = '') => recorded.get(trial) ?? this.source()
    return {
      explain: () => behind().explain(),
      ask: (call, context) => behind(context.trial).ask(call, context),
      get streams() {
        return recorded.size === 0 && behind().streams === true
      },
      upgrade: (call) => upgradeBy(behind(), call),
      close: async () => {},
    }
  }

  get url(): string {
    return this.proxy?.url ?? ''
  }

  lead(values: Values): void {
    const { upstream, allow, mode, ca } = this.settings
    const trusted = ca === undefined ? {} : { ca: this.authority(ca) }
    this.live =
      upstream === undefined
        ? nowhere(this.name)
        : liveSource(allowedUpstream(fillText(upstream, values), allow, this.name), trusted)
    const { folder, clock, live } = this
    this.behind = sourceFor(mode, live, { routes: routesOf(this.settings), folder, clock })
  }

  /** @throws Problem `backends/no-authority` */
  private authority(file: string): string {
    try {
      const pem = readFileSync(resolve(this.folder, file), 'utf8')
      if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem
    } catch {
      // Said below, with the same advice.
    }
    throw new Problem({
      code: 'backends/no-authority',
      message: `The certificates of the backend "${this.name}" cannot be read from ${file}.`,
      hint: 'Under "ca:" name a PEM file with the certificate that signed that of the backend; a path is relative to the project file.',
    })
  }

  private source(): Source {
    if (this.behind === undefined) throw new Error('it is not known yet where this backend is')
    return this.behind
  }

  enter(calls: TrialCalls, values: Values): Entered {
    const { correlation, name, trials } = this
    const key = fillText(correlation.value, values)
    if (trials.has(key)) throw callsAlike(name, correlation, key)
    this.record(calls)
    trials.set(key, calls)
    return { backend: this, key, url: correlation.address(this.url, key), look: this.looks.open(calls.id) }
  }

  /** @throws Problem when the recording that a conversation brings cannot be read */
  private record({ trial }: TrialCalls): void {
    const { name, live, folder, settings } = this
    const replay = trial.recorded?.[name]
    if (replay === undefined || live === undefined) return
    // The real one outlives the conversation.
    const real: Source = { explain: () => live.explain(), ask: live.ask.bind(live), close: async () => {} }
    this.recorded.set(trial.id, replaySource(real, replay, { folder, routes: routesOf(settings) }))
  }

  leave({ key, look }: Entered, trial: string): void {
    this.trials.delete(key)
    this.looks.close(look)
    this.behind?.forget?.(trial)
    void this.recorded.get(trial)?.close()
    this.recorded.delete(trial)
  }

  unplaced() {
    const { n = 0, example = '' } = this.proxy?.unplaced() ?? {}
    return n === 0 ? [] : [{ backend: this.name, n, example, by: this.correlation.explain() }]
  }

  async close(): Promise<void> {
    await this.proxy?.close()
    await this.behind?.close()
  }
}

/** What a backend is to one conversation. */
interface Entered {
  readonly backend: Backend
  readonly key: string
  readonly url: string
  /** Path under which verifiers see it. */
  readonly look: string
}

/** Starts a proxy for each backend. @param settings by the backend's name @param folder that relative paths start from */
export async function startBackends(
  settings: Readonly<Record<string, BackendSettings>>,
  clock: Clock = wallClock(),
  folder = '.',
): Promise<Backends> {
  const all = Object.entries(settings).map(([name, each]) => new Backend(name, each, { folder, clock }))
  await Promise.all(all.map((backend) => backend.start()))
  return {
    urls: Object.fromEntries(all.map(({ name, url }) => [name, url])),
    env: Object.fromEntries(all.flatMap(({ settings: { env }, url }) => (env === undefined ? [] : [[env, url]]))),
    exclusive: all.some(({ correlation }) => correlation.exclusive),
    lead: (values) => {
      for (const backend of all) backend.lead(values)
    },
    open(trial, values) {
      const calls = new TrialCalls(trial, clock)
      const entered: Entered[] = []
      const leave = () => {
        for (const each of entered) each.backend.leave(each, trial.id)
      }
      try {
        for (const backend of all) entered.push(backend.enter(calls, values))
      } catch (thrown) {
        leave()
        throw thrown
      }
      return {
        values: Object.fromEntries(
          entered.map(({ backend, url, look }) => [backend.name, { url, look: backend.url + look }]),
        ),
        close() {
          leave()
          calls.close()
        },
      }
    },
    unplaced: () => all.flatMap((backend) => backend.unplaced()),
    async close() {
      for (const backend of all) await backend.close()
    },
  }
}

/** For a backend that is only replayed. */
function nowhere(name: string): Source {
  return {
    explain: () => 'nowhere',
    ask: async () => notRecorded(`The backend "${name}" has no upstream, and nothing of it was recorded.`),
    close: async () => {},
  }
}

function callsAlike(name: string, correlation: Correlation, key: string): Problem {
  const message = correlation.exclusive
    ? `Two conversations would call the backend "${name}" at once, and nothing tells their calls apart.`
    : `Two open conversations are known to the backend "${name}" by the same value "${key}" (${correlation.explain()}).`
  const hint = correlation.exclusive
    ? 'Run one at a time with "--concurrency 1", or say under "correlate:" what in a call tells its conversation: a header, path, query or body value, or "prefix: true".'
    : 'Give each conversation a value of its own, such as {{conversation}} or something that "prepare:" makes.'
  return new Problem({ code: 'backends/calls-alike', message, hint })
}
