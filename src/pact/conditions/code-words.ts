/**
 * The code words in answers that said no: `slot-taken`, `ERR_TIMEOUT`, `invalidDate`. They are for programs.
 *
 * Only words that no person writes by themselves count, so that an agent may repeat a sentence that a backend has for
 * people. What the agent itself had asked with, and what succeeded calls answered, is not raw.
 */
import { type Conversation, callsOf, type ToolCall } from '../../conversation/index.ts'
import { leavesOf } from './tool-scene.ts'

export interface CodeWord {
  readonly what: string
  readonly start: number
  readonly words: string
}

/** Bounds the work on a conversation of thousands of failures. */
const keptAtMost = 200

/** Finds in a message, by its event, a code word that a call before it had failed with. */
export function codeWordsSeen(conversation: Conversation): (text: string, at: number) => CodeWord | undefined {
  const calls = callsOf(conversation)
  const failures = calls.flatMap((call) =>
    failedWith(call).map((word) => ({ word, tool: call.tool, at: call.resultAt ?? call.at })),
  )
  const plain = failures.length === 0 ? new Set<string>() : new Set(calls.flatMap(plainWords))
  const first = new Map(failures.toReversed().map((each) => [each.word, each]))
  const codes = [...first.values()].filter(({ word }) => !plain.has(word)).slice(0, keptAtMost)
  return (text, at) => {
    for (const { word, tool, at: since } of codes) {
      const start = since < at ? indexOfWord(text, word) : -1
      if (start !== -1) return { what: `a code word of ${tool}`, start, words: word }
    }
    return undefined
  }
}

/** The code words in an answer that the agent got as a failure. */
function failedWith({ outcome, value, exchange }: ToolCall): readonly string[] {
  const isError = outcome === 'error' || (exchange?.gotStatus ?? 0) >= 400
  const answers = [...(outcome === 'error' ? [value] : []), ...(isError ? [exchange?.got ?? null] : [])]
  return answers.flatMap(leavesOf).flatMap((leaf) => (typeof leaf === 'string' && isCode(leaf) ? [leaf] : []))
}

function plainWords({ args, outcome, value }: ToolCall): readonly string[] {
  return [...leavesOf(args), ...(outcome === 'ok' ? leavesOf(value) : [])].map(String)
}

/** One word without spaces, joined by hyphens or underscores, in mixed case, or in capitals with a digit. */
function isCode(text: string): boolean {
  if (text.length < 5 || text.length > 60 || !/^[A-Za-z][\w.:-]*$/.test(text)) return false
  return /[a-z][-_][a-z]|[A-Z]_[A-Z]|[a-z][A-Z][a-z]|^[A-Z]{2,}-?\d+$/.test(text)
}

function indexOfWord(text: string, word: string): number {
  for (let start = text.indexOf(word); start !== -1; start = text.indexOf(word, start + 1)) {
    const around = `${text[start - 1] ?? ' '}${text[start + word.length] ?? ' '}`
    if (!/[\p{L}\p{N}_-]/u.test(around)) return start
  }
  return -1
}
