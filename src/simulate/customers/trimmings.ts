/**
 * Which fillers and emoji fit a message: nobody says `Hmm, thank you` or smiles at a complaint.
 */
import { moodOf } from './affect.ts'
import type { Intent } from './intent.ts'
import { currentGoal, type Mind } from './mind.ts'
import { isWhen } from './tellings.ts'

/** What may come before and after a message; empty where nothing fits. */
export interface Trimmings {
  readonly fillers: readonly string[]
  readonly emoji: readonly string[]
}

const HESITATING = ['Hmm,', 'Um,', 'Well,'] as const
const GOING_ON = ['So,', 'Ok so', 'Okay,', 'Right,'] as const
const REMEMBERING = ['Oh,', 'Ah,', 'Oh and'] as const

const FILLERS: Readonly<Partial<Record<Intent['type'], readonly string[]>>> = {
  unsure: HESITATING,
  'no-preference': HESITATING,
  suggest: HESITATING,
  why: HESITATING,
  restate: GOING_ON,
  'next-goal': GOING_ON,
  volunteer: REMEMBERING,
}

const PLEASED = ['🙂', '😊'] as const
const EMOJI: Readonly<Partial<Record<Intent['type'], readonly string[]>>> = {
  open: PLEASED,
  yes: ['👍', '🙂', '😊'],
  choose: ['👍', '🙂'],
  'take-it': ['👍', '😊'],
  thanks: ['🙏', '😊', '🙂', '👍'],
  'correct-self': ['😅', '🙈'],
  'no-preference': ['🙂'],
  'next-goal': PLEASED,
}

/** What fits a message with these intents, in the mood the customer is in. */
export function trimmingsFor(intents: readonly Intent[], mind: Mind): Trimmings {
  const first = intents[0]
  if (first === undefined) return { fillers: [], emoji: [] }
  const when = first.type === 'tell' && first.facts.every(isWhen)
  const fillers = when
    ? HESITATING
    : first.type === 'ask' && first.stage === 'further'
      ? GOING_ON
      : (FILLERS[first.type] ?? [])
  return { fillers, emoji: smiles(first, mind) ? (when ? PLEASED : (EMOJI[first.type] ?? [])) : [] }
}

/** Not at a complaint, not when something hurts, and not when the patience has worn. */
function smiles(first: Intent, mind: Mind): boolean {
  if (moodOf(mind) !== 'calm') return false
  if (first.type === 'thanks') return first.glad
  const { kind } = currentGoal(mind)?.goal ?? { kind: '' }
  return kind !== 'complain' && kind !== 'report' && kind !== 'ask'
}
