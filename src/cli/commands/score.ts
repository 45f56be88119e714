/** `fieldproof score`: how production does, by the same score as a run. Exit code 0: pass. 1: a promise is refuted. 3: unproven. */
import { isoOf } from '../../conversation/index.ts'
import type { DimensionScore, PromiseScore, WindowScore } from '../../observe/index.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { wholeNumber } from '../options.ts'
import { dataOption, withProduction } from '../production.ts'

export const score: Command = {
  name: 'score',
  summary: 'score production over a sliding window, with intervals, dimension by dimension',
  options: [
    { form: '--pact <file>', description: "a pact; the project's when left out" },
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--days <n>', description: 'length of a window; 7 when left out', read: wholeNumber('--days', 1) },
    {
      form: '--windows <n>',
      description: 'so many windows, each half a window later; 1 when left out',
      read: wholeNumber('--windows', 1),
    },
    { form: '--channel <name>', description: 'only one channel' },
    { form: '--agent-version <name>', description: 'only one version of the agent' },
    { form: '--json', description: 'as JSON' },
  ],
  examples: ['fieldproof score', 'fieldproof score --days 28 --channel sms', 'fieldproof score --windows 8 --json'],

  async run(given, io) {
    const { findPact } = await import('../find-pact.ts')
    const { productionScores } = await import('../../observe/index.ts')
    const pact = await findPact(given, io)
    const { name, days, windows, channel, agentVersion: version, json } = given.options
    return withProduction(given, io, async (observed) => {
      const scores = await productionScores(observed, {
        project: (name as string | undefined) ?? 'default',
        pact,
        nowMs: io.now().getTime(),
        ...(days !== undefined && { days: days as number }),
        ...(windows !== undefined && { windows: windows as number }),
        ...(channel !== undefined && { channel: String(channel) }),
        ...(version !== undefined && { version: String(version) }),
      })
      if (json === true) io.out(JSON.stringify(scores, null, 2))
      else tell(scores, io)
      return exitCodeOf(scores.at(-1))
    })
  },
}

/** A promise is refuted where all of its interval lies under the target. */
function exitCodeOf(window: WindowScore | undefined) {
  const isRefuted = window?.promises.some(({ rate, target }) => rate !== undefined && rate.high < target)
  if (isRefuted === true || window?.score?.state === 'fail') return exitCodes.broken
  return window?.score?.state === 'pass' ? exitCodes.ok : exitCodes.undecided
}

function tell(scores: readonly WindowScore[], io: Io): void {
  for (const window of scores) io.out(windowLine(window, io))
  const last = scores.at(-1)
  if (last?.score === undefined) return
  for (const dimension of last.dimensions) io.out(dimensionLine(dimension))
  for (const promise of last.promises) io.out(promiseLine(promise))
}

function windowLine({ sinceMs, untilMs, score: found }: WindowScore, io: Io): string {
  const span = `${isoOf(sinceMs).slice(0, 10)} to ${isoOf(untilMs).slice(0, 10)}`
  if (found === undefined || found.score === null || found.interval === null) return `${span}  nothing was decided`
  const { low, high } = found.interval
  return `${span}  score ${io.style.bold(found.score.toFixed(1))} (${low.toFixed(1)} to ${high.toFixed(1)}) ${found.state}`
}

function dimensionLine({ name, weight, rate, low = 0, high = 0, effectiveN }: DimensionScore): string {
  if (rate === undefined) return `  ${name} (weight ${weight}): not measured`
  const n = Math.round(effectiveN)
  return `  ${name} (weight ${weight}): ${percent(rate)} (${percent(low)} to ${percent(high)}) of ${n} findings`
}

function promiseLine({ id, target, held, violated, unjudged, rate }: PromiseScore): string {
  const open = unjudged > 0 ? `, ${unjudged} unjudged` : ''
  if (rate === undefined) return `    ${id}: nothing decided${open}`
  const range = `${percent(rate.rate)} (${percent(rate.low)} to ${percent(rate.high)})`
  const sample = rate.method === 'wilson-sampled' ? ', a sample weighed for all' : ''
  return `    ${id}: ${range} held, ${held} of ${held + violated}${sample}, ${percent(target)} promised${open}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
