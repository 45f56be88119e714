/** Which kinds of faults there are, one line each. */
import { delay } from './delay.ts'
import type { AnyFaultKind } from './fault.ts'
import { lostReply } from './lost-reply.ts'
import { status } from './status.ts'

export const faultKinds: readonly AnyFaultKind[] = [delay, lostReply, status]
