/** `fieldproof violations`: what was violated in a run and in production, in groups, most worth looking at first. */
import { renderConversation } from '../../conversation/index.ts'
import type { Violation, ViolationGroup } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import { inColumns } from '../columns.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { wholeNumber } from '../options.ts'
import { count, partWords } from '../reports/words.ts'
import { type Sources, sourceOptions, sourceWords, withSources } from '../sources.ts'

const newWithinMs = 7 * 86_400_000

export const violations: Command = {
  name: 'violations',
  summary: 'group what was violated in a run and in production, most worth looking at first',
  arguments: [{ form: '[group]', description: 'show the conversations of this group, and one of them whole' }],
  options: [
    ...sourceOptions,
    { form: '--condition <id>', description: 'only violations of this promise' },
    { form: '--limit <n>', description: 'list so many at most; 20 when left out', read: wholeNumber('--limit', 1) },
    { form: '--json', description: 'as JSON, one group per line' },
  ],
  examples: [
    'fieldproof violations',
    'fieldproof violations --run none --days 7',
    'fieldproof violations 3f2a91c0',
    'fieldproof violations --condition booked-means-booked --json',
  ],

  async run(given, io) {
    const { guardedBy, violationGroups } = await import('../../learn/index.ts')
    const { condition, limit = 20, json } = given.options
    const [wanted] = given.arguments
    return withSources(given, io, async (sources) => {
      const groups = await violationGroups(sources, {
        pact: sources.project.pact,
        people: sources.people,
        newSinceMs: io.now().getTime() - newWithinMs,
        ...(condition !== undefined && { condition: String(condition) }),
      })
      if (wanted !== undefined) await showGroup(groupNamed(wanted, groups), sources, Number(limit), io)
      else if (json === true) for (const group of groups.slice(0, Number(limit))) io.out(JSON.stringify(group))
      else {
        list(groups, Number(limit), sources, io)
        if (sources.run !== undefined && sources.project.scenarios.some((each) => guardedBy(each) !== undefined))
          io.out('What regression scenarios break of what they guard is not among them: see "fieldproof regressions".')
      }
      return exitCodes.ok
    })
  },
}

function list(groups: readonly ViolationGroup[], limit: number, sources: Sources, io: Io): void {
  const all = groups.reduce((sum, group) => sum + group.violations.length, 0)
  io.out(`${sourceWords(sources)}: ${count(all, 'violation')} in ${count(groups.length, 'group')}`)
  if (groups.length === 0) return
  const found = sides.filter((side) => groups.some(({ shares }) => shares[side] !== undefined))
  const rows = groups
    .slice(0, limit)
    .map((group) => [
      group.id,
      group.condition,
      group.severity,
      ...found.map((side) => shareIn(group, side)),
      group.isNew ? 'new' : '',
      lookedAt(group),
      `"${shortened(group.opening)}"`,
    ])
  const head = ['group', 'promise', 'weighs', ...found.map((side) => `in ${side}`), '', 'looked at', 'customers begin']
  for (const [index, line] of inColumns([head, ...rows]).entries()) io.out(index === 0 ? io.style.dim(line) : line)
  if (groups.length > limit) io.out(`Showing ${limit} of ${groups.length}; --limit shows more.`)
  io.out('In the order of weight x share x novelty. "fieldproof violations <group>" shows one whole.')
}

const sides = ['production', 'simulation'] as const

function shareIn({ shares }: ViolationGroup, side: (typeof sides)[number]): string {
  const share = shares[side]
  return share === undefined ? '' : partWords(share)
}

const openingShown = 60
const shortened = (text: string) => (text.length <= openingShown ? text : `${text.slice(0, openingShown - 1)}…`)

function lookedAt({ confirmed, dismissed, violations: { length } }: ViolationGroup): string {
  return confirmed + dismissed === 0 ? 'no' : `${confirmed + dismissed} of ${length}, ${dismissed} dismissed`
}

function groupNamed(wanted: string, groups: readonly ViolationGroup[]): ViolationGroup {
  const found = groups.filter(({ id }) => id.startsWith(wanted))
  const [group] = found
  if (group !== undefined && found.length === 1) return group
  throw new Problem({
    code: 'cli/no-such-group',
    message: `There is no group of violations "${wanted}" here.`,
    hint: 'See "fieldproof violations" for those there are; groups are those of the run and the days that are asked for.',
  })
}

async function showGroup(group: ViolationGroup, sources: Sources, limit: number, io: Io): Promise<void> {
  const { pathWords } = await import('../../learn/index.ts')
  const { weighs, violations: all } = group
  io.out(io.style.bold(`${group.id}  ${group.condition} (${group.severity})`))
  io.out(`path: ${pathWords(group.path)}`)
  const found = sides.filter((side) => group.shares[side] !== undefined)
  io.out(
    `violated, of those in which it was decided: ${found.map((side) => `${shareIn(group, side)} in ${side}`).join('; ')}`,
  )
  io.out(
    `rank ${number(group.rank)} = weight ${weighs.severity} x share ${number(weighs.frequency)} x novelty ${number(weighs.novelty)}`,
  )
  io.out('')
  const rows = all
    .slice(0, limit)
    .map((each) => [where(each), each.channel, saidWords[each.said ?? 'open'], each.because])
  for (const line of inColumns(rows)) io.out(`  ${line}`)
  if (all.length > limit) io.out(`  and ${all.length - limit} more; --limit shows more.`)
  const shown = all.find(({ said }) => said === undefined) ?? all[0]
  if (shown === undefined) return
  const conversation = await conversationOf(shown, sources)
  if (conversation === undefined) return
  io.out('')
  const mark = (event: number) => `${shown.at.includes(event) ? '>' : ' '}${String(event + 1).padStart(3)}`
  for (const line of renderConversation(conversation, { mark }).split('\n'))
    io.out(line.startsWith('>') ? io.style.red(line) : line)
  io.out('')
  const run = shown.source === 'production' ? '' : ` --run ${shown.source}`
  io.out(`right or wrong? fieldproof label ${shown.name} ${group.condition} confirm${run}`)
}

const saidWords = { open: '', held: 'dismissed', violated: 'confirmed', disputed: 'disputed' } as const
const where = ({ source, name }: Violation) => (source === 'production' ? name : `trial ${name}`)
const number = (value: number) => String(Number(value.toPrecision(3)))

async function conversationOf({ source, conversation }: Violation, { run, production }: Sources) {
  if (source !== 'production') return (await run?.store.trial(source, conversation))?.conversation
  return (await production?.observed.grading(production.project, conversation))?.conversation
}
