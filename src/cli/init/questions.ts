/** Asking on a terminal how the agent is reached. */
import type { Readable, Writable } from 'node:stream'
import { isCancel, select, text } from '@clack/prompts'
import { type Answers, type AskedKind, agentKindsAsked, kindWords, questionsOf } from './answers.ts'

export interface Terminal {
  readonly input?: Readable
  readonly output?: Writable
}

/** What is not answered yet is asked. Undefined when the person breaks off. */
export async function askFor(
  known: Partial<Answers>,
  name: string,
  terminal: Terminal = {},
): Promise<Answers | undefined> {
  const kind = known.kind ?? (await askKind(terminal))
  if (kind === undefined) return undefined
  let answers: Answers = { ...known, name: known.name ?? name, kind }
  for (const { key, message, usual } of questionsOf[kind]) {
    if (answers[key] !== undefined) continue
    const shown = usual === '' ? {} : { placeholder: usual }
    const answer = await text({ message, ...shown, defaultValue: usual, ...terminal })
    if (isCancel(answer)) return undefined
    answers = { ...answers, [key]: answer }
  }
  return answers
}

async function askKind(terminal: Terminal): Promise<AskedKind | undefined> {
  const options = agentKindsAsked.map((value) => ({ value, label: value, hint: kindWords[value] }))
  const chosen = await select<AskedKind>({ message: 'How is your agent reached?', options, ...terminal })
  return isCancel(chosen) ? undefined : chosen
}
