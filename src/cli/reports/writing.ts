/** Writing reports to files. */
import { open } from 'node:fs/promises'
import { Problem, reasonOf } from '../../problem.ts'

/**
 * Writes pieces as they come; waits for the disk between them.
 *
 * @throws Problem `cli/cannot-write` when the file cannot be opened or written
 */
export async function writePieces(file: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  const opened = await open(file, 'w').catch((thrown: unknown) => {
    throw cannotWrite(file, thrown)
  })
  try {
    for await (const piece of pieces) {
      await opened.write(piece).catch((thrown: unknown) => {
        throw cannotWrite(file, thrown)
      })
    }
  } finally {
    await opened.close()
  }
}

function cannotWrite(file: string, cause: unknown): Problem {
  return new Problem({
    code: 'cli/cannot-write',
    message: `${file} cannot be written: ${reasonOf(cause)}.`,
    hint: 'Name a file in a folder that exists and may be written to.',
    cause,
  })
}
