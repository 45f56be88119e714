/** Recognises "I will": what the agent says that it is about to do, so that what never came can be noticed. */
import { type Mention, matchIn, nounAction, type Reading, type Recogniser } from './mention.ts'

/** "I'll escalate this", "I'm going to book", "let me cancel it", "we will send". */
const willDo: Recogniser = (reading) => {
  const found = matchIn(/IB?R?W(?:T)?R{0,2}[VUXl]/, reading.shape) ?? matchIn(/ZoR{0,2}[VUXl]/, reading.shape)
  return found === undefined ? undefined : promised(reading, found.last, found.at)
}

/** "I'm booking it now". */
const doing: Recogniser = (reading) => {
  const found = matchIn(/IBR{0,2}[Gj]/, reading.shape)
  return found === undefined ? undefined : promised(reading, found.last, found.at)
}

/** "It will be cancelled": nobody is named, and it has not happened. */
const willBe: Recogniser = (reading) => {
  const found = matchIn(/WR{0,2}eR{0,2}[PXL]/, reading.shape)
  const mention = found === undefined ? undefined : promised(reading, found.last, found.at)
  return mention === undefined ? undefined : { ...mention, form: 'passive' }
}

/** "I can book that", "shall I cancel it", "would you like me to change it": an offer, which holds nothing but a claim of skill. */
const canDo: Recogniser = (reading) => {
  const found =
    matchIn(/(?:IMR{0,2}|[MW]IR{0,2})[VUXl]/, reading.shape) ??
    (/\b(?:like|want|need) me to\b/.test(reading.text) ? matchIn(/oTR{0,2}[VUXl]/, reading.shape) : undefined)
  const mention = found === undefined ? undefined : promised(reading, found.last, found.at)
  return mention === undefined ? undefined : { ...mention, form: 'can' }
}

export const promises: readonly Recogniser[] = [willDo, doing, willBe, canDo]

function promised(reading: Reading, index: number, at: number): Mention | undefined {
  const known = reading.lexicon.verbs.get(reading.clause.words[index]?.text ?? '')
  if (known === undefined || known.verb.sort === 'reading') return undefined
  const action = known.verb.sort === 'light' ? nounAction(reading, index + 1) : known.verb.base
  return action === undefined ? undefined : { kind: 'promise', form: 'will', action, at }
}
