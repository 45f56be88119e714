/** Recognises "it did not work": an attempt that failed (`could-not`), or something the agent does not do (`cannot`). */
import { actionAt, type Mention, matchIn, nounAction, type Reading, type Recogniser } from './mention.ts'

const past = /\b(?:could|was|were|been|did|had|failed|have|has)\b/

/** "I couldn't book", "I was unable to find", "I am not able to cancel", "we failed to send". */
const agent: Recogniser = (reading) => {
  const found =
    matchIn(/(?:I|^J{0,3})[RJ]{0,2}MR?N[RJ]{0,2}[VUXlvS]/, reading.shape) ??
    matchIn(/(?:I|^J{0,3})[BHRb]{0,4}(?:NR?b?R?a|F)TR?[VUXlvS]/, reading.shape) ??
    matchIn(/(?:I|^J{0,3})dN[OaR]{0,2}T?R?[VUXlvS]/, reading.shape)
  if (found === undefined) return undefined
  return failed(reading, lightOr(reading, found.last), found.at, found.last)
}

/** "It could not be booked", "the visit was not scheduled", "your order hasn't been placed". */
const passive: Recogniser = (reading) => {
  const found = matchIn(/(?:M|H|B)R?NR?[eb]?R{0,2}[PXLr]/, reading.shape)
  // "You have not made a request" speaks of what the customer did.
  if (found === undefined || /YR*$/.test(reading.shape.slice(0, found.at))) return undefined
  return failed(reading, lightOr(reading, found.last), found.at, found.last)
}

const broken =
  /\b(?:(?:is|are|was|were|been) (?:not|no longer) (?:possible|successful)|(?:did|does|has|have) not (?:go|gone|work|worked|come|happen) ?(?:through|out)?|(?:is|was|were|got|had|encountered|hit|into) (?:an?|some)(?: \w+){0,3} (?:error|problem|issue)|went wrong|no luck)\b/
const none =
  /\b(?:there (?:is|are|was|were) (?:no|not|not any|not an?)|(?:is|are|was|were) (?:not|no longer)|no|none|nothing)\b(?: \w+){0,6} (?:available|left|open|free|found)\b/
/** Has every text that says so, and few others. */
const sign = /no|error|problem|issue|wrong/
const missing = /\bthere (?:is|are|was|were) (?:no|not any) (?:other|more|such)\b/
const wanted =
  /\b(?:time|times|slot|slots|opening|openings|date|anything|nothing|none|that|it|showtimes?|show times?)\b/

/** "The reservation failed", "was unsuccessful", "no rooms are available", "did not go through". */
const nominal: Recogniser = (reading) => {
  const { shape } = reading
  const word = matchIn(/F(?!T)/, shape)
  const failing = word !== undefined && /[AUtyD]/.test(shape) && !/[IC]/.test(shape.slice(0, word.at))
  if (!failing && !isMissing(reading)) return undefined
  return failed(reading, nounAction(reading) ?? 'finish', 0, shape.length)
}

function isMissing({ shape, text }: Reading): boolean {
  if (!sign.test(text)) return false
  return broken.test(text) || (none.test(text) && (/[AU]/.test(shape) || wanted.test(text))) || missing.test(text)
}

export const failures: readonly Recogniser[] = [agent, passive, nominal]

function failed({ text, clause }: Reading, action: string | undefined, at: number, last: number): Mention | undefined {
  if (action === undefined) return undefined
  const said = clause.words
    .slice(at, last + 1)
    .map((word) => word.text)
    .join(' ')
  return {
    kind: 'failure',
    form: past.test(last < clause.words.length ? said : text) ? 'could-not' : 'cannot',
    action,
    at,
  }
}

function lightOr(reading: Reading, index: number): string | undefined {
  const word = reading.clause.words[index]?.text ?? ''
  const known = reading.lexicon.verbs.get(word)
  if (known?.verb.sort === 'light') return nounAction(reading, index + 1) ?? nounAction(reading) ?? 'finish'
  return actionAt(reading, index)
}
