/**
 * From an agent's words to its acts, without a language model.
 *
 * Each sentence is read for turns of phrase (`cues.ts`), for values (`values.ts`) and, when it asks,
 * for the slots it asks about. What the customer did just before decides between readings: the same
 * sentence answers a question, reads something back or offers something new.
 *
 * It never guesses silently: every act carries a confidence, and an agent turn that fits nothing is
 * `unknown`. It understands English.
 */
import type { Act, Heard, Setting, Value } from './act.ts'
import { type Listed, listIn } from './choices.ts'
import * as cue from './cues.ts'
import { isForeign } from './foreign.ts'
import type { Ontology } from './ontology.ts'
import { requestedSlots } from './requested-slots.ts'
import { emptyTally, type Tally, weigh } from './tally.ts'
import { plain, sentences } from './text.ts'
import { isKnown, valuesIn } from './values.ts'

interface Sentence {
  readonly text: string
  readonly lower: string
  readonly question: boolean
  readonly values: readonly Value[]
  /** Whether a cue is in it; tried once, since the sentence is kept. */
  shows(cue: RegExp): boolean
}

/** What is known of one sentence before the turn is read as a whole: how many values are new, how many known. */
interface Read extends Sentence {
  readonly fresh: number
  readonly known: number
}

/** The acts in one agent turn; `text` may hold several messages joined by line breaks. */
export function hear(text: string, ontology: Ontology, setting: Setting): Heard {
  const { list, parsed, unread } = parse(text)
  if (parsed.length === 0 && list === undefined) return { acts: [{ type: 'empty', confidence: 1 }], confidence: 1 }
  if (unread) return { acts: [{ type: 'unknown', confidence: 0.2 }], confidence: 0.2 }

  const read = parsed.map((sentence) => inSetting(sentence, setting))
  const said = actsOf(read, ontology, setting)
  const acts = list?.kind === 'options' ? withChoices(list, said) : said
  if (acts.length === 0) return { acts: [{ type: 'unknown', confidence: 0.2 }], confidence: 0.2 }
  return { acts, confidence: Math.max(...acts.map((act) => act.confidence)) }
}

/** A list of options is its own question; `Which one?` beside it asks for nothing more. */
function withChoices({ items }: Listed, said: readonly Act[]): readonly Act[] {
  const others = said.filter((act) => act.type !== 'request' || act.slots.length > 0)
  return [{ type: 'choices', options: items, confidence: 0.9 }, ...others]
}

/** Items that are wanted or read back are read as sentences; options are not. */
function bodyOf({ kind, items, rest }: Listed): string {
  if (kind === 'options') return rest
  const lead = kind === 'wanted' ? 'Please tell me your ' : 'To confirm: '
  return [rest, ...items.map((item) => `${lead}${item}.`)].join('\n')
}

/** A text taken apart. It depends on the text alone, so it is kept: agents say the same in many conversations. */
interface Parse {
  readonly list: Listed | undefined
  readonly parsed: readonly Sentence[]
  /** In another language, or in numbers alone. */
  readonly unread: boolean
}

const KEPT = new Map<string, Parse>()
const KEPT_AT_MOST = 2000
/** Characters of one agent turn that a customer reads. */
const READ_AT_MOST = 8000

function parse(text: string): Parse {
  const kept = KEPT.get(text)
  if (kept !== undefined) return kept
  const clean = plain(text.slice(0, READ_AT_MOST))
  const list = listIn(clean)
  const parsed = sentences(list === undefined ? clean : bodyOf(list)).map(sentenceOf)
  if (KEPT.size >= KEPT_AT_MOST) KEPT.clear()
  const unread = list === undefined && (isForeign(clean) || !(/\p{L}/u.test(clean) || parsed.some(isDayOrTime)))
  const made = { list, parsed, unread }
  KEPT.set(text, made)
  return made
}

function isDayOrTime({ values }: Sentence): boolean {
  return values.some(isWhen)
}

function sentenceOf(text: string): Sentence {
  const lower = text.toLowerCase()
  const tried = new Map<RegExp, boolean>()
  const shows = (cue: RegExp) => {
    const known = tried.get(cue)
    if (known !== undefined) return known
    const found = cue.test(lower)
    tried.set(cue, found)
    return found
  }
  return { text, lower, question: /\?["')]*$/.test(text), values: valuesIn(text), shows }
}

function inSetting(sentence: Sentence, { known }: Setting): Read {
  const { text, lower, question, values, shows } = sentence
  const old = values.length === 0 ? 0 : values.filter((value) => isKnown(value, known)).length
  return { text, lower, question, values, shows, known: old, fresh: values.length - old }
}

function actsOf(read: readonly Read[], ontology: Ontology, setting: Setting): readonly Act[] {
  const tally = emptyTally()
  for (const sentence of read) count(sentence, tally, ontology, setting)
  const acts = weigh(tally, setting)
  if (isDone(acts, read, setting)) return [{ type: 'claim', values: tally.statements, confidence: 0.5 }]
  if (acts.length === 0 && setting.asked && !tally.lost && read.some(({ question }) => !question))
    return [{ type: 'inform', values: tally.statements, confidence: 0.5 }]
  return acts
}

/** Right after a yes, words that say of nothing that it failed or is still to come say that it is done. */
function isDone(acts: readonly Act[], read: readonly Read[], { agreed }: Setting): boolean {
  if (!agreed || acts.some(({ type }) => !AFTER_DONE.has(type))) return false
  return read.some((sentence) => !sentence.question && sentence.shows(cue.SOUNDS_DONE))
}

const AFTER_DONE: ReadonlySet<Act['type']> = new Set(['goodbye', 'inform', 'req-more'])

/** Ways to read a sentence, tried in this order; the first that fits takes it. */
const READINGS = [
  isCourtesy,
  greets,
  asksForMore,
  isLost,
  handsOff,
  fails,
  asksToAct,
  confirms,
  claims,
  goodbye,
  asks,
  promises,
]

/** Reads one sentence into the tally. What fits no reading is a statement. */
function count(s: Read, t: Tally, ontology: Ontology, setting: Setting): void {
  if (READINGS.some((reads) => reads(s, t, ontology, setting))) return
  if (s.shows(cue.READS_BACK) || (s.question && s.known > s.fresh && !s.shows(cue.OFFERS))) t.readsBack = true
  if (s.shows(cue.STRONG_OFFERS)) t.strongOffers += 1
  if (s.shows(cue.OFFERS)) t.offers += 1
  state(s, t)
}

function isCourtesy(s: Read): boolean {
  return s.shows(cue.COURTESY) && (s.values.length === 0 || s.lower.startsWith('thank'))
}

function greets(s: Read, t: Tally): boolean {
  if (!s.shows(cue.GREETS) || s.values.length >= 2) return false
  t.greets = true
  return true
}

function asksForMore(s: Read, t: Tally, ontology: Ontology, setting: Setting): boolean {
  if (!isMore(s, ontology) || asksForWhatIsNeeded(s, ontology, setting)) return false
  t.more += 1
  if (s.shows(cue.FAILS)) t.fails += 1
  else if (setting.agreed && isClaimed(s)) t.claims += 1
  return true
}

/** `I can help you with that, can you give me the number of people?` is about the number. */
function asksForWhatIsNeeded({ text }: Read, ontology: Ontology, setting: Setting): boolean {
  if (setting.needs.size === 0) return false
  const { slots, score } = requestedSlots(text, ontology, setting)
  return score >= SPECIFIC && slots.some((slot) => setting.needs.has(slot) && !setting.told.has(slot))
}

/** Score from which a question names a slot by more than its being needed. */
const SPECIFIC = 1.9

function isLost(s: Read, t: Tally): boolean {
  if (!s.shows(cue.LOST)) return false
  t.lost = true
  return true
}

function handsOff(s: Read, t: Tally): boolean {
  if (!s.shows(cue.HANDS_OFF)) return false
  t.handsOff = true
  return true
}

function goodbye(s: Read, t: Tally): boolean {
  if (!s.shows(cue.GOODBYE) || s.question || s.values.length >= 3) return false
  if (s.fresh > 0 && !cue.STARTS_GOODBYE.test(s.lower)) return false
  t.bye += 1
  return true
}

function promises(s: Read, t: Tally): boolean {
  if (!s.shows(cue.PROMISES) || s.values.length > 0) return false
  t.promises = true
  return true
}

function state(s: Read, t: Tally): void {
  t.statements.push(...s.values)
  t.statedFresh += s.fresh
  t.statedKnown += s.known
}

/** `Music, sports or something else?` asks for a choice; `Anything else?` does not. */
function isMore(s: Read, ontology: Ontology): boolean {
  if (!s.shows(cue.REQ_MORE)) return false
  if (s.values.some(({ text }) => !/^(?:today|tonight)$/i.test(text))) return false
  if (!/\bor (?:some|any)|specific|particular/.test(s.lower)) return true
  return !ontology.options.some((options) => options.some((option) => option.length > 2 && s.lower.includes(option)))
}

function fails(s: Read, t: Tally): boolean {
  if (s.shows(cue.ASKS_FOR_ANOTHER)) {
    t.fails += 1
    return false
  }
  if (s.shows(cue.DECLINES)) {
    t.fails += 1
    t.refuses = true
    return true
  }
  if (!s.shows(cue.FAILS) || s.shows(cue.WANTED)) return false
  if (s.question && !/\bsorry\b|\bunfortunately\b|\bapolog|\bbut\b|\bhowever\b/.test(s.lower)) return false
  t.fails += 1
  if (s.shows(cue.REFUSES)) t.refuses = true
  if (s.fresh > 0 && (s.shows(cue.STRONG_OFFERS) || /\bbut\b|\bhowever\b/.test(s.lower))) {
    t.offers += 1
    t.strongOffers += 1
    state(s, t)
  }
  return true
}

/** `Shall I cancel your check-up on Friday?` waits for a yes to the action and to the details alike. */
function asksToAct(s: Read, t: Tally): boolean {
  if (!s.question || s.values.length === 0 || !s.shows(cue.ASKS_TO_ACT)) return false
  t.confirms += 1
  t.proposes = true
  state(s, t)
  return true
}

function confirms(s: Read, t: Tally, _: Ontology, { agreed }: Setting): boolean {
  if (!s.shows(cue.CONFIRMS) || (agreed && isClaim(s) && !s.shows(cue.PLEASE_CONFIRM))) return false
  if (s.values.length === 0 && (s.shows(cue.ASKS) || s.shows(cue.QUESTION_WORD))) return false
  if (s.values.length === 0 && !s.question) {
    t.readsBack = true
    t.asksToConfirm = s.shows(cue.PLEASE_CONFIRM)
    return true
  }
  t.confirms += 1
  state(s, t)
  return true
}

function claims(s: Read, t: Tally, _: Ontology, { agreed, asked }: Setting): boolean {
  if (!isClaim(s) && !(agreed && s.shows(cue.ENJOY_IT))) return false
  if (!agreed && s.shows(cue.FOUND)) return false
  if (asked && s.shows(cue.TIMETABLE)) return false
  t.claims += 1
  state(s, t)
  return true
}

function isClaim(s: Read): boolean {
  return !s.question && isClaimed(s)
}

function isClaimed(s: Read): boolean {
  const claim = cue.CLAIMS.exec(s.lower)
  if (claim === null || /\b(?:if|unless|until|once)\b/.test(s.lower)) return false
  return !cue.NOT_CLAIMED.test(s.lower.slice(0, claim.index + claim[0].length))
}

/** Whether the sentence asks for something; if so it is tallied. */
function asks(s: Read, t: Tally, ontology: Ontology, setting: Setting): boolean {
  const worded = s.shows(cue.QUESTION_WORD) || s.shows(cue.ASKS)
  if (!mayAsk(s, worded)) return false
  const suggestion = worded ? 'none' : suggestionIn(s)
  if (suggestion === 'several') return asksByNaming(s, t, ontology, setting)

  const { slots, score } = requestedSlots(s.text, ontology, setting)
  if (!worded && suggestion === 'none' && isProposal(s, slots, score)) {
    t.proposes = true
    return true
  }
  if (suggestion === 'name' || (suggestion === 'one' && slots.length === 0))
    return asksByNaming(s, t, ontology, setting)
  if (s.fresh > 0 && slots.length > 0 && s.shows(cue.OPINION) && slots.every((slot) => setting.told.has(slot))) {
    t.strongOffers += 1
    return false
  }
  if (!worded && slots.length === 0 && s.shows(cue.OFFERS)) return false
  t.asks += 1
  t.slots.push(...slots.filter((slot) => !t.slots.includes(slot)))
  t.slotScore = Math.max(t.slotScore, score)
  return true
}

/** `Do you need a psychologist or a counsellor?`, `Shall I book it from March 1st?`: asks for what was not told yet. */
function asksByNaming(s: Read, t: Tally, ontology: Ontology, setting: Setting): boolean {
  if (!s.question || s.fresh === 0 || s.shows(cue.STRONG_OFFERS)) return false
  const open = ontology.slots.filter(({ key }) => setting.needs.has(key) && !setting.told.has(key))
  const { slots, score } = requestedSlots(s.text, ontology, setting)
  const named = score >= SPECIFIC ? slots.filter((slot) => open.some(({ key }) => key === slot)) : []
  const kinds = new Set<string>(s.values.filter(isWhen).map(({ kind }) => kind))
  const ofKind = open.filter(({ type }) => kinds.has(type)).map(({ key }) => key)
  const only = open.length === 1 && !s.shows(cue.OFFERS) ? open.map(({ key }) => key) : []
  const asked = [named, ofKind, only].find((keys) => keys.length > 0) ?? []
  if (asked.length === 0) return false
  t.asks += 1
  t.slots.push(...asked.filter((slot) => !t.slots.includes(slot)))
  t.slotScore = Math.max(t.slotScore, SPECIFIC)
  return true
}

/** Whether the sentence could be a question for something, and not an offer with a question mark. */
function mayAsk(s: Read, worded: boolean): boolean {
  if (!worded && !s.question && !s.shows(cue.PROPOSES)) return false
  if (!s.question && s.fresh > 0 && s.shows(cue.OFFERS)) return false
  return !s.shows(cue.ASKS_OPINION)
}

function isProposal(s: Read, slots: readonly string[], score: number): boolean {
  if (s.shows(cue.PROPOSES) && score < SURE) return !(score >= SPECIFIC && EITHER.test(s.lower))
  return slots.length === 0 && s.shows(cue.YES_NO) && !s.shows(cue.ABOUT_CUSTOMER)
}

/** `Are you looking to rent or to buy?` */
const EITHER = /\w or (?:to )?\w/

/** Score from which a question is about a slot even when it also sounds like a proposal. */
const SURE = 2.6

/** What a yes-or-no question puts forward: nothing, one thing that asks for a slot, a name, or several things. */
function suggestionIn(s: Read): 'none' | 'one' | 'name' | 'several' {
  if (s.values.length === 0) return 'none'
  if (!s.shows(cue.YES_NO)) return 'several'
  if (s.values.length > 1 && s.shows(cue.YOU_WILL) && s.values.every(isWhen)) return 'one'
  const dates = s.values.filter(({ kind }) => kind === 'date' || kind === 'time').length
  const names = s.values.filter(({ kind, text }) => kind === 'name' && !/^\d/.test(text)).length
  if (dates === 1 && names === 0 && s.values.length === 1) return 'one'
  if (
    /^\d+ \p{Lu}/u.test(s.values.find(({ kind }) => kind === 'name')?.text ?? '') &&
    s.values.length <= 3 &&
    dates === 0
  )
    return 'one'
  return names === 1 && s.values.length === 1 ? 'name' : 'several'
}

function isWhen({ kind }: Value): boolean {
  return kind === 'date' || kind === 'time'
}
