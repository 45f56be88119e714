/** How a clause means what it mentions: asserted, asked, conditional, somebody else's words, or in general. */
import type { Modality } from './claim.ts'
import type { Sentence } from './clauses.ts'
import type { Mention, Reading } from './mention.ts'

/** What is known of the sentence and message around a clause. */
export interface Surroundings {
  /** The clause is a question, or follows one in the same sentence. */
  readonly asked: boolean
  /** The message asks whether what it says is right. */
  readonly confirming: boolean
  /** "According to the record" opens the sentence. */
  readonly reported: boolean
  /** An "if" or "once" earlier in the sentence. */
  readonly conditional: boolean
}

const others =
  /(?<!\bas )\b(?:you|they|he|she|customer|who)(?: have| had| were)? (?:said|say|mentioned|told|stated|indicated|asked|requested|wanted|want|believe|think|noted|reported|claim)\b|\b(?:i|we) (?:see|understand|noticed|can see)\b|\b(?:it|that) (?:looks|seems|appears|says|shows)\b|\baccording to\b|^since\b|\b(?:has|have|was|were|is|are) already\b/
/** Done by somebody else, or long before: "cancelled by the airline", "was made two days ago". */
const byAnother =
  /\bby (?:the|your|our) (?:airline|bank|merchant|store|shop|hotel|carrier|provider|customer|sender|warehouse|doctor|restaurant)\b|\bago\b|\b(?:currently|originally|previously|still)\b|\byour (?:\w+ )?(?:previous|existing|earlier|recent|original)\b|\b(?:was|were) \w+ on \d|\bwithin the (?:last|past)\b/
const provided = /\b(?:as soon as|as long as|in case|provided|assuming|so that)\b/
const general =
  /\b(?:usually|normally|typically|generally|always|often|commonly|sometimes|online|by default|per person|each)\b/

export function modalityOf(mention: Mention, reading: Reading, around: Surroundings): Modality {
  if (mention.form === 'can') return 'offered'
  if (around.asked) return around.confirming ? 'confirming' : 'offered'
  const hedge = hedged(mention, reading, around)
  if (hedge !== undefined) return hedge
  if (mention.form === 'passive' && isGeneral(mention, reading)) return 'generic'
  if (deniesDeed(mention, reading)) return 'negated'
  return mention.kind === 'promise' ? 'promised' : 'asserted'
}

function hedged(mention: Mention, { clause, shape, text }: Reading, around: Surroundings): Modality | undefined {
  if (shape.slice(0, mention.at + 1).includes('C')) return 'conditional'
  const before = clause.words
    .slice(0, mention.at + 2)
    .map((word) => word.text)
    .join(' ')
  if (provided.test(before)) return 'conditional'
  if (around.reported || others.test(before) || byAnother.test(text)) return 'reported'
  const direct = mention.form === 'agent' || mention.form === 'could-not'
  // "I'll cancel it once you confirm".
  if (mention.kind === 'promise' && shape.includes('C')) return 'conditional'
  if (around.conditional && !direct) return 'conditional'
  return around.confirming && mention.kind === 'success' && mention.form !== 'agent' ? 'confirming' : undefined
}

/** "Not booked yet", "I haven't cancelled anything", "I booked nothing": nothing was tried. */
function deniesDeed({ kind, form, at }: Mention, { text, shape }: Reading): boolean {
  // "No changes were made".
  if (kind === 'success' && form === 'passive' && shape.slice(0, at).includes('N')) return true
  return kind === 'failure' ? /\byet$|\b(?:have|has) not .{0,60}\banything\b/.test(text) : /\bnothing\b/.test(text)
}

/** "Appointments are booked online", "Refunds are issued to the card": bare plurals, or words such as "usually". */
function isGeneral({ at }: Mention, { shape, clause, text }: Reading): boolean {
  if (shape[at] !== 'B') return false
  if (general.test(text)) return true
  const subject = shape.slice(0, at)
  const verb = clause.words[at]?.text
  const tail = clause.words.slice(at + 2)[0]?.text ?? ''
  const plural = verb === 'are' && !/[yDtYn]/.test(subject)
  return plural && /^(?:to|by|through|via|within|in|at|on|from|only|every|as|with|for|[a-z]+ly)$/.test(tail)
}

const auxiliary =
  /^(?:do|does|did|would|should|could|can|may|shall|will|is|are|am|was|were|have|has|anything|any|wanna|want|may)$/

/** Whether a clause is put as a question by its first words: "shall I", "do you", "anything else". */
export function isInterrogative({ shape, clause }: Reading): boolean {
  const first = clause.words.findIndex((_, index) => !/[JR]/.test(shape[index] ?? ''))
  const word = clause.words[first]?.text ?? ''
  const next = shape[first + 1] ?? ''
  if (shape[first] === 'Q') return true
  if (/^any/.test(word) || word === 'wanna') return true
  return auxiliary.test(word) && /[IYDytAUOonN]/.test(next)
}

const confirmWords =
  /\b(?:(?:please|kindly|can you|could you|do you)(?: \w+)? (?:re)?confirm|(?<=^|, |okay |so )(?:re)?confirm (?:the|that|this|these|following|if|it|to proceed|whether|your|details)|(?:sounds?|look|looks) (?:right|correct|good|ok|okay|fine)|(?<!\bi )(?:make sure|ensure) |(?:is|are) (?:that|this|it|these|everything|all)(?: \w+){0,3} (?:right|correct|ok|okay|accurate|good|fine)|just to (?:confirm|check|be)|(?<=^|, )to confirm|(?:let me|would like to|want to|need to) confirm|confirming|want to (?:make sure|verify)|do i have|verify that|check the|(?:shall|should) i (?:proceed|go))\b/
/** Has every text that asks so, and few others: the pattern itself begins anew at each word. */
const confirmSign =
  /confirm|right|correct|good|ok|fine|sure|accurate|to check|to be|check the|verify|do i have|proceed|i go/
const tag = /^(?:.{0,200}[ ,])?(?:right|correct|confirm|yes|ok|okay)$/

/** Whether a sentence asks the customer to say that something is right. */
export function asksToConfirm(sentence: Sentence, text: string): boolean {
  return (confirmSign.test(text) && confirmWords.test(text)) || (sentence.question && tag.test(text))
}
