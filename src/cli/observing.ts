/**
 * What a server does besides taking conversations in, as the project file says: juries read a sample, and some of it again; the
 * agent is asked canary questions; people are told of alarms. Each at its own pace; none holds up what comes in.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CanarySettings, ObserveSettings, Read } from '../observe/index.ts'
import type { Pact } from '../pact/index.ts'
import type { Observed, ObservedWriting } from '../store/index.ts'
import type { Io } from './io.ts'
import type { FoundJuries } from './judging.ts'
import type { JuryChoices } from './jury-options.ts'

/**
 * The settings of the project in this folder, or the usual ones where there is none.
 *
 * @throws Problems with all that is wrong in its `observe:` part
 */
export async function observeSettings(io: Io): Promise<ObserveSettings> {
  const { readObserveSettings, usualSettings } = await import('../observe/index.ts')
  const file = join(io.cwd, 'fieldproof.yaml')
  if (!existsSync(file)) return usualSettings()
  const env = Object.fromEntries(
    Object.entries(io.env).filter((each): each is [string, string] => each[1] !== undefined),
  )
  return readObserveSettings(readFileSync(file), 'fieldproof.yaml', { env })
}

export interface BesideOptions {
  readonly observed: Observed
  readonly pact: Pact
  readonly settings: ObserveSettings
  readonly choices: JuryChoices
  /** Goes into the same transaction as what a jury has read. */
  readonly alsoWrite?: (writing: ObservedWriting, read: Read) => Promise<void>
  readonly failed: (thrown: unknown) => void
}

/** Work that goes on beside taking in, until it is ended. */
export interface Beside {
  close(): Promise<void>
}

/** Starts it. @throws Problem when a model that the pact names cannot be asked */
export async function workBeside(options: BesideOptions, io: Io): Promise<Beside> {
  const { observed, pact, settings, choices, alsoWrite, failed } = options
  const { keepAnchor, openAlerting, openAnchors, openCanaries, openReadingRoom, outbound } = await import(
    '../observe/index.ts'
  )
  const { agentFrom, wallClock } = await import('../connect/index.ts')
  const { juriesFor } = await import('./judging.ts')
  const found = juriesFor(pact, io, choices)
  const about = { observed, clock: wallClock(), now: () => io.now().getTime(), failed }
  const { reading, drift, alerts } = settings
  const { quietDays, anchors, canary } = drift
  const room = (juries: FoundJuries['juries']) => ({
    ...{ ...reading, ...about, pact, juries },
    async alsoWrite(writing: ObservedWriting, read: Read) {
      await keepAnchor(writing, read, pact, anchors.size)
      await alsoWrite?.(writing, read)
    },
  })
  const asked = (settings: CanarySettings) => ({
    ...{ ...settings, ...about, quietDays },
    agent: agentFrom(settings.agent, { folder: io.cwd, env: io.env }),
  })
  const { groupMs, allow, targets } = alerts
  const working = [
    ...(found ? [openReadingRoom(room(found.juries))] : []),
    ...(found ? [openAnchors({ ...about, pact, juries: found.again, everyMs: anchors.everyMs, quietDays })] : []),
    ...(canary ? [openCanaries(asked(canary))] : []),
    openAlerting({ ...about, targets, groupMs, ...outbound({ allow }) }),
  ]
  return { close: async () => void (await Promise.all(working.map((each) => each.close()))) }
}
