/** `fieldproof tail`: conversations of production as they change, until it is interrupted. */
import { isoOf } from '../../conversation/index.ts'
import type { Observed, Thread } from '../../store/index.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { wholeNumber } from '../options.ts'
import { dataOption, withProduction } from '../production.ts'

const lookEveryMs = 1000
const mostPerLook = 200

export const tail: Command = {
  name: 'tail',
  summary: 'show conversations of production as they come and are graded',
  options: [
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--last <n>', description: 'so many to begin with; 10 when left out', read: wholeNumber('--last', 0) },
    { form: '--once', description: 'only those to begin with' },
  ],
  examples: ['fieldproof tail', 'fieldproof tail --last 50 --once'],

  async run(given, io) {
    const { wallClock } = await import('../../connect/index.ts')
    const { name, last, once } = given.options
    const project = (name as string | undefined) ?? 'default'
    return withProduction(given, io, async (observed) => {
      const seen = new Map<string, string>()
      const first = await observed.latestThreads(project, mostPerLook)
      for (const thread of first) seen.set(thread.id, stateOf(thread))
      for (const thread of first.slice(0, (last as number | undefined) ?? 10).reverse()) {
        io.out(await lineOf(observed, thread, io))
      }
      while (once !== true && !io.interrupted.aborted) {
        await wallClock()
          .sleep(lookEveryMs, io.interrupted)
          .catch(() => {})
        for (const thread of [...(await observed.latestThreads(project, mostPerLook))].reverse()) {
          if (seen.get(thread.id) === stateOf(thread)) continue
          seen.set(thread.id, stateOf(thread))
          io.out(await lineOf(observed, thread, io))
        }
      }
      return exitCodes.ok
    })
  },
}

const stateOf = ({ state, revision }: Thread) => `${state} ${revision}`

async function lineOf(observed: Observed, { project, id, state, channel, lastMs }: Thread, io: Io): Promise<string> {
  const at = io.style.dim(isoOf(lastMs))
  const grading = state === 'closed' ? await observed.grading(project, id) : undefined
  return `${at}  ${id}  ${channel}  ${grading === undefined ? state : told(grading.verdict.findings, io)}`
}

function told(findings: readonly { readonly condition: string; readonly outcome: string }[], io: Io): string {
  const violated = findings.filter(({ outcome }) => outcome === 'violated').map(({ condition }) => condition)
  if (violated.length > 0) return io.style.red(`violates ${violated.join(', ')}`)
  const unjudged = findings.filter(({ outcome }) => outcome === 'unjudged').length
  if (unjudged > 0) return io.style.yellow(`unjudged (${unjudged} of ${findings.length} conditions)`)
  return io.style.green('violates nothing')
}
