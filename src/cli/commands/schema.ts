/** `fieldproof schema`: prints the JSON Schema of one kind of file, for editors and other programs. */
import { Problem } from '../../problem.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'

export const schema: Command = {
  name: 'schema',
  summary: 'print the JSON Schema of a file: project, pact, scenario, persona, conversation, mapping',
  arguments: [{ form: '[file]', description: 'which kind of file; a list of the kinds when left out' }],
  examples: ['fieldproof schema pact', 'fieldproof schema conversation > conversation.schema.json'],

  async run({ arguments: [name] }, io) {
    const { schemaNames, schemaText } = await import('../schemas.ts')
    if (name === undefined) {
      for (const each of schemaNames) io.out(each)
      return exitCodes.ok
    }
    const text = schemaText(name)
    if (text !== undefined) {
      io.out(text)
      return exitCodes.ok
    }
    throw new Problem({
      code: 'cli/unknown-schema',
      message: `There is no schema called "${name}".`,
      hint: `There are: ${schemaNames.join(', ')}.`,
    })
  },
}
