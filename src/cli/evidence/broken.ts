/** Where promises were broken, for a reader who wants to see one: what was said there, and the line it stands on. */
import type { TrialRecord } from '../../store/index.ts'

export interface Broken {
  readonly condition: string
  readonly because: string
  /** Of the conversation in the file of conversations, from 1. */
  readonly line: number
  readonly trial: number
  readonly scenario: string
  /** What was said there, and by whom; absent where it is something done or left undone, or stands in `because`. */
  readonly said?: { readonly from: string; readonly text: string }
}

/** More nobody reads on a page; all of them are in the pack. */
export const brokenShown = 20

export function brokenIn({ index, scenario, conversation, verdict }: TrialRecord, line: number): readonly Broken[] {
  return verdict.findings.flatMap((finding) => {
    if (finding.outcome !== 'violated') return []
    const { condition, because, at } = finding
    const said = at.map((event) => conversation.events[event]).find((event) => event?.type === 'message')
    const isNew = said?.type === 'message' && !because.includes(said.text)
    const where = { line, trial: index, scenario }
    return [{ condition, because, ...where, ...(isNew && { said: { from: said.from, text: said.text } }) }]
  })
}
