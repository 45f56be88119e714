/**
 * Which slots a question asks about.
 *
 * A slot scores by its own words, related words, the kind of question (`when`, `how many`), options
 * that are named, the direction of travel, and whether the customer still has to tell it.
 */
import type { Setting } from './act.ts'
import { type Direction, isBirthday, type Ontology, type Slot, type SlotType } from './ontology.ts'
import { askingParts, squeezed, stem, words } from './text.ts'

/** Keys of the slots asked for, likeliest first per part of the question, with the highest score. */
export function requestedSlots(
  sentence: string,
  ontology: Ontology,
  setting: Setting,
): { readonly slots: string[]; readonly score: number } {
  const asked: string[] = []
  let best = 0
  for (const part of askingParts(sentence.toLowerCase())) {
    best = Math.max(best, take(part, ontology, setting, asked))
    const pieces = part.split(/,|\band\b|&|;/)
    if (pieces.length > 1) for (const piece of pieces) takePiece(piece, ontology, setting, asked)
  }
  return { slots: asked, score: best }
}

/** Adds the slots that a part of a question asks for, and says how sure that is. */
function take(part: string, ontology: Ontology, setting: Setting, asked: string[]): number {
  const scored = scoreSlots(part, ontology, setting, asked)
  const top = scored[0]
  if (top === undefined || top.score < LEAST) return 0
  asked.push(top.key)
  if (/.\b(?:and|or)\b|,|&/.test(part.replace(/^(?:and|or|also)\b/, '')))
    for (const candidate of scored.slice(1)) if (isFurther(candidate, top)) asked.push(candidate.key)
  return top.score
}

/** Adds the one slot that a piece of an enumeration names. */
function takePiece(piece: string, ontology: Ontology, setting: Setting, asked: string[]): void {
  const top = scoreSlots(piece, ontology, setting, [])[0]
  if (top !== undefined && top.score >= PIECE && !asked.includes(top.key)) asked.push(top.key)
}

/** Least score for one piece of an enumeration (`your name, phone number and date`). */
const PIECE = 1.7
/** Least score at which a question counts as asking for a slot. */
const LEAST = 1.1
/** Share of the best score from which a further slot counts as asked too. */
const FURTHER = 0.62

/** A further slot has words of its own in the question, and not only those that the best slot has too. */
function isFurther(candidate: Scored, top: Scored): boolean {
  return candidate.score >= Math.max(LEAST, FURTHER * top.score) && (candidate.heard & ~top.heard) !== 0
}

interface Scored {
  readonly key: string
  readonly score: number
  /** Bit set of the words of the question that speak for the slot, and of the kinds of question. */
  readonly heard: number
}

function scoreSlots(part: string, ontology: Ontology, setting: Setting, already: readonly string[]): Scored[] {
  const { hits, heard } = stemHits(part, ontology)
  const asked: Asked = { part, kinds: kindsAsked(part), directions: directionAsked(part) }
  const scored: Scored[] = []
  for (const [index, slot] of ontology.slots.entries()) {
    if (already.includes(slot.key)) continue
    const said = hits[index] ?? 0
    const base = baseScore(said, index, ontology, asked)
    if (base === 0) continue
    const matters = (setting.needs.has(slot.key) ? 0.9 : 0) - (setting.told.has(slot.key) ? 0.7 : 0)
    const bend = directionBonus(asked.directions, ontology.directions[index]) + kindClash(asked.kinds, slot)
    const bits = isOfKind(slot, said, asked) ? kindBit(slot.type) : 0
    scored.push({ key: slot.key, score: base + bend + matters, heard: (heard[index] ?? 0) | bits })
  }
  return scored.sort((a, b) => b.score - a.score)
}

interface Asked {
  readonly part: string
  readonly kinds: ReadonlySet<SlotType>
  readonly directions: ReadonlySet<Direction>
}

function stemHits(part: string, ontology: Ontology): { readonly hits: Float64Array; readonly heard: Int32Array } {
  const hits = new Float64Array(ontology.slots.length)
  const heard = new Int32Array(ontology.slots.length)
  for (const [place, word] of [...new Set(words(part).map(stem))].entries()) {
    for (const [slot, weight] of ontology.stems.get(word) ?? []) {
      hits[slot] = Math.min(3.3, (hits[slot] ?? 0) + weight)
      heard[slot] = (heard[slot] ?? 0) | (1 << (place % 24))
    }
  }
  return { hits, heard }
}

/** Points for words, the kind of question and options that are named; 0 when nothing speaks for the slot. */
function baseScore(said: number, index: number, ontology: Ontology, asked: Asked): number {
  const slot = ontology.slots[index]
  if (slot === undefined) return 0
  const named = optionsNamed(asked.part, ontology.options[index] ?? [])
  const spans = slot.type === 'date' && asked.kinds.has('duration') && ontology.directions[index] === 'end' ? 1 : 0
  const kind = isOfKind(slot, said, asked) ? KIND : said === 0 ? spans : 0
  return said + kind + (named >= 2 ? 1.4 : named * 0.8)
}

/** A yes-or-no question is about a slot only when it also names it, and `which day` is about no birthday. */
function isOfKind(slot: Slot, said: number, { part, kinds }: Asked): boolean {
  if (isBirthday(slot) || slot.type === 'yes-no') return said > 0 && kinds.has(slot.type)
  return kinds.has(slot.type) && !(slot.type === 'date' && BIRTH.test(part) && said === 0)
}

/** Asks for a birthday, and for no other day. */
const BIRTH = /\bbirth|\bborn\b|\bdob\b/

function kindBit(type: SlotType): number {
  return type === 'yes-no' ? 0 : 1 << (24 + (KIND_BITS.get(type) ?? 0))
}

const KIND = 1.2
const KIND_BITS: ReadonlyMap<SlotType, number> = new Map([
  ['date', 0],
  ['time', 1],
  ['place', 2],
  ['count', 3],
  ['duration', 4],
  ['money', 5],
  ['name', 6],
])

const KINDS: readonly (readonly [RegExp, readonly SlotType[]])[] = [
  [/\bwhat time|\btimes?\b|\bhour\b|\bo'?clock\b/, ['time']],
  [/\bwhen\b/, ['date', 'time']],
  [/\bdates?\b|\b(?:what|which|on what|on which) days?\b|\bday\b(?! of the)/, ['date']],
  [/\bwhere\b|\blocation\b|\bcity\b|\bcities\b|\barea\b|\baddress\b|\btown\b|\bplaces?\b/, ['place']],
  [/\bhow many\b|\bnumber of\b/, ['count']],
  [/\bhow long\b|\bduration\b|\bhow many (?:days|nights)\b|\blength\b/, ['duration']],
  [/\bhow much\b|\bamount\b|\bbudget\b|\bprice\b/, ['money']],
  [/\bwho\b|\bwhom\b|\bnames?\b/, ['name']],
  [/\b(?:what|which) (?:kind|type|sort|style)\b|\btypes?\b|\bkind\b|\bprefer\w*\b/, ['choice']],
  [/\bphone|\bnumber\b(?! of)|\breach you\b|\bmobile\b/, ['phone', 'id']],
  [/\be-?mail\b/, ['email']],
  [/\b(?:reference|code|id)\b/, ['id']],
  [/^(?:.{0,30}\b)?(?:do|would|will|are|is|should|shall|did|does|can|may|need|want)\b/, ['yes-no']],
]

function kindsAsked(part: string): ReadonlySet<SlotType> {
  const kinds = new Set<SlotType>()
  for (const [pattern, types] of KINDS) if (pattern.test(part)) for (const type of types) kinds.add(type)
  if (/\bhow many (?:days|nights)\b/.test(part)) kinds.delete('count')
  if (kinds.has('time') && kinds.has('date') && /\bwhat time\b/.test(part) && !/\bdates?\b|\bday\b/.test(part))
    kinds.delete('date')
  return kinds
}

/** A question of one kind is hardly about a slot of another: `when` asks for no city. */
function kindClash(kinds: ReadonlySet<SlotType>, { type }: Slot): number {
  const strict =
    kinds.has('date') ||
    kinds.has('time') ||
    kinds.has('place') ||
    kinds.has('count') ||
    kinds.has('duration') ||
    kinds.has('name')
  if (!strict || kinds.has(type) || type === 'free' || type === 'choice') return strict && type === 'choice' ? -0.4 : 0
  return type === 'yes-no' ? -0.9 : -0.8
}

const FROM = /\bfrom\b|\bleav\w+|\bdepart\w*|\borigin\w*|\bcoming from\b|\bstarting (?:from|point)\b/
const TO =
  /\b(?:to where|where to|going|heading|headed|destination|arriv\w+|travel(?:l?ing)? to|go to|fly(?:ing)? (?:to|into)|want to go|like to go|to go|to which|to what|visit(?:ing)?)\b/
const END =
  /\breturn\w*|\bcom(?:e|ing) back\b|\bcheck(?:ing)?[- ]?out\b|\bdrop(?:ping)?[- ]?(?:it )?off\b|\buntil\b|\btill\b|\bend\b|\bback\b|\binbound\b/
const START =
  /\bstart\w*|\bcheck(?:ing)?[- ]?in(?:to)?\b|\bpick(?:ing)?\b.{0,12}\bup\b|\bdepart\w*|\bleav\w+|\boutbound\b|\barriv\w+|\bfrom\b/

function directionAsked(part: string): ReadonlySet<Direction> {
  const found = new Set<Direction>()
  if (FROM.test(part)) found.add('from')
  if (TO.test(part)) found.add('to')
  if (END.test(part)) found.add('end')
  if (START.test(part)) found.add('start')
  return found
}

const OPPOSITE: Readonly<Record<Direction, Direction>> = { from: 'to', to: 'from', start: 'end', end: 'start' }

function directionBonus(asked: ReadonlySet<Direction>, own: Direction | undefined): number {
  if (own === undefined || asked.size === 0) return 0
  if (asked.has(own)) return asked.has(OPPOSITE[own]) ? 0.4 : 0.9
  return asked.has(OPPOSITE[own]) ? -0.9 : 0
}

function optionsNamed(part: string, options: readonly string[]): number {
  if (options.length === 0) return 0
  let named = 0
  let tight: string | undefined
  for (const option of options) {
    if (option.length <= 2) continue
    if (part.includes(option)) named += 1
    else if (option.length > 4) {
      tight ??= squeezed(part)
      if (tight.includes(squeezed(option))) named += 1
    }
  }
  return named
}
