/**
 * Redaction: values as they came, without what is secret or personal, before anything of them is kept.
 *
 * Every text is looked at, names of fields and JSON within texts included. What names things (ids, times, kinds) stays
 * unless it is itself an address or a number of a person; then equal ones stay equal, so that whose conversation it is can
 * still be told. What holds nothing comes back as it is, the same object. Time is linear in the length of the values.
 */
import type { Json } from '../../conversation/index.ts'
import { addressRules } from './addresses.ts'
import { mailRules, telephoneRules } from './contacts.ts'
import { type FieldRole, roleOf } from './fields.ts'
import { apart, finder, type RemovedKind } from './finding.ts'
import { bitOf, type Look, lookAt } from './look.ts'
import type { Marks } from './marks.ts'
import { isName, type Names, namesFrom } from './names.ts'
import { numberRules } from './numbers.ts'
import { randomRule, secretRules } from './secrets.ts'
import { Texts } from './texts.ts'
import { toldNames } from './told-names.ts'

export interface RedactionTerms {
  readonly marks: Marks
  /** Further fields whose values are removed whole, by name. */
  readonly fields?: readonly string[]
  /** Texts that are nobody's secret, such as the business's own telephone number, or secrets planted to be looked for. */
  readonly keep?: readonly string[]
}

export interface Redacted {
  readonly values: Json
  /** How much was removed, by kind. */
  readonly removed: Readonly<Partial<Record<RemovedKind, number>>>
}

/** What identifiers can be besides identifiers. */
const idRules = finder([...secretRules, ...mailRules, ...numberRules, ...telephoneRules])
const rules = finder([...secretRules, ...mailRules, ...numberRules, ...telephoneRules, randomRule, ...addressRules])
const digitRules = finder(numberRules)
type Finder = typeof rules

/** Beyond it, a value is removed whole. */
const deepest = 64

/** Values without what is secret or personal. */
export function redacted(values: Json, terms: RedactionTerms): Redacted {
  const texts = new Texts()
  const names = toldNames(values, texts, deepest)
  const walk = new Walk(terms, names, texts)
  return { values: walk.value(values, '', '', 0), removed: walk.removed }
}

const escapes = bitOf('escape')

class Walk {
  readonly removed: Partial<Record<RemovedKind, number>> = {}
  private readonly marks: Marks
  private readonly names: Names
  private readonly hasNames: boolean
  private readonly texts: Texts
  private readonly fields: ReadonlySet<string>
  private readonly keep: ReadonlySet<string>
  /** What was made of names of fields. */
  private readonly fieldNames = new Map<string, string>()
  /** The last object in a field of this name: who sent a span is the same object in all of them. */
  private readonly last = new Map<string, { readonly value: object; readonly clean: Json }>()
  /** Texts that stand in several places, as histories do, are searched once. */
  private readonly known = new Map<Finder, Map<string, string>>()

  constructor({ marks, fields = [], keep = [] }: RedactionTerms, names: ReadonlySet<string>, texts: Texts) {
    this.texts = texts
    this.marks = marks
    this.names = namesFrom(names)
    this.hasNames = names.size > 0
    this.fields = new Set(fields)
    this.keep = new Set(keep.map(comparable))
  }

  value(value: Json, name: string, within: string, depth: number): Json {
    if (typeof value === 'string') return this.text(value, name, within, depth)
    if (typeof value === 'number') return this.number(value, name, within)
    if (value === null || typeof value !== 'object') return value
    if (depth > deepest) return this.marked('field', JSON.stringify(value))
    if (Array.isArray(value)) return this.list(value, name, within, depth)
    const last = this.last.get(name)
    if (last?.value === value) return last.clean
    const clean = this.record(value as Readonly<Record<string, Json>>, name, depth)
    this.last.set(name, { value, clean })
    return clean
  }

  private list(value: readonly Json[], name: string, within: string, depth: number): Json {
    let clean: Json[] | undefined
    for (const [at, item] of value.entries()) {
      const cleanItem = this.value(item, name, within, depth + 1)
      if (cleanItem !== item) clean ??= value.slice(0, at)
      clean?.push(cleanItem)
    }
    return clean ?? (value as Json)
  }

  private record(value: Readonly<Record<string, Json>>, name: string, depth: number): Json {
    const keys = Object.keys(value)
    let clean: Record<string, Json> | undefined
    for (const [at, key] of keys.entries()) {
      const item = value[key] as Json
      const cleanKey = this.fieldName(key)
      const cleanItem = this.value(item, key, name, depth + 1)
      if (cleanKey !== key || cleanItem !== item) clean ??= firstOf(value, keys.slice(0, at))
      if (clean !== undefined) clean[cleanKey] = cleanItem
    }
    return clean ?? value
  }

  private fieldName(name: string): string {
    const known = this.fieldNames.get(name)
    if (known !== undefined) return known
    const clean = this.plain(name, rules)
    this.fieldNames.set(name, clean)
    return clean
  }

  private text(text: string, name: string, within: string, depth: number): Json {
    if (text.length < 2) return text
    const inner = this.texts.valueIn(text)
    if (inner !== undefined && depth < deepest) {
      const clean = this.value(inner, name, within, depth + 1)
      if (clean === inner) return text
      // Numbers that JavaScript cannot hold would change by being written again.
      return /[:,[]\s*-?\d{17}/.test(text) ? this.plain(text, rules) : JSON.stringify(clean)
    }
    const role = this.roleOf(name, within)
    if (role === 'id' && isHexId.test(text)) return text
    const whole = this.whole(text, role)
    if (whole !== undefined) return whole
    return this.plain(text, role === 'id' ? idRules : rules)
  }

  private number(value: number, name: string, within: string): Json {
    const role = this.roleOf(name, within)
    // The least number that can be a card's; moments in milliseconds lie below it.
    if (role === 'plain' && !(value >= 4e12 && value < 1e16)) return value
    const text = String(value)
    const whole = this.whole(text, role)
    if (whole !== undefined) return whole
    const clean = role === 'plain' ? this.plain(text, digitRules) : text
    return clean === text ? value : clean
  }

  private roleOf(name: string, within: string): FieldRole {
    return this.fields.has(name) ? 'field' : roleOf(name, within)
  }

  /** A field that says itself what it holds is removed whole. */
  private whole(text: string, role: FieldRole): string | undefined {
    if (role === 'plain' || role === 'id' || isMark(text) || this.keep.has(comparable(text))) return undefined
    if (!isFit[role]?.(text)) return undefined
    return this.marked(role, text)
  }

  private plain(text: string, find: Finder): string {
    const look = this.texts.lookAt(text)
    if (look.signs === 0 && look.digits === 0 && !this.hasNames) return text
    const known = this.known.get(find)
    const before = known?.get(text)
    if (before !== undefined) return before
    const clean = this.without(text, look, find)
    if (text.length <= 40) return clean
    if (known === undefined) this.known.set(find, new Map([[text, clean]]))
    else known.set(text, clean)
    return clean
  }

  private without(text: string, look: Look, find: Finder): string {
    const hasEscapes = (look.signs & escapes) !== 0
    const shown = hasEscapes ? unescaped(text) : text
    const seen = hasEscapes ? lookAt(shown) : look
    const found = find(shown, seen)
    if (this.hasNames) found.push(...this.names.find(shown, seen))
    if (found.length === 0) return text
    let clean = ''
    let at = 0
    for (const { kind, start, end } of apart(found)) {
      const hit = text.slice(start, end)
      if (this.keep.has(comparable(hit))) continue
      clean += text.slice(at, start) + this.marked(kind, hit)
      at = end
    }
    return clean + text.slice(at)
  }

  private marked(kind: RemovedKind, text: string): string {
    this.removed[kind] = (this.removed[kind] ?? 0) + 1
    return this.marks.mark(kind, text)
  }
}

/** Some of an object's fields, in one without a prototype. */
function firstOf(value: Readonly<Record<string, Json>>, keys: readonly string[]): Record<string, Json> {
  const some: Record<string, Json> = Object.create(null)
  for (const key of keys) some[key] = value[key] ?? null
  return some
}

/** What a field may hold for its name to be believed: "phone: yes" is no telephone number. */
const isFit: Readonly<Partial<Record<FieldRole, (text: string) => boolean>>> = {
  secret: (text) => text.length >= 3,
  ssn: (text) => /\d{2}/.test(text),
  card: (text) => text.replace(/\D/g, '').length >= 12,
  iban: (text) => text.replace(/\W/g, '').length >= 6,
  phone: (text) => text.replace(/\D/g, '').length >= 6 && text.length <= 40,
  email: (text) => text.includes('@'),
  address: (text) => /\d/.test(text) && /\p{L}/u.test(text),
  name: isName,
  field: (text) => text !== '',
}

/** The id of a trace or a span: with a letter, so that it is no card, and not as an account number begins. */
const isHexId = /^(?![a-f]{2}\d)(?=\d*[a-f])[0-9a-f]{16}(?:[0-9a-f]{16})?$/
const isMark = (text: string) => /^\[[a-z]{2,8}:[a-p]{16,}(?::[a-p]+)?\]$/.test(text)
const comparable = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}@+]/gu, '')

/** Escapes of JSON that is within a text and cannot be read are no letters: as many blanks. */
const unescaped = (text: string) =>
  text.replace(/\\(?:u[0-9a-fA-F]{4}|[nrtbf"'\\/])/g, (sequence) => ' '.repeat(sequence.length))
