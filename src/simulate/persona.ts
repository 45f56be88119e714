/**
 * A persona: how a customer writes and how much they bear. Behaviours with rates, no wishes.
 *
 * Personas are separate from scenarios so that each can be used with every other.
 */
import type { Arc } from './customers/affect.ts'
import type { PerturbationChoices } from './perturbations/index.ts'

/** How a customer writes and how much they bear, as rates. */
export interface Persona {
  readonly id: string
  readonly title: string
  /** Facts volunteered in one message beyond the one asked for, 0 to 3. */
  readonly initiative: number
  /** `terse` drops courtesies, `chatty` adds them. */
  readonly verbosity: 'terse' | 'plain' | 'chatty'
  readonly politeness: 'rude' | 'plain' | 'polite'
  readonly patience: {
    /** Customer turns before leaving, at most. */
    readonly turns: number
    /** Longest wait for a reply without annoyance, in milliseconds. */
    readonly replyMs: number
    /** How often the same question is answered before annoyance. */
    readonly repeats: number
    /** Share of customers who ask once more when something went wrong on the agent's side, 0..1; 0.8 where it is left out. */
    readonly triesAgain?: number
  }
  /** Share of customers of this persona who leave without a word when they give up, 0..1. */
  readonly leavesSilently: number
  /** Chance before each turn but the first that the customer is gone without a word, whatever the agent did, 0..1. */
  readonly leavesEarly?: number
  /** How feelings go along a conversation. Absent: every annoyance counts as it comes, and shows little. */
  readonly arc?: Arc
  /** Chance of noticing that the agent read back a wrong value, 0..1. */
  readonly readsCarefully: number
  readonly writing: {
    /** Share of words with a typing error, 0..1. */
    readonly typos: number
    /** Chance that a message starts in lower case, 0..1. */
    readonly lowercase: number
    /** Chance that a message ends without punctuation, 0..1. */
    readonly noPunctuation: number
    /** Share of words that are abbreviated where an abbreviation is usual, 0..1. */
    readonly abbreviations: number
    /** Chance of a filler or greeting before a message, 0..1. */
    readonly fillers: number
    /** Chance of an emoji after a message, 0..1. */
    readonly emoji: number
  }
  readonly timing: {
    /** Median pause before writing, in milliseconds. */
    readonly thinkMs: number
    readonly wordsPerMinute: number
    /** Chance that a message is sent in several parts, 0..1. */
    readonly burst: number
    /** Chance that the next message is sent before the reply to this one has come, 0..1. */
    readonly bargeIn: number
  }
  /** Chance that a fact is first told wrong and then corrected, 0..1. */
  readonly corrections: number
  /** Further ways of writing, by name and rate. */
  readonly perturbations?: PerturbationChoices
  /** What is otherwise on a channel. */
  readonly channels?: Readonly<Record<string, OnChannel>>
}

/** What of a persona differs on one channel; the rest is as everywhere. */
interface OnChannel {
  readonly writing?: Partial<Persona['writing']>
  readonly timing?: Partial<Persona['timing']>
  /** Beside those that the persona has everywhere; a rate of 0 takes one away. */
  readonly perturbations?: PerturbationChoices
}
