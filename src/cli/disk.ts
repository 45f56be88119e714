/** What the disk refused, as a problem: whichever command met it, it is no mistake of the program. */
import { Problem } from '../problem.ts'

const refusals = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EISDIR']

/** Gives back whatever is no such refusal. */
export function orRefused(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('path' in thrown && 'code' in thrown)) return thrown
  if (!refusals.includes(String(thrown.code))) return thrown
  return new Problem({
    code: 'cli/cannot-write',
    message: `${thrown.path} cannot be written: ${thrown.message}.`,
    hint: 'See that its folder is there and may be written to, and that the disk has room.',
    cause: thrown,
  })
}
