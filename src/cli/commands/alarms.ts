/** `fieldproof alarms`: what stands, who was told, and what nobody wants to hear. Exit code 0: nothing stands. 1: something does. */
import { isoOf } from '../../conversation/index.ts'
import type { Evidence } from '../../observe/index.ts'
import { Problem } from '../../problem.ts'
import type { Alarm, Delivery, Observed, Silence } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { dataOption, withProduction } from '../production.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const alarms: Command = {
  name: 'alarms',
  summary: 'list alarms of production, acknowledge them, and silence streams for a while',
  options: [
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--all', description: 'also those that have recovered' },
    {
      form: '--acknowledge <alarm...>',
      description: 'say that you know of them; those who wait for that are not told',
    },
    { form: '--silence <streams>', description: 'tell nobody of these streams for a while; * is any text' },
    { form: '--hours <n>', description: 'how long the silence lasts; 1 when left out', read: hours },
    { form: '--because <words>', description: 'why, for those who read it later' },
    { form: '--unsilence <silence>', description: 'end a silence now' },
    { form: '--json', description: 'as JSON' },
  ],
  examples: ['fieldproof alarms', "fieldproof alarms --silence '*/sms/*' --hours 4 --because 'the provider is down'"],

  run: (given, io) =>
    withProduction(given, io, async (observed) => {
      const project = (given.options.name as string | undefined) ?? 'default'
      await change(observed, project, given, io)
      const nowMs = io.now().getTime()
      const all =
        given.options.all === true ? await observed.alarms.list({ project }) : await open(observed, project, nowMs)
      const deliveries = await observed.alarms.deliveries(all.map(({ id }) => id))
      const silences = (await observed.alarms.silences(project)).filter(({ untilMs }) => untilMs > nowMs)
      if (given.options.json === true) io.out(JSON.stringify({ alarms: all, deliveries, silences }, null, 2))
      else tell(all, deliveries, silences, io)
      return all.some((alarm) => isOpen(alarm, nowMs)) ? exitCodes.broken : exitCodes.ok
    }),
}

/** Those that stand, and what happened within a day that nobody has acknowledged. */
async function open(observed: Observed, project: string, nowMs: number): Promise<readonly Alarm[]> {
  const recent = await observed.alarms.list({ project, sinceMs: nowMs - dayMs })
  const standing = await observed.alarms.list({ project, standing: true })
  return [...recent.filter(({ once }) => once), ...standing].filter((alarm) => isOpen(alarm, nowMs))
}

function isOpen({ once, recoveredMs, acknowledgedMs, raisedMs }: Alarm, nowMs: number): boolean {
  return once === true ? acknowledgedMs === undefined && nowMs - raisedMs < dayMs : recoveredMs === undefined
}

async function change(observed: Observed, project: string, { options }: Given, io: Io): Promise<void> {
  const nowMs = io.now().getTime()
  for (const id of (options.acknowledge as readonly string[] | undefined) ?? []) {
    const known = await observed.alarms.get(id)
    if (known?.project !== project) throw unknown('alarm', id)
    await observed.together((writing) => writing.alarms.acknowledge(id, nowMs))
  }
  const ended = options.unsilence as string | undefined
  if (ended !== undefined) {
    const silence = (await observed.alarms.silences(project)).find(({ id }) => id === ended)
    if (silence === undefined) throw unknown('silence', ended)
    await observed.together((writing) => writing.alarms.silence({ ...silence, untilMs: nowMs }))
  }
  const streams = options.silence as string | undefined
  if (streams === undefined) return
  const { hash64 } = await import('../../stats/index.ts')
  const untilMs = nowMs + ((options.hours as number | undefined) ?? 1) * hourMs
  const because = (options.because as string | undefined) ?? ''
  const id = hash64(JSON.stringify([project, streams, nowMs])).slice(0, 8)
  await observed.together((writing) =>
    writing.alarms.silence({ id, project, streams, fromMs: nowMs, untilMs, because }),
  )
}

function tell(all: readonly Alarm[], deliveries: readonly Delivery[], silences: readonly Silence[], io: Io): void {
  if (all.length === 0) io.out('No alarm stands.')
  for (const alarm of all) {
    const { red, green } = io.style
    const isOver = alarm.recoveredMs !== undefined && alarm.once !== true
    io.out(`${isOver ? green('recovered') : red('alarm    ')}  ${alarm.id}  ${alarm.title}`)
    io.out(`  ${alarm.because}`)
    for (const line of causesIn(alarm)) io.out(`    ${line}`)
    io.out(`  ${io.style.dim(times(alarm))}`)
    for (const line of heard(deliveries.filter((each) => each.alarm === alarm.id))) io.out(`  ${line}`)
  }
  for (const { id, streams, untilMs, because } of silences) {
    io.out(`silent     ${id}  ${streams} until ${moment(untilMs)}${because === '' ? '' : `: ${because}`}`)
  }
}

/** Of each cause that was thought of, what was seen. */
function causesIn({ evidence }: Alarm): readonly string[] {
  const { causes = [] } = (evidence ?? {}) as { readonly causes?: readonly Evidence[] }
  return causes.map(({ cause, finding, because }) => `${cause}, ${findingWords[finding]}: ${because}`)
}

const findingWords = {
  'speaks-for': 'likely',
  'nothing-seen': 'nothing seen',
  'not-looked-at': 'not looked at',
} as const satisfies Record<Evidence['finding'], string>

function times({ stream, raisedMs, recoveredMs, acknowledgedMs, once }: Alarm): string {
  return [
    stream,
    `raised ${moment(raisedMs)}`,
    ...(acknowledgedMs === undefined ? [] : [`acknowledged ${moment(acknowledgedMs)}`]),
    ...(recoveredMs === undefined || once === true ? [] : [`recovered ${moment(recoveredMs)}`]),
  ].join(', ')
}

/** Who has heard of it, and who has not and why. */
function heard(deliveries: readonly Delivery[]): readonly string[] {
  const told = deliveries.filter(({ state }) => state === 'sent').map(({ what, target }) => `${target} (${what})`)
  const lines = deliveries.flatMap(({ state, what, target, because = '' }) => {
    if (state === 'dead') return [`not told: ${target} (${what}): ${because}`]
    const why = because === '' ? '' : `: ${because}`
    return state === 'sent' ? [] : [`to be told: ${target} (${what})${why}`]
  })
  return [...(told.length > 0 ? [`told: ${told.join(', ')}`] : []), ...lines]
}

const moment = (ms: number) => `${isoOf(ms).slice(0, 16).replace('T', ' ')} UTC`

function unknown(what: 'alarm' | 'silence', id: string): Problem {
  return new Problem({
    code: 'cli/unknown-alarm',
    message: `There is no ${what} "${id}".`,
    hint: 'Their ids stand in what "fieldproof alarms --all" prints.',
  })
}

function hours(text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > 0 && value <= 8760) return value
  throw new Problem({
    code: 'cli/bad-option',
    message: `--hours takes a number over 0 and up to 8760, not "${text}".`,
    hint: 'A silence ends; for good, take the stream out of what receivers are told of.',
  })
}
