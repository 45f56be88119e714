/**
 * Whether what an agent says it has done is what the customer came for.
 *
 * An agent that has passed a complaint on has booked nothing. Only claims that plainly belong to another kind of
 * errand are rejected: an agent that says no more than `done` is believed.
 */

const BOOKED = /\b(?:booked|reserved|scheduled|placed|ordered|purchased|set up)\b/i
const CANCELLED = /\bcancel(?:l?ed|lation (?:is|has been))\b|\bcalled off\b/i
const CHANGED = /\b(?:moved|rescheduled|changed|updated|postponed|is now (?:on|at|for))\b/i
const PASSED_ON =
  /\b(?:passed|forwarded|sent) (?:it|this|that|your|the)\b[\w ]* on\b|\b(?:forwarded|recorded|noted|logged|escalated)\b|\byour (?:complaint|message|feedback|report)\b/i

const OWN: Readonly<Record<string, readonly RegExp[]>> = {
  book: [BOOKED, CHANGED],
  change: [CHANGED, BOOKED],
  cancel: [CANCELLED],
  complain: [PASSED_ON],
  report: [PASSED_ON],
}
const ALL = [BOOKED, CANCELLED, CHANGED, PASSED_ON]

const ACTIONS: readonly (readonly [RegExp, ReadonlySet<string>])[] = [
  [/\b(?:book|reserve|schedule|make)\b/i, new Set(['cancel', 'change', 'complain', 'report', 'ask'])],
  [/\bcancel\b/i, new Set(['book', 'change', 'complain', 'report', 'ask'])],
  [/\b(?:move|reschedule|postpone)\b/i, new Set(['book', 'cancel', 'complain', 'report', 'ask'])],
]

/** Whether an action that an agent puts forward could be meant for a goal of this kind. */
export function proposalFits(text: string, kind: string): boolean {
  const question = (text.match(/[^.!?]*\?/g) ?? []).at(-1) ?? ''
  const put = ACTIONS.filter(([pattern]) => pattern.test(question))
  return put.length !== 1 || put.every(([, unfit]) => !unfit.has(kind))
}

/** Whether a claim could be about a goal of this kind. */
export function claimFits(text: string, kind: string): boolean {
  const own = OWN[kind]
  if (own === undefined || own.some((pattern) => pattern.test(text))) return true
  return !ALL.some((pattern) => pattern.test(text))
}
