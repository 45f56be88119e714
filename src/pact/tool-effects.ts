/**
 * Which tools change something, and which of those cannot be undone.
 *
 * What the agent declares counts. For a tool that declares nothing it is guessed from the verbs in its
 * name, then from the first words of its description; a tool that gives no sign is taken to read,
 * because a missed write shows up in the end state while an invented one would accuse the agent.
 */
import type { ToolTerms } from './condition.ts'

const writing = new Set(
  `add adjust apply approve assign book cancel change charge clear close complete confirm create credit decline delete
  disable drop edit enable enroll exchange grant insert invite issue mark merge modify move notify open order pause pay
  place post publish purchase put record refund register reject release remove rename renew reopen replace reschedule
  reserve reset resume return revoke save schedule send set ship start stop store submit subscribe suspend swap switch
  terminate unsubscribe update upgrade upload withdraw write`.split(/\s+/),
)
const reading = new Set(
  `browse calculate check compare compute count describe estimate fetch find get has is list load lookup look preview
  query quote read retrieve search show think validate verify view handoff handover transfer escalate goto todo plan`.split(
    /\s+/,
  ),
)
const final = new Set(
  'cancel charge close delete drop pay purchase refund remove send submit terminate withdraw'.split(' '),
)

/** Whether a successful call of this tool changes something. */
export function writesSomething(tool: string, declared: readonly ToolTerms[]): boolean {
  const terms = declared.find(({ name }) => name === tool)
  if (terms?.writes !== undefined) return terms.writes
  return guess(wordsOf(tool)) ?? guess(verbsOf(terms?.description ?? '')) ?? false
}

/** Whether what this tool does cannot be undone: declared, or a write whose name says so. */
export function cannotBeUndone(tool: string, declared: readonly ToolTerms[]): boolean {
  const terms = declared.find(({ name }) => name === tool)
  if (terms?.irreversible !== undefined) return terms.irreversible
  return writesSomething(tool, declared) && wordsOf(tool).some((word) => final.has(word))
}

function guess(words: readonly string[]): boolean | undefined {
  for (const word of words) {
    if (reading.has(word)) return false
    if (writing.has(word)) return true
  }
  return undefined
}

/** The first words of a description, `Cancels` as `cancel`. */
function verbsOf(description: string): readonly string[] {
  const first = wordsOf(description.slice(0, 100)).slice(0, 3)
  return first.flatMap((word) => [word, word.replace(/s$/, ''), word.replace(/es$/, '')])
}

/** `cancelOrder`, `cancel_order` and `orders.cancel` all begin with `cancel`: the service comes after the tool's own name. */
function wordsOf(name: string): readonly string[] {
  return name
    .split(/[./:]+|__+/)
    .toReversed()
    .join(' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}
