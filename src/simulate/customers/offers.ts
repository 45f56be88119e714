/**
 * Choosing among what an agent puts forward: the wanted value, else a fallback of the goal, else none.
 */
import type { Intent } from './intent.ts'
import { currentGoal, type Known, type Mind, type OpenGoal } from './mind.ts'
import { marksOf, names } from './read-back.ts'
import { tell } from './telling.ts'

/** The option that fits, with the fallback it rests on. */
export interface Fit {
  readonly option: string
  readonly alternative?: Readonly<Record<string, string>>
}

/** The best of several options: the one that names most wanted values, then the fallbacks in order. */
export function fitting(mind: Mind, options: readonly string[]): Fit | undefined {
  const facts = wished(mind).filter(({ disclose }) => disclose !== 'never')
  const scored = options.map((option) => ({
    option,
    fits: missed(mind, option).length > 0 ? 0 : facts.filter((fact) => names(option, fact)).length,
  }))
  const best = scored.reduce((a, b) => (b.fits > a.fits ? b : a), { option: '', fits: 0 })
  if (best.fits > 0) return { option: best.option }
  for (const alternative of currentGoal(mind)?.alternatives ?? []) {
    const option = options.find((one) => namesAll(one, mind, alternative))
    if (option !== undefined) return { option, alternative }
  }
  return undefined
}

export function namesAll(option: string, mind: Mind, alternative: Readonly<Record<string, string>>): boolean {
  return Object.entries(alternative).every(([key, value]) => {
    const fact = mind.facts.get(key)
    return fact === undefined ? option.toLowerCase().includes(value.toLowerCase()) : names(option, fact, value)
  })
}

/** Takes a fallback: from now on its values are what the customer wants. */
export function settleFor(mind: Mind, open: OpenGoal, alternative: Readonly<Record<string, string>>): void {
  open.alternatives = open.alternatives.filter((other) => other !== alternative)
  for (const [key, value] of Object.entries(alternative)) {
    const fact = mind.facts.get(key)
    if (fact === undefined) continue
    fact.now = value
    fact.nowSay = undefined
  }
}

/** Proposes the next fallback: `What about 2:30pm?` Nothing when none is left. */
export function nextFallback(mind: Mind): Intent[] {
  const open = currentGoal(mind)
  const alternative = open?.alternatives[0]
  if (open === undefined || alternative === undefined) return []
  settleFor(mind, open, alternative)
  const facts = tell(mind, Object.keys(alternative))
  return facts.length === 0 ? [] : [{ type: 'suggest', facts }]
}

/** Facts that matter to the goal the customer is after now. An old appointment that is read out is no offer. */
function wished(mind: Mind): readonly Known[] {
  const needs = currentGoal(mind)?.goal.needs ?? []
  return [...mind.facts.values()].filter(({ key, now }) => now !== undefined && needs.includes(key))
}

/** Facts of the kinds that an agent put forward, none of which it names. The day of the return may be left for later. */
export function missed(mind: Mind, text: string): readonly Known[] {
  const marks = [...marksOf(text)]
  const day = marks.some((mark) => mark.startsWith('d') || mark.startsWith('w'))
  const clock = marks.some((mark) => mark.startsWith('t'))
  const facts = wished(mind).filter(({ type }) => (type === 'date' && day) || (type === 'time' && clock))
  const named = new Set(facts.filter((fact) => names(text, fact)).map(({ type }) => type))
  return facts.filter(({ type }) => !named.has(type))
}
