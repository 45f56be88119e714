/** How large a case is. */
import type { Said } from '../reproduce/script.ts'
import type { Case } from './case.ts'
import { passagesOf, recordsIn } from './passages.ts'

export interface Size {
  readonly turns: number
  readonly messages: number
  readonly words: number
  /** Words that are not written as they plainly would be, and what was put in beside them. */
  readonly edits: number
  readonly faults: number
  readonly history: number
  /** In what recordings answer. */
  readonly passages: number
  /** There when the conversation begins. */
  readonly records: number
}

export function sizeOf({ turns, faults, history, answers, given }: Case): Size {
  const said = turns.flat()
  const sum = (of: (each: Said) => number) => said.reduce((all, each) => all + of(each), 0)
  return {
    turns: turns.length,
    messages: said.length,
    words: sum(({ text }) => text.match(/\S+/g)?.length ?? 0),
    edits: sum(({ edits = [] }) => edits.length),
    faults: faults.reduce((all, { rules }) => all + rules.length, 0),
    history: history.length,
    passages: passagesOf(answers).length,
    records: recordsIn(given),
  }
}

/** `3 turns with 12 words, 1 passage and 1 fault`. */
export function sizeWords(size: Size): string {
  const count = (n: number, one: string, many = `${one}s`) => (n === 0 ? [] : [`${n} ${n === 1 ? one : many}`])
  const parts = [
    `${count(size.turns, 'turn')} with ${count(size.words, 'word')}`,
    ...count(size.edits, 'slip of the pen', 'slips of the pen'),
    ...count(size.history, 'line of history', 'lines of history'),
    ...count(size.records, 'record to begin with', 'records to begin with'),
    ...count(size.passages, 'passage'),
    ...count(size.faults, 'fault'),
  ]
  return parts.length === 1 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
