/** Conversations and jurors for the jury's tests. */
import type { Conversation, Event } from '../../conversation/index.ts'
import { type Model, type Question, type Script, scripted } from '../../model/index.ts'

export const talk = (...events: readonly Event[]): Conversation => ({
  id: 'talk',
  origin: 'simulated',
  agent: { id: 'desk' },
  channel: 'chat',
  startedAt: '2026-03-02T10:00:00Z',
  events,
})

export const customer = (text: string): Event => ({ type: 'message', atMs: 0, from: 'customer', text })
export const agent = (text: string): Event => ({ type: 'message', atMs: 0, from: 'agent', text })

export const kind = talk(
  customer('My tooth hurts, can I come today?'),
  agent('I am sorry to hear that. 2:30 is free, shall I book it?'),
)

export const answer = (level: string, at: number, text: string) => ({
  json: { reasoning: `It reads ${level}.`, level, quotes: [{ at, text }] },
})

export const warmAnswer = answer('Warm', 1, 'I am sorry to hear that.')
export const flatAnswer = answer('Flat', 1, '2:30 is free')
export const coldAnswer = answer('Cold', 1, 'shall I book it?')

export const juror = (id: string, script: Script): Model => scripted(script, { id })

/** What a juror is shown of the conversation, read back from its question. */
export function shownTo({ messages }: Question): unknown {
  const [, shown = ''] = /^BEGIN \w+\n([\s\S]*)\nEND \w+$/m.exec(messages[0]?.text ?? '') ?? []
  return JSON.parse(shown)
}
