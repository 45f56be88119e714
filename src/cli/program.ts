/** From words on a command line to a command that runs, and from what it throws to what a person reads. */
import { Command as Commander, CommanderError, Option } from 'commander'
import { Problem, placeText, problemsIn } from '../problem.ts'
import type { Command, Given } from './command.ts'
import { commandGroups, commands } from './commands/index.ts'
import { orRefused } from './disk.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

/** Runs what the words say. Never throws. */
export async function runProgram(words: readonly string[], io: Io, version: string): Promise<ExitCode> {
  let ended: ExitCode = exitCodes.ok
  const [own, started] = splitWords(words)
  const program = programOf(version, io, async (command, given) => {
    ended = await command.run({ ...given, ...(started.length > 0 && { program: started }) }, io)
  })
  try {
    await program.parseAsync([...own], { from: 'user' })
    return ended
  } catch (thrown) {
    // What a stop brings about is no problem of anybody's.
    if (io.interrupted.aborted) return exitCodes.interrupted
    if (!(thrown instanceof CommanderError)) return tell(thrown, io)
    if (thrown.exitCode === 0) return exitCodes.ok
    return thrown.code.startsWith('commander.help') ? exitCodes.problem : tell(badUsage(thrown, words), io)
  }
}

/** The words for us, and those after `--`, which are a program to start. */
function splitWords(words: readonly string[]): readonly [readonly string[], readonly string[]] {
  const at = words.indexOf('--')
  const isMeant = commands.some(({ name, startsProgram }) => name === words[0] && startsProgram === true)
  return at === -1 || !isMeant ? [words, []] : [words.slice(0, at), words.slice(at + 1)]
}

/** What is wrong with the words themselves: `error: unknown option '--repeat'` and, below, what may have been meant. */
function badUsage({ message }: CommanderError, [first = '']: readonly string[]): Problem {
  const [what = '', ...meant] = message.replace(/^error: /, '').split('\n')
  const suggestions = meant.map((line) => `${line.replace(/^\((.*)\)$/, '$1')} `).join('')
  const isKnown = commands.some(({ name }) => name === first)
  return new Problem({
    code: 'cli/bad-usage',
    message: `${what.charAt(0).toUpperCase()}${what.slice(1).replace(/[.]?$/, '.')}`,
    hint: `${suggestions}See "fieldproof ${isKnown ? `${first} ` : ''}--help".`,
  })
}

/** Tells what was thrown, every problem of it, and gives the exit code. */
function tell(thrown: unknown, io: Io): ExitCode {
  const problems = problemsIn(orRefused(thrown))
  for (const problem of problems) {
    const place = problem.at === undefined ? '' : `${placeText(problem.at)}: `
    io.err(`${io.style.red('problem')} ${io.style.bold(place)}${problem.message}`)
    io.err(`        ${problem.hint}`)
    io.err(io.style.dim(`        ${problem.code}  docs/problems/${problem.code.replaceAll('/', '-')}.md`))
  }
  if (problems.length > 0) return exitCodes.problem
  io.err(`${io.style.red('bug')} ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`)
  io.err('        This is a mistake in Fieldproof, not in your files. Please report it with the lines above.')
  return exitCodes.bug
}

type Run = (command: Command, given: Given) => Promise<void>

function programOf(version: string, io: Io, run: Run): Commander {
  const program = new Commander('fieldproof')
    .description('Find out how your chat or voice agent will do with real customers, and keep knowing after it ships.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    // What a command takes is in its own help; names alone leave room for what each does.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
      // Told as every other problem is.
      outputError: () => {},
    })
  for (const { name, commands: own } of commandGroups) {
    program.commandsGroup(`${name}:`)
    for (const command of own) program.addCommand(commandOf(command, program, run))
  }
  return program
}

function commandOf(command: Command, program: Commander, run: Run): Commander {
  const made = new Commander(command.name).description(command.summary).copyInheritedSettings(program)
  for (const { form, description } of command.arguments ?? []) made.argument(form, description)
  if (command.startsProgram === true) {
    const forms = (command.arguments ?? []).map(({ form }) => form)
    made.usage(['[options]', ...forms, '[-- <program...>]'].join(' '))
  }
  for (const { form, description, read } of command.options ?? []) {
    const option = new Option(form, description)
    if (read !== undefined) option.argParser(read)
    made.addOption(option)
  }
  const examples = command.examples ?? []
  if (examples.length > 0) made.addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`)
  return made.action(async () => run(command, { arguments: made.args, options: made.opts() }))
}
