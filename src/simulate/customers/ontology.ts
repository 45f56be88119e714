/**
 * What a customer can be asked for: slots, each with the words by which an agent may ask.
 *
 * Slots come from the scenario's facts and from the JSON Schemas of the agent's own tools, so nobody
 * has to describe an agent to the simulator. Built once for a scenario, then only read.
 */
import { isObject } from '../../conversation/index.ts'
import type { Fact, FactType } from '../scenario.ts'
import { relatedTo } from './related-words.ts'
import { stem, words } from './text.ts'

/** One thing an agent may ask for. */
export interface Slot {
  readonly key: string
  readonly type: SlotType
  readonly description?: string
  /** Further words by which an agent may ask. */
  readonly aliases?: readonly string[]
  /** Values among which an agent may offer a choice. */
  readonly options?: readonly string[]
  /** Values that the agent's tools take for it. */
  readonly rivals?: readonly string[]
}

/** `yes-no`: asked as `Would you like ...?`; `duration`: asked as `For how long?` */
export type SlotType = FactType | 'yes-no' | 'duration'

/** Which end of a journey or of a stay a slot is about. */
export type Direction = 'from' | 'to' | 'start' | 'end'

/** Slots with what is needed to recognise them quickly. */
export interface Ontology {
  readonly slots: readonly Slot[]
  /** Stem to the slots it speaks for, with its weight. */
  readonly stems: ReadonlyMap<string, readonly (readonly [slot: number, weight: number])[]>
  readonly directions: readonly (Direction | undefined)[]
  /** Options in lower case, per slot. */
  readonly options: readonly (readonly string[])[]
}

/** Prepares slots for recognition. */
export function ontologyOf(slots: readonly Slot[]): Ontology {
  const stems = new Map<string, [number, number][]>()
  for (const [index, slot] of slots.entries()) {
    for (const [word, weight] of stemsOf(slot)) {
      const at = stems.get(word) ?? []
      at.push([index, weight])
      stems.set(word, at)
    }
  }
  return {
    slots,
    stems,
    directions: slots.map((slot) => directionOf(slot.key)),
    options: slots.map((slot) => (slot.options ?? []).map((option) => option.toLowerCase())),
  }
}

/** The slots of a scenario's facts. */
export function slotsOfFacts(facts: readonly Fact[]): Slot[] {
  return facts.map((fact) => {
    const options = fact.options ?? ownWordsFor(fact)
    return {
      key: fact.key,
      type: fact.options !== undefined && isYesNo(fact.options) ? 'yes-no' : refine(fact.type, fact.key),
      ...(fact.askedAs === undefined ? {} : { aliases: fact.askedAs }),
      ...(options.length === 0 ? {} : { options }),
    }
  })
}

/** An agent that names what the customer wants, among other things, is asking for it. */
function ownWordsFor({ type, value, say = [] }: Fact): readonly string[] {
  if (value === undefined || (type !== 'free' && type !== 'choice')) return []
  return [value, ...say].filter((text) => text.length > 2 && text.split(' ').length < 4)
}

/** The slots of one tool's arguments, from its JSON Schema. Properties that are not simple values are left out. */
export function slotsOfSchema(schema: unknown): Slot[] {
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {}
  return Object.entries(properties).flatMap(([key, property]) => {
    if (!isObject(property) || property.type === 'object') return []
    const options = Array.isArray(property.enum) ? property.enum.map(String) : undefined
    const description = typeof property.description === 'string' ? property.description : undefined
    return [
      {
        key,
        type: property.type === 'boolean' ? ('yes-no' as const) : typeOfName(key, options),
        ...(description === undefined ? {} : { description }),
        ...(options === undefined ? {} : { options }),
      },
    ]
  })
}

const TYPE_OF_WORD: readonly (readonly [RegExp, SlotType])[] = [
  [/(^|_)(e_?mail)($|_)/, 'email'],
  [/(^|_)(phone|mobile|telephone)($|_)/, 'phone'],
  [/(^|_)(duration|length|nights|stay|number_of_days|number_of_nights)($|_)/, 'duration'],
  [/(^|_)(date|day|birthday|dob)($|_)|date$/, 'date'],
  [/(^|_)(time|hour|start|begins)($|_)|time$/, 'time'],
  [/(^|_)(number_of|num|count|size|quantity|travelers|passengers|guests|people|adults)($|_)/, 'count'],
  [/(^|_)(amount|price|budget|fare|cost|money)($|_)/, 'money'],
  [/(^|_)(id|number|code|reference)($|_)/, 'id'],
  [/(^|_)(type|kind|category|class|cuisine|genre|method|size|color|colour|option)($|_)/, 'choice'],
  [
    /(^|_)(city|town|location|area|place|address|destination|origin|where|airport|station|from|to|street|venue)($|_)/,
    'place',
  ],
  [/(^|_)(name|recipient|receiver|contact|who|person)($|_)/, 'name'],
]

/** What kind of value a slot with this name takes, as far as the name tells. */
export function typeOfName(name: string, options?: readonly string[]): SlotType {
  if (options !== undefined && isYesNo(options)) return 'yes-no'
  const flat = flatten(name)
  const found = TYPE_OF_WORD.find(([pattern]) => pattern.test(flat))?.[1]
  return found ?? (options === undefined || options.length === 0 ? 'free' : 'choice')
}

const YES_NO = new Set(['true', 'false', 'yes', 'no'])

function isYesNo(options: readonly string[]): boolean {
  return options.length > 0 && options.every((option) => YES_NO.has(option.toLowerCase()))
}

/** A fact without a kind of its own is asked for as its name says; nights and days are asked for as a duration. */
function refine(type: FactType, key: string): SlotType {
  if (type === 'free') return typeOfName(key)
  return type === 'count' && typeOfName(key) === 'duration' ? 'duration' : type
}

/** Whether a slot takes a date of birth, which no question for a day asks for. */
export function isBirthday({ key }: Slot): boolean {
  return /birth|\bdob\b/i.test(key)
}

/** A name in lower case with underscores, however it was written. */
export function flatten(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/[\s-]+/g, '_')
    .toLowerCase()
}

/** Words that say nothing about which slot is meant. */
const EMPTY = new Set(
  'of the a an is has to for in on at by and or be it you your user with add number num name type date time day id from that this will as'.split(
    ' ',
  ),
)

/** Weight of a name that says no more than the kind of value: `date`, `name`. */
const GENERIC = 0.8

/** Stems that speak for a slot, with their weights: own words, related words, aliases, words of the description. */
function stemsOf(slot: Slot): Map<string, number> {
  const found = new Map<string, number>()
  const learn = (learned: readonly string[], weight: number) => {
    for (const word of learned) found.set(stem(word), Math.max(weight, found.get(stem(word)) ?? 0))
  }
  const own = ownWords(slot.key)
  learn(own, own.every((word) => EMPTY.has(word)) ? GENERIC : 1)
  learn([...own, ...directedWords(slot)].flatMap(relatedTo), 0.9)
  learn(tellingWords((slot.aliases ?? []).join(' ')), 1.1)
  learn(
    tellingWords(slot.description ?? '').filter((word) => word.length > 3),
    0.6,
  )
  return found
}

/** The words of a slot's name that tell it from others, or all of them when none does. */
function ownWords(key: string): string[] {
  const name = flatten(key).replaceAll('_', ' ')
  const telling = tellingWords(name)
  return telling.length > 0 ? telling : words(name).filter((word) => word.length > 2)
}

/** The words of a text that may tell one slot from another. */
export function tellingWords(text: string): string[] {
  return words(text).filter((word) => !EMPTY.has(word))
}

function directedWords({ key, type }: Slot): string[] {
  const direction = directionOf(key)
  if (type !== 'place' || direction === undefined) return []
  return direction === 'from' ? ['origin'] : direction === 'to' ? ['destination'] : []
}

const DIRECTIONS: readonly (readonly [RegExp, Direction])[] = [
  [/(^|_)(origin|from|departure_(city|airport|station|location)|leaving_from|source)($|_)/, 'from'],
  [/(^|_)(destination|to|where_to|arrival_(city|airport|station)|recipient|receiver|dropoff_location)($|_)/, 'to'],
  [/(^|_)(return|inbound|end|check_?out|drop_?off|until|last)($|_)/, 'end'],
  [/(^|_)(start|depart|departure|leaving|outbound|check_?in|pick_?up|begin|first|journey|travel)($|_)/, 'start'],
]

function directionOf(key: string): Direction | undefined {
  const flat = flatten(key)
  return DIRECTIONS.find(([pattern]) => pattern.test(flat))?.[1]
}
