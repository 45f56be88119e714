/** A counterexample in lines: how surely it breaks its promise, how small it is, and all that is left of it. */
import type { Json } from '../../conversation/index.ts'
import { type Counterexample, sizeWords } from '../../learn/index.ts'
import type { Step } from '../../simulate/index.ts'

const passagesShown = 8
const passageLetters = 140

export function smallLines({ condition, from, to, certified, ...found }: Counterexample): readonly string[] {
  const { reproduced, plays, isMinimal, passages, trial } = found
  const more = passages.length - passagesShown
  return [
    `${condition}: broken in ${certified.violated} of ${certified.n} conversations on fresh seeds`,
    `  from ${sizeWords(from)} down to ${sizeWords(to)}`,
    `  ${plays} conversations, said again it was broken in ${reproduced.violated} of ${reproduced.n}`,
    ...(trial.scenario.script ?? []).flatMap(stepLines).map((line) => `  customer: ${line}`),
    ...passages.slice(0, passagesShown).map(({ backend, passage }) => `  ${backend}: ${clipped(passage)}`),
    ...(more > 0 ? [`  and ${more} more ${more === 1 ? 'passage' : 'passages'}`] : []),
    ...trial.faults.map((set) => `  ${set.explain()}`),
    ...(isMinimal ? [] : ['  More could perhaps be left out: the tries were used up. Give it more with --tries.']),
  ]
}

function stepLines(step: Step): readonly string[] {
  if ('simulate' in step) return ['(goes on freely)']
  if (!('say' in step)) return []
  const texts = typeof step.say === 'string' ? [step.say] : step.say
  const pauses = typeof step.afterMs === 'number' ? [step.afterMs] : (step.afterMs ?? [])
  return texts.map((text, at) => (pauses[at] ? `(after ${+(pauses[at] / 1000).toFixed(1)} s) ${text}` : text))
}

function clipped(passage: Json): string {
  const text = (typeof passage === 'string' ? passage : JSON.stringify(passage)).replace(/\s+/g, ' ')
  return text.length > passageLetters ? `${text.slice(0, passageLetters - 1)}…` : text
}
