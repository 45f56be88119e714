/**
 * An agent that really understands, speaking in words that people wrote, and a customer that really understands it.
 *
 * The agent knows what each message of the customer means, since the customer's intents are given to it, and goes
 * straight: it asks for what it has not been told, puts forward, reads back, and is done. So whatever goes wrong
 * between the two is the simulated customer's doing. The oracle is told the labels of the agent's words, and never
 * loses a turn.
 */
import type { Intent } from '../src/simulate/customers/intent.ts'
import { type KeyedRandom, keyedRandom } from '../src/stats/index.ts'
import { type Doing, filled, type Line } from './agent-words.ts'

/** What a customer's message means. */
export interface Meaning {
  readonly told: readonly string[]
  /** Yes, or that it wants to have it done: no reason to hold back. */
  readonly agrees: boolean
  readonly asks: string | undefined
}

/** What the agent says, with its label. */
export interface Reply {
  readonly text: string
  readonly doing: Doing
  readonly slots: readonly string[]
}

/** What an agent has to do, and the words it has for it. */
export interface Errand {
  readonly needs: readonly string[]
  readonly opening: readonly string[]
  /** Steps after everything is known, the last of which ends it. */
  readonly steps: readonly Doing[]
  readonly question: string | undefined
  readonly values: ReadonlyMap<string, string>
  readonly lines: (doing: Doing) => readonly Line[]
}

export interface UnderstandingAgent {
  reply(meaning: Meaning): Reply
  /** Whether it was told everything, was agreed with, and has said how it ended. */
  done(): boolean
}

export function understandingAgent(errand: Errand, seed: number): UnderstandingAgent {
  const { needs, steps, question, values } = errand
  const known = new Set<string>()
  const used = new Set<string>()
  let at = 0
  let turn = 0
  let pending = false
  const speak = (doing: Doing, random: KeyedRandom, fits: (line: Line) => boolean = () => true): Reply => {
    const can = errand.lines(doing).flatMap((line) => {
      const text = fits(line) ? filled(line, values) : undefined
      return text === undefined ? [] : [{ text, doing, slots: line.slots }]
    })
    const fresh = can.filter(({ text }) => !used.has(text))
    const reply = random.pick(fresh.length > 0 ? fresh : can)
    used.add(reply.text)
    return reply
  }
  return {
    done: () => at >= steps.length,
    reply(meaning) {
      const random = keyedRandom(seed, 'agent', turn)
      turn += 1
      for (const key of meaning.told) known.add(key)
      if (meaning.asks !== undefined && meaning.asks === question)
        return speak('inform', random, (line) => line.question === question)
      const missing = needs.filter((key) => !known.has(key))
      if (missing.length > 0 && at === 0)
        return speak('request', random, ({ slots }) => slots.every((slot) => missing.includes(slot)))
      if (pending && meaning.agrees) at += 1
      pending = false
      // Who still asks for it after the end is told once more, in other words.
      const step = steps[Math.min(at, steps.length - 1)] ?? 'claim'
      if (at >= steps.length - 1) at = steps.length
      else pending = true
      return speak(step, random)
    },
  }
}

const TELLS: ReadonlySet<Intent['type']> = new Set([
  'tell',
  'tell-again',
  'volunteer',
  'suggest',
  'correct',
  'correct-self',
  'restate',
  'none-fits',
])
const AGREES: ReadonlySet<Intent['type']> = new Set(['yes', 'take-it', 'choose', 'still-waiting-for'])
const OBJECTS: ReadonlySet<Intent['type']> = new Set(['no', 'not-that', 'none-fits', 'correct', 'cancel', 'unsure'])

export function meaningOf(intents: readonly Intent[]): Meaning {
  const asked = intents.find((intent) => intent.type === 'ask')
  return {
    told: intents.flatMap((intent) =>
      TELLS.has(intent.type) && 'facts' in intent ? intent.facts.map(({ fact }) => fact) : [],
    ),
    agrees: intents.some(({ type }) => AGREES.has(type)) && !intents.some(({ type }) => OBJECTS.has(type)),
    asks: asked?.type === 'ask' ? asked.question : undefined,
  }
}

/** Turns that a customer needs who hears the labels, tells what was asked and as much more as this one would. */
export function oracleTurns(errand: Errand, initiative: number, seed: number): number {
  const agent = understandingAgent(errand, seed)
  const told = new Set(errand.opening)
  let question = errand.question
  let meaning: Meaning = { told: errand.opening, agrees: false, asks: undefined }
  for (let turn = 1; ; turn += 1) {
    const { doing, slots } = agent.reply(meaning)
    const asks = QUESTION_BEFORE.has(doing) ? question : undefined
    // A question that did not come up before is put once all is done.
    if (agent.done()) return question === undefined ? turn : turn + 1
    if (asks !== undefined) question = undefined
    const answered = doing === 'request' ? [...slots, ...more(errand, told, slots, initiative)] : []
    for (const slot of answered) told.add(slot)
    meaning = { told: answered, agrees: asks === undefined, asks }
  }
}

/** Who has a question asks it before agreeing, else when all is done. */
const QUESTION_BEFORE: ReadonlySet<Doing> = new Set(['confirm', 'propose'])

function more({ needs }: Errand, told: ReadonlySet<string>, asked: readonly string[], initiative: number): string[] {
  return needs.filter((key) => !told.has(key) && !asked.includes(key)).slice(0, initiative)
}
