/** What a disk's failure means for the person who runs the server. Nothing that was acknowledged is lost by any of them. */
import { Problem, reasonOf } from '../../problem.ts'

/** A refusal before anything was written. */
export function tooLittleRoom(what: 'free' | 'waiting', bytes: number): Problem {
  const mebibytes = Math.floor(bytes / (1024 * 1024))
  return what === 'free'
    ? new Problem({
        code: 'ingest/disk-full',
        message: `Only ${mebibytes} MiB are free on the disk, so nothing more is taken in; everything acknowledged is kept.`,
        hint: 'Make room: senders keep trying for a while. Or point --data at a larger disk.',
      })
    : new Problem({
        code: 'ingest/overloaded',
        message: `${mebibytes} MiB wait to be written, more than the disk keeps up with.`,
        hint: 'Senders that retry will get through. If it stays so, give the server a faster disk or send to several.',
      })
}

/** A failure of the disk as a problem; other errors come back as they are. */
export function logProblem(thrown: unknown, folder: string): unknown {
  if (thrown instanceof Problem) return thrown
  const reason = reasonOf(thrown)
  if (/ENOSPC|EDQUOT|EFBIG/.test(reason)) {
    return new Problem({
      code: 'ingest/disk-full',
      message: `${folder}: the disk is full (${reason}); everything acknowledged is kept.`,
      hint: 'Make room: senders keep trying for a while. Or point --data at a larger disk.',
      cause: thrown,
    })
  }
  if (/EROFS|EACCES|EPERM|EIO|ENOTDIR|ENOENT|EBADF/.test(reason)) {
    return new Problem({
      code: 'ingest/disk-refuses',
      message: `${folder}: the disk refuses to be written (${reason}); everything acknowledged is kept.`,
      hint: 'Check that the folder is there and may be written, and that the disk is not mounted read-only.',
      cause: thrown,
    })
  }
  return thrown
}
