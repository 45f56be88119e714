/**
 * `fieldproof reproduce`: a violation as a case that can be played again, with the customer's words, what the backends
 * answered and how they misbehaved; and in how many of so many plays it breaks its promise again.
 */
import { relative, resolve } from 'node:path'
import type { Again, Reproduction } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Project } from '../../simulate/index.ts'
import type { PlayableCase } from '../cases/folder.ts'
import { agentOptions } from '../cases/played-by.ts'
import type { WantedViolation } from '../cases/wanted.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { wholeNumber } from '../options.ts'
import { type Sources, sourceOptions, withSources } from '../sources.ts'

const usualRuns = 10

export const reproduce: Command = {
  name: 'reproduce',
  summary: 'play a violation again, with the customer’s words and the backends as they were',
  arguments: [
    {
      form: '<violation>',
      description: 'a conversation of production, the number of a trial, or a group of violations',
    },
  ],
  options: [
    ...sourceOptions,
    { form: '--condition <id>', description: 'the promise; the first that it broke when left out' },
    ...agentOptions,
    { form: '--runs <n>', description: `play it so often; ${usualRuns} when left out`, read: wholeNumber('--runs', 1) },
    {
      form: '--fact <name=value...>',
      description: 'what is known of the customer and no call says: phone=+15550100142',
    },
    { form: '--write <folder>', description: 'where the case is written; .fieldproof/cases/<id> when left out' },
    { form: '--force', description: 'overwrite the case that is there' },
    { form: '--json', description: 'print JSON' },
  ],
  startsProgram: true,
  examples: [
    'fieldproof reproduce c-4711',
    'fieldproof reproduce 3f2a91c0 --runs 20 --write scenarios/cases/late-booking',
  ],

  async run(given, io) {
    const { wantedViolation } = await import('../cases/wanted.ts')
    const { readCase } = await import('../cases/folder.ts')
    const { againLines, caseLines } = await import('../cases/lines.ts')
    const { playedBy } = await import('../cases/played-by.ts')
    const [wanted = ''] = given.arguments
    return withSources({ ...given, arguments: [] }, io, async (sources) => {
      const violation = await wantedViolation(wanted, given, sources, io)
      const project = playedBy(sources.project, given, violation.conversation.agent.version)
      const { reproduction, folder } = await written(violation, given, { ...sources, project }, io)
      const playable = readCase(folder, project)
      const again = await played(playable, given, io)
      const shown = relative(io.cwd, folder)
      if (given.options.json === true)
        io.out(JSON.stringify({ ...jsonOf(reproduction, project), ...again, folder: shown }))
      else {
        io.out(io.style.bold(`${playable.condition}, as ${seenIn(violation)}`))
        for (const line of [...caseLines(reproduction, playable), ...againLines(again, playable, wanted)]) io.out(line)
        io.out(`wrote ${shown}; make it small with "fieldproof minimise ${shown}"`)
      }
      if (io.interrupted.aborted) return exitCodes.interrupted
      return (again.violated?.rate ?? 0) > 0 ? exitCodes.ok : exitCodes.undecided
    })
  },
}

function seenIn({ conversation: { id, startedAt, agent }, trial }: WantedViolation): string {
  const name = trial === undefined ? id : `trial ${trial.index}`
  const version = agent.version === undefined ? '' : ` ${agent.version}`
  return `${name} broke it on ${startedAt.slice(0, 10)} with ${agent.id}${version}`
}

async function written(violation: WantedViolation, given: Given, sources: Sources, io: Io) {
  const { ownFolder, writeCase } = await import('../cases/folder.ts')
  const { freeFile } = await import('../free-file.ts')
  const { reproductionFor } = await import('../cases/made.ts')
  const named = given.options.write as string | undefined
  const folderOf = (id: string) => (named === undefined ? ownFolder(sources.project, id) : resolve(io.cwd, named))
  const made = await reproductionFor(violation, sources, { folderOf, known: factsIn(given) })
  const folder = folderOf(made.reproduction.id)
  if (named !== undefined) freeFile(`${named}/case.yaml`, given, io)
  writeCase(folder, made)
  return { reproduction: made.reproduction, folder }
}

function factsIn({ options }: Given): Readonly<Record<string, string>> {
  const facts = ((options.fact ?? []) as readonly string[]).map((fact) => {
    const [, name, value] = /^(\w+)=(.+)$/s.exec(fact) ?? []
    if (name !== undefined && value !== undefined) return [name, value] as const
    throw new Problem({
      code: 'cli/bad-option',
      message: `--fact takes a name and a value, not "${fact}".`,
      hint: 'For example: --fact phone=+15550100142.',
    })
  })
  return Object.fromEntries(facts)
}

async function played({ project, trial, condition }: PlayableCase, { options }: Given, io: Io): Promise<Again> {
  const { playedAgain } = await import('../../learn/index.ts')
  const { openProject, playTrial } = await import('../../simulate/index.ts')
  const { judging } = await import('../judging.ts')
  const { runs = usualRuns } = options
  const judge = judging(project.pact, io)
  const opened = await openProject(project, io.env, undefined, io.interrupted)
  let plays = 0
  try {
    return await playedAgain({
      // A name of its own each time: agents may remember conversations by it.
      ...{ trial: { ...trial, id: `${trial.id}-${io.now().getTime().toString(36)}` }, condition },
      ...{ runs: Number(runs), concurrency: opened.concurrency },
      async play(each) {
        const conversation = await playTrial(each, opened.stage, io.interrupted)
        plays += 1
        io.live([`  played ${plays} of ${runs}`])
        return conversation
      },
      judge,
    })
  } finally {
    io.live([])
    await opened.close()
  }
}

const jsonOf = (
  { id, condition, conversation: { agent: seen }, faults, gaps }: Reproduction,
  { settings: { agent } }: Project,
) => ({ id, condition, seen, played: { id: agent.id, version: agent.version }, faults, gaps })
