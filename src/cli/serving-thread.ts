/**
 * What `serve` does on a thread of its own: it grades by the pact, has juries read, and tells people of alarms.
 *
 * Nothing but plain values reaches a thread, so the pact and the settings are found again, the same way as by `serve`.
 */
import type { GradingTerms, WorkOn } from '../observe/index.ts'
import type { Given } from './command.ts'
import { findPact } from './find-pact.ts'
import { juryChoices } from './jury-options.ts'
import { type Beside, observeSettings, workBeside as workBy } from './observing.ts'
import { terminal } from './terminal.ts'

/** The command line, and the folder it was given in. */
export interface ServedFrom {
  readonly cwd: string
  readonly options: Given['options']
}

const ioIn = (cwd: string) => ({ ...terminal(), cwd })
const givenIn = (options: Given['options']): Given => ({ arguments: [], options })

export async function gradingTerms(data: unknown): Promise<GradingTerms> {
  const { cwd, options } = data as ServedFrom
  const io = ioIn(cwd)
  const settings = await observeSettings(io)
  const { sampling, drift } = settings
  return { pact: await findPact(givenIn(options), io), sampling, quietDays: drift.quietDays }
}

export async function workBeside(data: unknown, { observed, pact, failed }: WorkOn): Promise<Beside> {
  const { driftTermsOf, watchReading } = await import('../observe/index.ts')
  const { cwd, options } = data as ServedFrom
  const io = ioIn(cwd)
  const settings = await observeSettings(io)
  const terms = driftTermsOf(pact, settings.drift.quietDays)
  const choices = juryChoices(givenIn(options))
  return workBy(
    {
      ...{ observed, pact, settings, choices, failed },
      alsoWrite: async (writing, read) => void (await watchReading(writing, read, terms)),
    },
    io,
  )
}
