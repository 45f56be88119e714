/** `fieldproof drift`: whether production is as promised and as it was. Exit code 0: no alarm stands. 1: one does. */
import { isoOf } from '../../conversation/index.ts'
import type { DriftOverview, MeasureStream, PromiseStream } from '../../observe/index.ts'
import type { Alarm } from '../../store/index.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { dataOption, withProduction } from '../production.ts'

export const drift: Command = {
  name: 'drift',
  summary:
    'say whether production has become worse than promised or other than it was, and how soon that would be told',
  options: [
    { form: '--pact <file>', description: "a pact; the project's when left out" },
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--each', description: 'a line for each measure' },
    { form: '--json', description: 'as JSON' },
  ],
  examples: ['fieldproof drift', 'fieldproof drift --each'],

  async run(given, io) {
    const { findPact } = await import('../find-pact.ts')
    const { driftOverview, driftTermsOf } = await import('../../observe/index.ts')
    const { observeSettings } = await import('../observing.ts')
    const pact = await findPact(given, io)
    const { quietDays } = (await observeSettings(io)).drift
    return withProduction(given, io, async (observed) => {
      const project = (given.options.name as string | undefined) ?? 'default'
      const overview = await driftOverview(observed, project, driftTermsOf(pact, quietDays), io.now().getTime())
      const alarms = await observed.alarms.list({ project, standing: true })
      if (given.options.json === true) io.out(JSON.stringify({ ...overview, alarms }, null, 2))
      else tell(overview, alarms, given.options.each === true, io)
      return alarms.length > 0 ? exitCodes.broken : exitCodes.ok
    })
  },
}

function tell(overview: DriftOverview, alarms: readonly Alarm[], each: boolean, io: Io): void {
  const { perDay, between, quietDays, promises, measures, asked, jury } = overview
  if (promises.length + measures.length === 0) {
    io.out('Nothing was counted yet.')
    return
  }
  io.out(
    `${Math.round(perDay)} conversations a day are counted; at most one false alarm in ${quietDays} days on average (every ${Math.round(between)} conversations), over all that is watched.`,
  )
  for (const { title, because } of alarms) io.out(`  ${io.style.red('alarm')}  ${title}: ${because}`)
  if (alarms.length === 0) io.out('No alarm stands.')
  for (const promise of promises) io.out(promiseLine(promise))
  const gathering = measures.filter((measure) => measure.gathering > 0)
  if (each) for (const measure of measures) io.out(measureLine(measure))
  else io.out(`  ${measures.length} measures are watched, ${gathering.length} of them still gather what is usual.`)
  for (const { agent, atMs, isOther, sinceMs } of asked) {
    io.out(
      `  canary/${agent}: asked ${day(atMs)}; ${isOther ? `answers otherwise since ${day(sinceMs)}` : 'answers as ever'}`,
    )
  }
  if (jury !== undefined) io.out(`  jury: ${juryWords(jury)}`)
}

function juryWords({ anchors, last }: NonNullable<DriftOverview['jury']>): string {
  const rubrics = Object.entries(last?.rubrics ?? {})
  const read = rubrics.map(([rubric, { n, worse, better }]) => `${rubric} ${worse} worse and ${better} better of ${n}`)
  if (last === undefined || read.length === 0)
    return `${anchors} conversations to be read again, and nothing to compare yet`
  return `${anchors} conversations read again ${day(last.atMs)}: ${read.join(', ')}`
}

const day = (ms: number) => isoOf(ms).slice(0, 10)

function promiseLine({ stream, violated, n, target, evidence, fallHours, alarm }: PromiseStream): string {
  const soon = fallHours === null ? '' : `; a fall of 4 points is told within about ${hoursWords(fallHours)}`
  const state =
    alarm === undefined ? `${percent(evidence)} of the way to an alarm` : `alarm ${alarm.slice(0, 8)} stands`
  return `  ${stream}: ${violated} of ${n} violated, ${percent(1 - target)} may; ${state}${soon}`
}

function measureLine({ stream, words, isShare, gathering, before, since, evidence }: MeasureStream): string {
  if (gathering > 0) return `  ${stream}: ${gathering} more conversations until it is known what is usual`
  const number = (value = 0) => (isShare ? percent(value) : String(Number(value.toPrecision(3))))
  const now = since === undefined ? 'nothing since' : `${number(since)} since`
  return `  ${stream}: ${words}: ${number(before)} before, ${now}; ${percent(evidence)} of the way to an alarm`
}

function hoursWords(hours: number): string {
  if (hours < 1) return 'an hour'
  return hours < 72 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`
}

function percent(share: number): string {
  const value = share * 100
  return `${value >= 10 || value === 0 ? Math.round(value) : Number(value.toPrecision(2))} %`
}
