/**
 * Finds what an agent claims in one message: that it did something, could not, or will.
 *
 * Rules are about English in general, read clause by clause; no model, no network. About 50 µs for a chat message and
 * linear in its length. Measured on human-written agent turns by `npm run bench -- claims`.
 *
 * It refuses to guess: a clause whose words name no action that the lexicon or the agent's tools know is no claim.
 */
import type { Claim } from './claim.ts'
import { type Sentence, sentencesIn } from './clauses.ts'
import { answersThanks, type Mood, moodOf } from './customer.ts'
import { failures } from './failure.ts'
import type { Mention, Reading } from './mention.ts'
import { asksToConfirm, isInterrogative, modalityOf, type Surroundings } from './modality.ts'
import { promises } from './promise.ts'
import { shapeOf } from './shape.ts'
import { successes } from './success.ts'
import { type Lexicon, lexiconFor, plainLexicon, type ToolWords } from './verbs.ts'

export interface ClaimOptions {
  /** The agent's tools: their names teach verbs and nouns. Default none. */
  readonly tools?: readonly ToolWords[]
  /** Made once with `lexiconFor(tools)` by who reads many messages; wins over `tools`. */
  readonly lexicon?: Lexicon
  /** The customer's message before this one. */
  readonly before?: string
}

const recognisers = [...failures, ...successes, ...promises]

/** The claims in one message of the agent, of every modality, in the order in which they are made. */
export function claimsIn(message: string, options: ClaimOptions = {}): Claim[] {
  const lexicon = options.lexicon ?? (options.tools === undefined ? plainLexicon : lexiconFor(options.tools))
  const mood = answersThanks(message) ? 'leaving' : moodOf(options.before)
  const sentences = sentencesIn(message).map((sentence) => ({
    sentence,
    readings: readingsOf(sentence, lexicon, mood),
  }))
  const asked = sentences.map(({ sentence, readings }) =>
    asksToConfirm(sentence, readings.map(({ text }) => text).join(' , ')),
  )
  const lastAsked = asked.lastIndexOf(true)
  return sentences.flatMap(({ sentence, readings }, index) =>
    claimsOf(message, sentence, readings, lastAsked >= 0 && (index <= lastAsked || asked[index - 1] === true)),
  )
}

function readingsOf(sentence: Sentence, lexicon: Lexicon, mood: Mood): Reading[] {
  const shapes = sentence.clauses.map(({ words }) => shapeOf(words, lexicon))
  const spoken = shapes.findIndex((shape) => !/^[JR]*$/.test(shape))
  return sentence.clauses.map((clause, index) => ({
    clause,
    shape: shapes[index] ?? '',
    opens: index <= spoken || shapes[index - 1]?.includes('I') === true,
    text: clause.words.map((word) => word.text).join(' '),
    lexicon,
    mood,
  }))
}

function claimsOf(message: string, sentence: Sentence, readings: readonly Reading[], confirming: boolean): Claim[] {
  const openly = readings.findIndex(isInterrogative)
  const firstAsked = openly >= 0 ? openly : sentence.question ? 0 : readings.length
  let conditional = false
  const reported = readings[0]?.text.startsWith('according to') === true
  return readings.flatMap((reading, index) => {
    const around: Surroundings = { asked: index >= firstAsked, confirming, conditional, reported }
    conditional ||= /^[JR]{0,3}C/.test(reading.shape)
    const mention = mentionIn(reading)
    return mention === undefined ? [] : [claimOf(message, reading, mention, around)]
  })
}

function mentionIn(reading: Reading): Mention | undefined {
  for (const recognise of recognisers) {
    const mention = recognise(reading)
    if (mention !== undefined) return mention
  }
  return undefined
}

function claimOf(message: string, reading: Reading, mention: Mention, around: Surroundings): Claim {
  const { clause, shape } = reading
  return {
    kind: mention.kind,
    // "Requested action: …" is a heading.
    modality: isHeading(message, reading, mention) ? 'generic' : modalityOf(mention, reading, around),
    action: mention.action,
    objects: clause.words.flatMap((word, index) => (/[AUOn]/.test(shape[index] ?? '') ? [word.text] : [])),
    form: mention.form,
    clause: message.slice(clause.start, clause.end),
    start: clause.start,
    end: clause.end,
  }
}

function isHeading(message: string, { clause }: Reading, { form }: Mention): boolean {
  return form === 'bare' && /^[\W_]{0,4}:/.test(message.slice(clause.end, clause.end + 5)) && clause.words.length > 1
}
