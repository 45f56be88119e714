/**
 * Levels of load: how many conversations are had at once, and what that makes of a schedule.
 *
 * A level says how many there are at once when each takes as long as at the lowest level; from that follows how often
 * one begins. An agent that slows down has more of them at once, as it would in production.
 */

/** How long a level is held: for so many conversations that are graded, or for so many seconds. */
export type Hold = { readonly conversations: number } | { readonly seconds: number }

export interface LevelPlan {
  /** Conversations at once, while each takes as long as at the lowest level. */
  readonly level: number
  /** Milliseconds between two beginnings, on average. */
  readonly everyMs: number
  /** Conversations until so many are under way; they are had and not graded. */
  readonly before: number
  readonly graded: number
  /** At most so many more are begun, so that the last ones that are graded do not have the agent to themselves. */
  readonly after: number
  /** Conversations at once, at most. Beyond them customers wait in line; it bounds memory, and says that the agent is overrun. */
  readonly most: number
}

/** Fewer conversations than this say little of quality. */
const enough = 100

/**
 * @param level a whole number from 1
 * @param conversationMs how long a conversation takes at the lowest level
 * @param hold default: as many graded conversations as the level, at least 100
 */
export function levelPlan(level: number, conversationMs: number, hold?: Hold): LevelPlan {
  const everyMs = Math.max(conversationMs, 1) / level
  return {
    level,
    everyMs,
    before: level,
    graded: gradedBy(hold ?? { conversations: Math.max(enough, level) }, everyMs),
    after: level,
    most: Math.max(4 * level, level + 10),
  }
}

/**
 * How long a level takes while each conversation takes as long as at the lowest level: until the last graded one has
 * begun, and has ended. In milliseconds.
 */
export function expectedMs({ level, everyMs, before, graded }: LevelPlan): number {
  return (before + graded + level) * everyMs
}

function gradedBy(hold: Hold, everyMs: number): number {
  return 'conversations' in hold ? hold.conversations : Math.max(1, Math.ceil((hold.seconds * 1000) / everyMs))
}

/** Which part of a level the conversation of this number, from 0, belongs to. */
export type Phase = 'before' | 'graded' | 'after'

export function phaseOf({ before, graded }: LevelPlan, number: number): Phase {
  if (number < before) return 'before'
  return number < before + graded ? 'graded' : 'after'
}
