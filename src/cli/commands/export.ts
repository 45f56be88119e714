/** `fieldproof export`: conversations of production as JSONL, such as `fieldproof judge` reads, from the server's folder. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { wholeNumber } from '../options.ts'
import { dataFolder, dataOption, withProduction } from '../production.ts'

const dayMs = 86_400_000

export const exportCommand: Command = {
  name: 'export',
  summary: 'write graded conversations of production as JSONL, one a line',
  options: [
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--days <n>', description: 'only those that ended in the last days', read: wholeNumber('--days', 1) },
    { form: '--violated <condition>', description: 'only those that violate a condition' },
    { form: '--channel <name>', description: 'only one channel' },
    { form: '--verdicts', description: 'each with its verdict: { conversation, verdict }' },
    { form: '--restore', description: 'bring back what was sealed before it was kept (redaction mode tokens)' },
  ],
  examples: ['fieldproof export > production.jsonl', 'fieldproof export --violated no-guarantees --days 7 --verdicts'],

  async run(given, io) {
    const { name, days, violated, channel, verdicts } = given.options
    const project = (name as string | undefined) ?? 'default'
    const restored = await restorer(given, io, project)
    return withProduction(given, io, async (observed) => {
      const filter = {
        ...(days !== undefined && { sinceMs: io.now().getTime() - (days as number) * dayMs }),
        ...(violated !== undefined && { violated: String(violated) }),
        ...(channel !== undefined && { channel: String(channel) }),
      }
      for await (const { conversation, verdict } of observed.gradings(project, filter)) {
        if (io.interrupted.aborted) return exitCodes.interrupted
        io.out(restored(JSON.stringify(verdicts === true ? { conversation, verdict } : conversation)))
      }
      return exitCodes.ok
    })
  },
}

async function restorer({ options, ...given }: Given, io: Io, project: string): Promise<(line: string) => string> {
  if (options.restore !== true) return (line) => line
  const { marksOf } = await import('../../observe/index.ts')
  const file = join(dataFolder({ ...given, options }, io), 'redaction.key')
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  const { restored } = marksOf(key, project, 'tokens')
  // A value stands within JSON: what it has of quotes and breaks is written as JSON writes it.
  return (line) => restored(line, (value) => JSON.stringify(value).slice(1, -1))
}
