/** A command: one file, listed in `commands/index.ts`. A value, not a side effect; writes through `io`. */
import type { ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'

export interface Command {
  /** Words after `fieldproof`. */
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Positional arguments as Commander writes them: `[folder]`, `<conversations...>`. */
  readonly arguments?: readonly ArgumentForm[]
  readonly options?: readonly OptionForm[]
  /** Whether a program may follow after `--`, which is started as the agent instead of what the project starts. */
  readonly startsProgram?: true
  /** Examples for the help, each a whole command line. */
  readonly examples?: readonly string[]
  run(given: Given, io: Io): Promise<ExitCode>
}

interface ArgumentForm {
  /** `<required>`, `[optional]`, `[several...]`. */
  readonly form: string
  readonly description: string
}

export interface OptionForm {
  /** `-r, --repeats <n>`; without a `<value>` it is a switch. */
  readonly form: string
  readonly description: string
  /** Reads the text that was given. @throws Problem when it cannot be used */
  readonly read?: (text: string) => unknown
}

/** What was given on the command line. */
export interface Given {
  readonly arguments: readonly string[]
  readonly options: Readonly<Record<string, unknown>>
  /** The words after `--`, of commands that start a program. */
  readonly program?: readonly string[]
}
