/** `fieldproof status`: what came, what became of it, and whether the counts agree. Exit code 1 where they do not. */
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { dataOption, withProduction } from '../production.ts'

export const status: Command = {
  name: 'status',
  summary: 'say what production sent, what became of it, and whether the counts agree',
  options: [
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--json', description: 'as JSON' },
  ],
  examples: ['fieldproof status', 'fieldproof status --data /var/lib/fieldproof --json'],

  async run(given, io) {
    const { reckoning } = await import('../../observe/index.ts')
    const { name, json } = given.options
    return withProduction(given, io, async (observed) => {
      const [counts, server] = [
        await observed.counts((name as string | undefined) ?? 'default'),
        await observed.counts(''),
      ]
      const equations = reckoning(counts)
      if (json === true) io.out(JSON.stringify({ counts, server, equations }, null, 2))
      else tell({ ...counts, ...server }, equations, io)
      return equations.every(({ agrees }) => agrees) ? exitCodes.ok : exitCodes.broken
    })
  },
}

function tell(
  counts: Readonly<Record<string, number>>,
  equations: readonly {
    readonly says: string
    readonly left: number
    readonly right: number
    readonly agrees: boolean
  }[],
  io: Io,
): void {
  const width = Math.max(0, ...Object.values(counts).map((n) => String(n).length))
  for (const [name, n] of Object.entries(counts)) io.out(`${String(n).padStart(width)}  ${name}`)
  if (Object.keys(counts).length === 0) io.out('Nothing has come yet.')
  for (const { says, left, right, agrees } of equations) {
    const shown = `${says}: ${left} = ${right}`
    io.out(agrees ? io.style.dim(shown) : io.style.red(`${says} does not hold: ${left} and ${right}`))
  }
}
