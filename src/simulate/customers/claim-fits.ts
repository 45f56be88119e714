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

/** Whether a claim could be about a goal of this kind. */
export function claimFits(text: string, kind: string): boolean {
  const own = OWN[kind]
  if (own === undefined || own.some((pattern) => pattern.test(text))) return true
  return !ALL.some((pattern) => pattern.test(text))
}
