/** `fieldproof edges`: scenarios with awkward records, made of the project's own. It never overwrites unless told to. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Problem } from '../../problem.ts'
import type { Project } from '../../simulate/index.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { projectOption, wholeNumber } from '../options.ts'
import { count } from '../reports/words.ts'

const fileName = 'scenarios/edges.yaml'
const heading = `Awkward records, made by "fieldproof edges" of this project's scenarios. Yours to edit.`

export const edges: Command = {
  name: 'edges',
  summary: 'make scenarios with awkward records of those that the project has',
  arguments: [{ form: '[folder]', description: 'folder with fieldproof.yaml; this one when left out' }],
  options: [
    projectOption,
    { form: '--scenario <id...>', description: 'only of these scenarios' },
    { form: '--edge <name...>', description: 'only these edges: two-accounts, name-changed and so on' },
    {
      form: '--seed <n>',
      description: 'decides names, numbers and ids; what the project says when left out',
      read: wholeNumber('--seed', 0),
    },
    { form: '--force', description: 'overwrite the file that is there' },
  ],
  examples: ['fieldproof edges', 'fieldproof edges --scenario cancel-checkup --edge two-accounts'],

  async run(given, io) {
    const { findProject } = await import('../find-project.ts')
    const { edgesOf, fieldWords, scenariosText } = await import('../../simulate/index.ts')
    const project = await findProject(given, io)
    const { options } = given
    const seed = (options.seed as number | undefined) ?? project.settings.runs.seed
    const changes = Object.keys(project.settings.changes)
    const all = edgesOf({ scenarios: basesOf(project, options.scenario), seed, changes })
    const wanted = options.edge as readonly string[] | undefined
    const isWanted = (edge: string | undefined) => edge === undefined || (wanted?.includes(edge) ?? true)

    const tried = all.filter(({ fields }) => fields !== undefined)
    for (const guess of new Set(tried.flatMap(({ fields }) => (fields === undefined ? [] : [fieldWords(fields)])))) {
      io.out(`Taken for: ${guess}`)
    }
    const made = tried.flatMap((each) => each.made.filter(({ edge }) => isWanted(edge)))
    for (const { scenario } of made) io.out(`  made  ${scenario.id}: ${scenario.title}`)
    for (const line of notMade(
      all.flatMap(({ base, not }) => not.map((each) => ({ base, ...each }))),
      isWanted,
    )) {
      io.out(`  ${io.style.dim(`not   ${line}`)}`)
    }
    if (made.length === 0) {
      io.out('Nothing was written.')
      return exitCodes.ok
    }
    const file = join(project.folder, fileName)
    if (existsSync(file) && options.force !== true) throw wouldOverwrite()
    const text = scenariosText(
      made.map(({ scenario }) => scenario),
      heading,
    )
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    io.out(`${count(made.length, 'scenario')} in ${fileName}. Read them before you trust them: guesses may be wrong.`)
    return exitCodes.ok
  },
}

/** Edges are not made of edges: those of the file that may be written are left out. */
function basesOf({ scenarios }: Project, named: unknown): Project['scenarios'] {
  const wanted = named as readonly string[] | undefined
  return scenarios.filter(({ id, tags }) => !tags.includes('edges') && (wanted?.includes(id) ?? true))
}

/** One line for each reason, with how many scenarios it kept out. */
function notMade(
  all: readonly { readonly base: string; readonly edge?: string; readonly because: string }[],
  isWanted: (edge: string | undefined) => boolean,
): readonly string[] {
  const byReason = new Map<string, string[]>()
  for (const { base, edge, because } of all) {
    if (!isWanted(edge)) continue
    const reason = `${edge ?? 'any edge'}: ${because}`
    byReason.set(reason, [...(byReason.get(reason) ?? []), base])
  }
  return [...byReason].map(([reason, bases]) => {
    const some = bases.length > 3 ? `${bases.slice(0, 3).join(', ')} and ${bases.length - 3} more` : bases.join(', ')
    return `${reason} (${some})`
  })
}

function wouldOverwrite(): Problem {
  return new Problem({
    code: 'cli/would-overwrite',
    message: `${fileName} is there already.`,
    hint: 'Move it away, or overwrite it with --force. Nothing was written.',
  })
}
