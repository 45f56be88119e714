/** Which kinds of faults there are, one line each, in the order of the reference. */
import { acceptThenFail } from './accept-then-fail.ts'
import { bandwidth } from './bandwidth.ts'
import { brokenGzip } from './broken-gzip.ts'
import { cut } from './cut.ts'
import { delay } from './delay.ts'
import { doubleApply } from './double-apply.ts'
import { dribble } from './dribble.ts'
import type { AnyFaultKind } from './fault.ts'
import { hang } from './hang.ts'
import { idempotencyConflict } from './idempotency-conflict.ts'
import { lostChunks } from './lost-chunks.ts'
import { lostReply } from './lost-reply.ts'
import { neverCompletes } from './never-completes.ts'
import { rateLimit } from './rate-limit.ts'
import { reset } from './reset.ts'
import { slowBody } from './slow-body.ts'
import { status } from './status.ts'
import { wrongLength } from './wrong-length.ts'

export const faultKinds: readonly AnyFaultKind[] = [
  delay,
  hang,
  dribble,
  slowBody,
  reset,
  cut,
  wrongLength,
  brokenGzip,
  lostChunks,
  bandwidth,
  status,
  rateLimit,
  lostReply,
  acceptThenFail,
  neverCompletes,
  doubleApply,
  idempotencyConflict,
]
