/** What production sent, read from the folder in which a server keeps it, whether the server runs or not. */
import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Problem } from '../problem.ts'
import type { Observed } from '../store/index.ts'
import type { Given, OptionForm } from './command.ts'
import type { Io } from './io.ts'

export const dataOption: OptionForm = {
  form: '--data <folder>',
  description: 'where a server keeps production; .fieldproof/production when left out',
}

export function dataFolder({ options }: Given, io: Io): string {
  return resolve(io.cwd, (options.data as string | undefined) ?? '.fieldproof/production')
}

/** Opens what is kept, hands it over, and closes it. @throws Problem `cli/no-production` */
export async function withProduction<Value>(
  given: Given,
  io: Io,
  use: (observed: Observed) => Promise<Value>,
): Promise<Value> {
  const file = join(dataFolder(given, io), 'observed.db')
  if (!existsSync(file)) throw noProduction(given, io)
  const { openObserved } = await import('../store/index.ts')
  const observed = await openObserved(file)
  try {
    return await use(observed)
  } finally {
    await observed.close()
  }
}

export function noProduction(given: Given, io: Io): Problem {
  const folder = dataFolder(given, io)
  return new Problem({
    code: 'cli/no-production',
    message: `Nothing of production is kept in ${relative(io.cwd, folder) || folder}.`,
    hint: 'Start "fieldproof serve" here first, or name the folder that a server was given with --data.',
  })
}
