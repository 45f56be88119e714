/**
 * Answering: which facts are told when an agent asks, and how willingly.
 */
import { annoy, POINTS } from './affect.ts'
import type { Intent, Telling } from './intent.ts'
import { currentGoal, type Known, type Mind, markTold, telling, untold } from './mind.ts'
import { isBirthday, type Slot } from './ontology.ts'

/** Facts with their words now, each marked as told. */
export function tell(mind: Mind, keys: readonly string[]): Telling[] {
  return keys.flatMap((key) => {
    const told = telling(mind, key, mind.seed)
    if (told === undefined) return []
    markTold(mind, key)
    return [told]
  })
}

/** Answers to a question for these slots, in the order asked. An angry customer answers only the first. */
export function answers(mind: Mind, slots: readonly string[], angry: boolean): Intent[] {
  const asked = (angry ? slots.slice(0, 1) : slots).map((slot) => ({ slot, kind: answerTo(mind, slot) }))
  const of = (kind: AnswerKind) => asked.filter((one) => one.kind === kind).map(({ slot }) => slot)
  const fresh = of('tell')
  const again = of('tell-again')
  annoyByRepeats(mind, again)
  const extra = fresh.length > 0 && !angry ? volunteered(mind, fresh) : []
  const told = [
    { type: 'tell' as const, facts: tell(mind, fresh) },
    { type: 'volunteer' as const, facts: tell(mind, extra) },
    { type: 'tell-again' as const, facts: tell(mind, again) },
  ].filter(({ facts }) => facts.length > 0)
  const other = (['unsure', 'no-preference', 'withhold', 'why'] as const)
    .filter((kind) => of(kind).length > 0)
    .slice(0, told.length > 0 ? 1 : 2)
  return [...told, ...other.map((type) => ({ type }))]
}

type AnswerKind = 'tell' | 'tell-again' | 'unsure' | 'no-preference' | 'withhold' | 'why'

function answerTo(mind: Mind, key: string): AnswerKind {
  const fact = mind.facts.get(key)
  if (fact === undefined || fact.now === undefined) return unknownTo(mind, key)
  fact.timesAsked += 1
  return reluctanceOf(fact) ?? (fact.timesTold > 0 ? 'tell-again' : 'tell')
}

/** Everybody knows their own birthday and number, and has a reason not to tell; of days and kinds one has no preference. */
function unknownTo({ ontology }: Mind, key: string): AnswerKind {
  const slot = ontology.slots.find((one) => one.key === key)
  if (slot === undefined) return 'unsure'
  if (isBirthday(slot) || PERSONAL.has(slot.type)) return 'withhold'
  return isChoice(slot) ? 'no-preference' : 'unsure'
}

const PERSONAL: ReadonlySet<string> = new Set(['phone', 'email', 'name'])

/** Whether a slot takes something one chooses. */
export function isChoice(slot: Slot): boolean {
  return !isBirthday(slot) && CHOSEN.has(slot.type)
}

const CHOSEN: ReadonlySet<string> = new Set(['date', 'time', 'choice', 'place', 'count', 'duration', 'yes-no'])

function reluctanceOf(fact: Known): 'withhold' | 'why' | undefined {
  if (fact.disclose === 'never') return 'withhold'
  return fact.disclose === 'on-second-ask' && fact.timesAsked < 2 ? 'why' : undefined
}

function annoyByRepeats(mind: Mind, again: readonly string[]): void {
  for (const key of again) {
    const fact = mind.facts.get(key)
    if (fact !== undefined && fact.timesTold >= mind.persona.patience.repeats) annoy(mind, POINTS.repeatedQuestion)
  }
}

/** Facts nobody asked for yet, as many as the persona offers of its own accord. */
function volunteered(mind: Mind, besides: readonly string[]): string[] {
  return untold(mind, currentGoal(mind)?.goal)
    .filter((key) => !besides.includes(key) && mind.facts.get(key)?.disclose !== 'on-second-ask')
    .slice(0, mind.persona.initiative)
}
