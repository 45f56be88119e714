/**
 * What a server does besides taking conversations in, as the project file says: juries read a sample, people are told of
 * alarms. Each at its own pace; neither holds up what comes in.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ObserveSettings, Read } from '../observe/index.ts'
import type { Pact } from '../pact/index.ts'
import type { Observed, ObservedWriting } from '../store/index.ts'
import type { Io } from './io.ts'
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
  const { openAlerting, openReadingRoom, outbound } = await import('../observe/index.ts')
  const { wallClock } = await import('../connect/index.ts')
  const { juriesFor } = await import('./judging.ts')
  const now = () => io.now().getTime()
  const [clock, found] = [wallClock(), juriesFor(pact, io, choices)]
  const room = found && {
    ...settings.reading,
    ...{ observed, pact, juries: found.juries, clock, now, failed },
    ...(alsoWrite && { alsoWrite }),
  }
  const { groupMs, allow, targets } = settings.alerts
  const working = [
    ...(room ? [openReadingRoom(room)] : []),
    openAlerting({ observed, targets, groupMs, clock, now, failed, ...outbound({ allow }) }),
  ]
  return { close: async () => void (await Promise.all(working.map((each) => each.close()))) }
}
