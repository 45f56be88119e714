/**
 * A scenario: a situation, what the customer wants and knows, and what must be true afterwards.
 *
 * A scenario says nothing of how the customer writes (that is the persona), and of what misbehaves
 * only when that is what it is about (faults). The same scenario is played by many personas, each a trial.
 */
import type { ReplaySettings } from '../connect/index.ts'
import type { Checkpoint, Expected, Json } from '../conversation/index.ts'

/** A situation, what the customer wants and knows, and what must be true afterwards. */
export interface Scenario {
  readonly id: string
  readonly title?: string
  readonly tags: readonly string[]
  /** Where it was read, for messages. */
  readonly file?: string
  readonly goal: Goal
  /** What the customer knows, by name. */
  readonly facts: readonly Fact[]
  /** What happens whatever the agent does: a correction, a change of mind, a silence. */
  readonly events: readonly ScheduledEvent[]
  /** Exact steps, played before or instead of the free simulation. */
  readonly script?: readonly Step[]
  readonly expect: Expected
  /** Records that exist before the conversation; handed to `prepare`. */
  readonly given: Readonly<Record<string, Json>>
  /** What the same customer and the agent said in earlier conversations. */
  readonly history: readonly HistoryLine[]
  /** Personas by name; empty means the project's. */
  readonly personas: readonly string[]
  readonly channels: readonly string[]
  /** Fault sets of the project that its backends are always under; empty means none. */
  readonly faults: readonly string[]
  /**
   * Recordings that answer in place of backends, by the backend's name. Verifiers then read nothing: what was recorded is
   * no state.
   */
  readonly recorded?: Readonly<Record<string, ReplaySettings>>
  /** Repeats per persona and channel; absent means the project's. */
  readonly repeats?: number
  readonly maxTurns?: number
  /** When the conversation begins: ISO 8601 with offset. */
  readonly startsAt?: string
  readonly timeZone?: string
}

/** What a customer is after, and what they do when refused. */
export interface Goal {
  /** What the customer is after, in their words: `book a cleaning`. Used for the opening and for restating. */
  readonly want: string
  /** Other ways to say it; one is drawn per trial. */
  readonly say?: readonly string[]
  readonly kind: 'book' | 'change' | 'cancel' | 'ask' | 'complain' | 'report' | (string & {})
  /** Facts that the agent must be given before it can act; volunteered when it seems stuck. */
  readonly needs: readonly string[]
  /** Questions the customer wants answered: the answer is recognised by these values or patterns. */
  readonly wants?: readonly { readonly ask: string; readonly answer?: string }[]
  /** Fact values to fall back on, best first, when the agent says no: `{ time: '14:30' }`. */
  readonly alternatives?: readonly Readonly<Record<string, string>>[]
  /** What a refusal does to the customer. Default `accept`. */
  readonly onRefusal?: 'accept' | 'insist' | 'escalate' | 'leave'
  /** Goals that follow this one. */
  readonly followedBy?: readonly Goal[]
}

export type FactType =
  | 'date'
  | 'time'
  | 'phone'
  | 'email'
  | 'money'
  | 'name'
  | 'place'
  | 'count'
  | 'choice'
  | 'id'
  | 'free'

/** One thing a customer knows, and when and how they tell it. */
export interface Fact {
  readonly key: string
  /** What it is, as a value: `2026-03-03`, `14:00`, `+351 912 000 111`, `cleaning`. Absent: the customer does not know. */
  readonly value?: string
  readonly type: FactType
  /** How the customer may say it: `next tuesday`, `the 3rd`. */
  readonly say?: readonly string[]
  /** Milliseconds after the beginning in which `say` is right: `tomorrow` is another day after midnight. Default always. */
  readonly sayForMs?: number
  /** Further words by which an agent may ask for it. */
  readonly askedAs?: readonly string[]
  /** Values among which an agent may offer a choice. */
  readonly options?: readonly string[]
  /** When the customer tells it. Default `on-ask`. */
  readonly disclose: 'opening' | 'on-ask' | 'on-second-ask' | 'never'
  /** Said first, by mistake; corrected later. */
  readonly wrongFirst?: string
}

export interface HistoryLine {
  readonly from: 'customer' | 'agent'
  readonly text: string
}

/** Something that happens at a customer turn (from 1), or after the agent has done something. */
export interface ScheduledEvent {
  readonly when:
    | { readonly turn: number }
    | { readonly after: 'asked' | 'confirmed' | 'claimed' | 'refused' | 'offered' }
  readonly do:
    | { readonly correct: { readonly fact: string; readonly to: string; readonly say?: string } }
    | { readonly switchTopic: string }
    | { readonly cancel: string | true }
    | { readonly reinstate: string | true }
    | { readonly escalate: string | true }
    | { readonly silence: { readonly minutes: number } }
    | { readonly leave: true }
    /** The customer is gone for a while, such as `3 h`, and comes back: on another channel where `on` names one. */
    | { readonly return: { readonly after: string; readonly on?: string } }
    | { readonly sendEmpty: true }
    | { readonly burst: readonly string[] }
    | { readonly say: string }
    /** Something happens in the backends, by what the project calls it: a record is deleted or merged. */
    | { readonly change: string }
}

/** What an agent has done since the customer's step before. */
export interface SoFar {
  readonly messages: number
  /** Calls of tools that it has begun. */
  readonly calls: number
}

/** One step of a script. */
export type Step =
  | {
      readonly say: string | readonly string[]
      /** Milliseconds before it; of several messages, before each. Default none. */
      readonly afterMs?: number | readonly number[]
      /** It is said while the agent still answers what came before, once it has done so much. Default it is waited for. */
      readonly meanwhile?: SoFar
    }
  /** A check of the agent's last turn; the trial goes on whatever it says, and the result is a finding. */
  | { readonly expect: Omit<Checkpoint, 'at'> }
  /** Hands over to the goal-driven customer for so many turns, or until it is done. */
  | { readonly simulate: { readonly turns?: number } }
