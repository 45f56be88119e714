/** `fieldproof init`: writes a project that runs. It never overwrites a file unless it is told to. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { Problem } from '../../problem.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { type Answers, type AskedKind, agentKindsAsked } from '../init/answers.ts'
import type { Io } from '../io.ts'

export const init: Command = {
  name: 'init',
  summary: 'write a new project: how the agent is reached, a pact, scenarios, a CI workflow',
  arguments: [{ form: '[folder]', description: 'where to write it; this folder when left out' }],
  options: [
    { form: '--agent <kind>', description: `how the agent is reached: ${agentKindsAsked.join(', ')}`, read: kind },
    {
      form: '--url <address>',
      description: 'where it is reached: http, openai-chat, websocket; the webhook or its path, for providers',
    },
    { form: '--reply <selector>', description: 'where the reply stands in an answer: $.reply' },
    { form: '--model <name>', description: 'the model, for openai-chat' },
    {
      form: '--command <program>',
      description: 'the program with its arguments, for command; your bot, for providers: a sample when left out',
    },
    { form: '--file <module>', description: 'a module of yours, for module; a sample is written when left out' },
    { form: '--name <name>', description: "the project's name; the folder's when left out" },
    { form: '-y, --yes', description: 'ask nothing; what is not given is as usual' },
    { form: '--force', description: 'overwrite files that are there' },
  ],
  examples: [
    'fieldproof init',
    'fieldproof init --yes --agent module',
    'fieldproof init desk --agent http --url http://127.0.0.1:8080/chat --reply $.text',
    "fieldproof init --agent twilio --command 'node bot.js' --url /sms",
  ],

  async run(given, io) {
    const { withUsual } = await import('../init/answers.ts')
    const { projectFiles } = await import('../init/project-files.ts')
    const folder = resolve(io.cwd, given.arguments[0] ?? '.')
    const answers = await answersOf(given, basename(folder), io)
    if (answers === undefined) {
      io.err('Nothing was written.')
      return exitCodes.interrupted
    }
    const files = projectFiles(withUsual(answers, (path) => existsSync(join(folder, path))))
    if (given.options.force !== true) refuseToOverwrite(Object.keys(files), folder, io)
    for (const [path, content] of Object.entries(files)) write(join(folder, path), content)
    const ignored = ignoreRuns(folder)
    tellNext([...Object.keys(files), ...ignored], folder, io)
    return exitCodes.ok
  },
}

function kind(text: string): AskedKind {
  const known = agentKindsAsked.find((each) => each === text)
  if (known !== undefined) return known
  throw new Problem({
    code: 'cli/bad-option',
    message: `An agent cannot be reached by "${text}".`,
    hint: `Ways: ${agentKindsAsked.join(', ')}.`,
  })
}

/** Asks only on a terminal, and only what was not given. Undefined when the person breaks off. */
async function answersOf({ options }: Given, folderName: string, io: Io): Promise<Answers | undefined> {
  const named = ['name', 'url', 'reply', 'model', 'command', 'file'] as const
  const given = Object.fromEntries(named.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])))
  const known: Partial<Answers> = { ...given, ...(options.agent !== undefined && { kind: options.agent as AskedKind }) }
  const name = known.name ?? folderName
  if (options.yes !== true && io.isTerminal) {
    const { askFor } = await import('../init/questions.ts')
    return askFor(known, name)
  }
  if (options.yes === true || known.kind !== undefined) return { ...known, name, kind: known.kind ?? 'module' }
  throw new Problem({
    code: 'cli/needs-answers',
    message: 'It is not known how the agent is reached, and there is no terminal to ask on.',
    hint: 'Say it: fieldproof init --agent http --url http://127.0.0.1:8080/chat. With --yes a sample agent is written.',
  })
}

function refuseToOverwrite(paths: readonly string[], folder: string, io: Io): void {
  const there = paths.filter((path) => existsSync(join(folder, path)))
  if (there.length === 0) return
  throw new Problem({
    code: 'cli/would-overwrite',
    message: `These files are there already: ${there.map((path) => relative(io.cwd, join(folder, path))).join(', ')}.`,
    hint: 'Nothing was written. Name another folder, or overwrite them with --force.',
  })
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** Adds the folder of runs to .gitignore. Nothing else in that file changes. */
function ignoreRuns(folder: string): readonly string[] {
  const path = join(folder, '.gitignore')
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  if (/^\/?\.fieldproof\/?$/m.test(text)) return []
  writeFileSync(path, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}.fieldproof/\n`)
  return ['.gitignore']
}

function tellNext(paths: readonly string[], folder: string, io: Io): void {
  const shown = relative(io.cwd, folder)
  for (const path of paths) io.out(`  wrote ${join(shown, path)}`)
  const where = shown === '' ? '' : ` ${shown}`
  io.out('')
  io.out(`  fieldproof doctor${where}     checks that everything can be reached`)
  io.out(`  fieldproof simulate${where}   plays the scenarios`)
}
