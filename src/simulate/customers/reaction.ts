/**
 * What a customer does about an agent turn, before it is put into words.
 */
import type { Ending } from '../../conversation/index.ts'
import type { Act, ActType, Heard } from './act.ts'
import type { Intent } from './intent.ts'
import type { Mind } from './mind.ts'

export type Reaction =
  | { readonly type: 'say'; readonly intents: readonly Intent[]; readonly progress: boolean }
  /** `back`: the customer is away meanwhile, and comes back, on another channel where one is named. */
  | { readonly type: 'wait'; readonly forMs: number; readonly back?: { readonly on?: string } }
  | { readonly type: 'leave'; readonly ending: Ending; readonly intents: readonly Intent[] }

/** All that a rule may look at. `turn` counts the customer's turns before this one. */
export interface Moment {
  readonly mind: Mind
  readonly heard: Heard
  /** The agent's words. */
  readonly text: string
  /** What the agent said while the customer was still sending. */
  readonly before?: string
  readonly turn: number
}

/** The first act of a type, if the agent did such a thing. */
export function act<Type extends ActType>(heard: Heard, type: Type): Extract<Act, { type: Type }> | undefined {
  return heard.acts.find((one): one is Extract<Act, { type: Type }> => one.type === type)
}

export function say(intents: readonly Intent[], progress = true): Reaction {
  return { type: 'say', intents, progress }
}

/** Without a word, and for no reason that the agent gave. */
export function leaveOfOwnAccord(): Reaction {
  const ending: Ending = { outcome: 'left-silently', because: 'something came up', ownAccord: true }
  return { type: 'leave', ending, intents: [] }
}

export function leave(outcome: Ending['outcome'], because: string, intents: readonly Intent[] = []): Reaction {
  return { type: 'leave', ending: { outcome, because }, intents }
}
