/** `fieldproof status`: what came, what became of it, and whether the counts agree. Exit code 1 where they do not. */
import type { Standing } from '../../observe/index.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { dataFolder, dataOption, withProduction } from '../production.ts'

export const status: Command = {
  name: 'status',
  summary: 'say what production sent, what became of it, and whether the counts agree',
  options: [
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--recount', description: 'read the whole log, and hold what it has against what was understood' },
    { form: '--json', description: 'as JSON' },
  ],
  examples: ['fieldproof status', 'fieldproof status --data /var/lib/fieldproof --json'],

  async run(given, io) {
    const { recounted, standingOf } = await import('../../observe/index.ts')
    const { json, recount } = given.options
    const project = (given.options.name as string | undefined) ?? 'default'
    const folder = dataFolder(given, io)
    return withProduction(given, io, async (observed) => {
      const standing = await standingOf(observed, folder, project)
      const server = await observed.counts('')
      const again = recount === true ? [await recounted(observed, folder, project)] : []
      const equations = [...standing.equations, ...again]
      if (json === true) io.out(JSON.stringify({ ...standing, server, equations }, null, 2))
      else tell({ ...standing, counts: { ...standing.counts, ...server }, equations }, io)
      return equations.every(({ agrees }) => agrees) ? exitCodes.ok : exitCodes.broken
    })
  },
}

function tell({ counts, equations, underWay }: Standing, io: Io): void {
  const width = Math.max(0, ...Object.values(counts).map((n) => String(n).length))
  for (const [name, n] of Object.entries(counts)) io.out(`${String(n).padStart(width)}  ${name}`)
  if (Object.keys(counts).length === 0) io.out('Nothing has come yet.')
  for (const { says, left, right, agrees, told } of equations) {
    const shown = `${says}: ${left} = ${right}, ${told}`
    io.out(agrees ? io.style.dim(shown) : io.style.red(`${says}: ${left} and ${right}, ${told}`))
  }
  const going = [
    ...(underWay.records > 0 ? [`${underWay.records} records to be understood`] : []),
    ...Object.entries(underWay.conversations).map(([state, n]) => `${n} conversations ${state}`),
    ...(underWay.rereading === undefined ? [] : [`the log is read again, from segment ${underWay.rereading} on`]),
  ]
  if (going.length > 0) io.out(`under way: ${going.join(', ')}`)
}
