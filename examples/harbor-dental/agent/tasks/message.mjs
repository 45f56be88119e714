/** Messages and complaints for the staff. */
import { policy } from '../knowledge.mjs'
import { askWho } from '../patients.mjs'
import { unreachable } from '../session.mjs'

/** @type {import('./index.mjs').Step} */
export async function message(session, task, use) {
  const complaint = task.kind === 'complaint'
  if (!task.text)
    return { say: complaint ? "I'm sorry to hear that. What happened?" : 'Sure. What should I tell them?', ask: 'text' }
  const who = askWho(session)
  if (who) return complaint ? { ...who, say: `I'm sorry about that, and I'll pass it on. ${who.say}` } : who

  const { name, phone } = session.who
  const { ok } = await use('leave_message', { kind: task.kind, text: task.text, name, phone })
  if (!ok) return unreachable
  const then = complaint ? policy('complaints') : 'Our staff will get back to you.'
  return {
    say: `Thank you, I've passed your ${task.kind} on. ${then} Is there anything else I can do for you?`,
    done: true,
  }
}
