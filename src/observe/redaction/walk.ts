/** One walk through the values of a request: each with what is to be removed of it gone. */

import type { Json } from '../../conversation/index.ts'
import { bare } from '../otlp/bare.ts'
import { type FieldRole, roleOf } from './fields.ts'
import { apart, type Finder } from './finding.ts'
import { bytesOf, type Look, lookAt, lookAtBytes } from './look.ts'
import type { Marks } from './marks.ts'
import { isName, type Names, namesFrom } from './names.ts'
import type { RemovedKind } from './removed.ts'
import { digitRules, idRules, mayHold, rules } from './rules.ts'
import { bitOf } from './signs.ts'
import { mayBeJson, type Texts } from './texts.ts'

export interface RedactionTerms {
  readonly marks: Marks
  /** Further fields whose values are removed whole, by name. */
  readonly fields?: readonly string[]
  /** Texts that are nobody's secret, such as the business's own telephone number, or secrets planted to be looked for. */
  readonly keep?: readonly string[]
}

/** Beyond it, a value is removed whole. */
export const deepest = 64

const escapes = bitOf('escape')
const introduction = bitOf('introduction')

export class Walk {
  removed: Partial<Record<RemovedKind, number>> = {}
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

  /** The name of a field, without what is to be removed. */
  fieldName(name: string): string {
    const known = this.fieldNames.get(name)
    if (known !== undefined) return known
    const clean = this.plain(name, lookAt(name), rules)
    this.fieldNames.set(name, clean)
    return clean
  }

  /** Whether a text that lies in bytes has to be read: something may have to be removed of it, or it may tell a name. */
  isSuspect(bytes: Buffer, start: number, end: number, name: string, within: string): boolean {
    if (end - start < 2) return false
    const look = lookAtBytes(bytes, start, end)
    const isJson = mayBeJson(bytes[start], end - start)
    if ((look.signs & introduction) !== 0 || mayHold(look, name, this.roleOf(name, within), isJson)) return true
    if (this.hasNames && this.names.mayStandIn(bytes, start, end, look)) return true
    return isJson && this.fields.size > 0 && this.hasField(bytes.toString('utf8', start, end))
  }

  /** Whether something is to be removed of a value that is no list and no object. Nothing is counted as removed. */
  changes(value: Json, name: string, within: string): boolean {
    if (typeof value === 'number' && this.isOnlyNumber(value, name, within)) return false
    if (typeof value !== 'number' && typeof value !== 'string') return false
    const before = { ...this.removed }
    const isChanged = this.value(value, name, within, 0) !== value
    this.removed = before
    return isChanged
  }

  private hasField(text: string): boolean {
    for (const field of this.fields) if (text.includes(field)) return true
    return false
  }

  private text(text: string, name: string, within: string, depth: number): Json {
    if (text.length < 2) return text
    const role = this.roleOf(name, within)
    const look = this.texts.lookAt(text)
    const isJson = mayBeJson(text.charCodeAt(0), text.length)
    if (!mayHold(look, name, role, isJson) && !(isJson && this.hasField(text)) && !this.mayName(text, look)) return text
    const inner = isJson && depth < deepest ? this.texts.valueIn(text) : undefined
    if (inner !== undefined) return this.json(text, inner, look, name, within, depth)
    if (role === 'id' && isHexId.test(text)) return isNoNumber.test(text) ? text : this.plain(text, look, digitRules)
    return this.whole(text, role) ?? this.plain(text, look, role === 'id' ? idRules : rules)
  }

  private json(text: string, inner: Json, look: Look, name: string, within: string, depth: number): string {
    const clean = this.value(inner, name, within, depth + 1)
    if (clean === inner) return text
    // Numbers that JavaScript cannot hold would change by being written again.
    return /[:,[]\s*-?\d{17}/.test(text) ? this.plain(text, look, rules) : JSON.stringify(clean)
  }

  private mayName(text: string, look: Look): boolean {
    if (!this.hasNames) return false
    const bytes = bytesOf(text)
    return this.names.mayStandIn(bytes.of, 0, bytes.length, look)
  }

  private number(value: number, name: string, within: string): Json {
    if (this.isOnlyNumber(value, name, within)) return value
    const role = this.roleOf(name, within)
    const text = String(value)
    const whole = this.whole(text, role)
    if (whole !== undefined) return whole
    const clean = role === 'plain' ? this.plain(text, lookAt(text), digitRules) : text
    return clean === text ? value : clean
  }

  /** Whether it is named by nothing and too small or too large for a card's; moments in milliseconds are too small. */
  private isOnlyNumber(value: number, name: string, within: string): boolean {
    return !(value >= 4e12 && value < 1e16) && this.roleOf(name, within) === 'plain'
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

  private plain(text: string, look: Look, finder: Finder): string {
    const known = this.known.get(finder)
    const before = known?.get(text)
    if (before !== undefined) return before
    const clean = this.without(text, look, finder)
    if (text.length <= 40) return clean
    if (known === undefined) this.known.set(finder, new Map([[text, clean]]))
    else known.set(text, clean)
    return clean
  }

  private without(text: string, look: Look, finder: Finder): string {
    const hasEscapes = (look.signs & escapes) !== 0
    const shown = hasEscapes ? unescaped(text) : text
    const seen = hasEscapes ? lookAt(shown) : look
    const found = finder.find(shown, seen)
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
  const some = bare()
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

/** The id of a trace or a span, which is no telephone number, and with a letter no card; a Belgian account number may look so. */
const isHexId = /^[0-9a-f]{16}(?:[0-9a-f]{16})?$/
const isNoNumber = /^(?!be\d{14}$)\d*[a-f]/
const isMark = (text: string) => /^\[[a-z]{2,8}:[a-p]{16,}(?::[a-p]+)?\]$/.test(text)
const comparable = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}@+]/gu, '')

/** Escapes of JSON that is within a text and cannot be read are no letters: as many blanks. */
const unescaped = (text: string) =>
  text.replace(/\\(?:u[0-9a-fA-F]{4}|[nrtbf"'\\/])/g, (sequence) => ' '.repeat(sequence.length))
