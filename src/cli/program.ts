/** From words on a command line to a command that runs, and from what it throws to what a person reads. */
import { Command as Commander, CommanderError, Option } from 'commander'
import { placeText, problemsIn } from '../problem.ts'
import type { Command, Given } from './command.ts'
import { commands } from './commands/index.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

/** Runs what the words say. Never throws. */
export async function runProgram(words: readonly string[], io: Io, version: string): Promise<ExitCode> {
  let ended: ExitCode = exitCodes.ok
  const program = programOf(version, io, async (command, given) => {
    ended = await command.run(given, io)
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
    return ended
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.problem
    return tell(thrown, io)
  }
}

/** Tells what was thrown, every problem of it, and gives the exit code. */
function tell(thrown: unknown, io: Io): ExitCode {
  const problems = problemsIn(thrown)
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
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
  for (const command of commands) program.addCommand(commandOf(command, program, run))
  return program
}

function commandOf(command: Command, program: Commander, run: Run): Commander {
  const made = new Commander(command.name).description(command.summary).copyInheritedSettings(program)
  for (const { form, description } of command.arguments ?? []) made.argument(form, description)
  for (const { form, description, read } of command.options ?? []) {
    const option = new Option(form, description)
    if (read !== undefined) option.argParser(read)
    made.addOption(option)
  }
  const examples = command.examples ?? []
  if (examples.length > 0) made.addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`)
  return made.action(async () => run(command, { arguments: made.args, options: made.opts() }))
}
