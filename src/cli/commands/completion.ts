/** `fieldproof completion`: prints a script that completes commands and options in a shell. */
import { Problem } from '../../problem.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'

/** @param all the list of commands, which this one is part of */
export const completion = (all: () => readonly Command[]): Command => ({
  name: 'completion',
  summary: 'print a script that completes commands in bash, zsh or fish',
  arguments: [{ form: '<shell>', description: 'bash, zsh or fish' }],
  examples: ['eval "$(fieldproof completion bash)"', 'fieldproof completion fish | source'],

  async run({ arguments: [shell = ''] }, io) {
    const { completionScript, shellNames } = await import('../completions.ts')
    const { schemaNames } = await import('../schemas.ts')
    const script = completionScript(shell, all(), { completion: shellNames, schema: schemaNames })
    if (script !== undefined) {
      io.out(script)
      return exitCodes.ok
    }
    throw new Problem({
      code: 'cli/unknown-shell',
      message: `There is no completion for "${shell}".`,
      hint: `Shells: ${shellNames.join(', ')}.`,
    })
  },
})
