/**
 * Whether all that was changed is that words were left for the staff to read: a message, a ticket, a request.
 *
 * An agent that passes on what it will not do itself has changed nothing that anybody asked it to change. What such a
 * message says is the affair of other detectors.
 */
import { type Conversation, callsOf, changesBetween, readingsOf } from '../../conversation/index.ts'
import { writesSomething } from '../../pact/index.ts'
import type { Known } from './known.ts'

const leaving = /message|ticket|call_?back|note|complaint|feedback|enquir|inquir|request|case|lead/i

/** @returns false where nothing was changed, too */
export function isLeftForStaff(conversation: Conversation, { surroundings: { agent }, tools }: Known): boolean {
  const isLeaving = (tool: string) => leaving.test(tool) && !tools.irreversible.includes(tool)
  const written = callsOf(conversation).filter(
    ({ tool, outcome }) => outcome === 'ok' && writesSomething(tool, agent.tools) && !tools.handover.includes(tool),
  )
  const changed = [...readingsOf(conversation)].flatMap(([verifier, { before, after }]) =>
    before === undefined || after === undefined
      ? []
      : changesBetween(before, after).map((change) => ({ verifier, isNew: change.kind === 'added' })),
  )
  return (
    written.length > 0 &&
    written.every(({ tool }) => isLeaving(tool)) &&
    changed.every(({ verifier, isNew }) => isNew && leaving.test(verifier))
  )
}
