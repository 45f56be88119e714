/** Writing reports to files. */
import { open } from 'node:fs/promises'
import { Problem, reasonOf } from '../../problem.ts'

/**
 * Writes pieces as they come; waits for the disk between them.
 *
 * @param how `w` replaces what is there, `a` adds to it
 * @throws Problem `cli/cannot-write` when the file cannot be opened or written
 */
export async function writePieces(
  file: string,
  pieces: AsyncIterable<string> | Iterable<string>,
  how: 'w' | 'a' = 'w',
): Promise<void> {
  const opened = await open(file, how).catch((thrown: unknown) => {
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

/** What keeps a file from being written, for the person who named it. */
export function cannotWrite(file: string, cause: unknown): Problem {
  return new Problem({
    code: 'cli/cannot-write',
    message: `${file} cannot be written: ${reasonOf(cause)}.`,
    hint: 'Name a file in a folder that exists and may be written to. A simulated run is kept: "fieldproof report" tells of it again.',
    cause,
  })
}
