/** Which kinds of faults there are, one line each, in the order of the reference. */
import { acceptThenFail } from './accept-then-fail.ts'
import { arrayObject } from './array-object.ts'
import { bandwidth } from './bandwidth.ts'
import { brokenGzip } from './broken-gzip.ts'
import { canary } from './canary.ts'
import { casing } from './casing.ts'
import { cents } from './cents.ts'
import { cut } from './cut.ts'
import { dateFormat } from './date-format.ts'
import { delay } from './delay.ts'
import { doubleApply } from './double-apply.ts'
import { dribble } from './dribble.ts'
import { duplicates } from './duplicates.ts'
import { emptyList } from './empty-list.ts'
import { extraField } from './extra-field.ts'
import type { AnyFaultKind } from './fault.ts'
import { flatten } from './flatten.ts'
import { hang } from './hang.ts'
import { idempotencyConflict } from './idempotency-conflict.ts'
import { injected } from './injected.ts'
import { lostChunks } from './lost-chunks.ts'
import { lostReply } from './lost-reply.ts'
import { missingField } from './missing-field.ts'
import { nest } from './nest.ts'
import { neverCompletes } from './never-completes.ts'
import { newValue } from './new-value.ts'
import { nullField } from './null-field.ts'
import { pagination } from './pagination.ts'
import { partialPage } from './partial-page.ts'
import { rateLimit } from './rate-limit.ts'
import { rename } from './rename.ts'
import { replicationLag } from './replication-lag.ts'
import { reset } from './reset.ts'
import { retype } from './retype.ts'
import { slowBody } from './slow-body.ts'
import { staleRead } from './stale-read.ts'
import { status } from './status.ts'
import { truncatedText } from './truncated-text.ts'
import { wrongLength } from './wrong-length.ts'
import { zoneDropped } from './zone-dropped.ts'

/** Every kind of fault that HTTP backends can be put under. */
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
  rename,
  casing,
  nest,
  flatten,
  retype,
  nullField,
  missingField,
  extraField,
  newValue,
  dateFormat,
  zoneDropped,
  cents,
  pagination,
  arrayObject,
  emptyList,
  partialPage,
  duplicates,
  staleRead,
  replicationLag,
  canary,
  truncatedText,
  injected,
]
