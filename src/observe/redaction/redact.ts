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
import { apart, type Found, type RemovedKind, type Rule } from './finding.ts'
import type { Marks } from './marks.ts'
import { introducedIn, isName, type Names, namesFrom } from './names.ts'
import { numberRules } from './numbers.ts'
import { randomRule, secretRules } from './secrets.ts'

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

/** What identifiers can be besides identifiers. Rules that need a digit stand apart: most texts have none. */
const idRules = ruleSet([...secretRules, ...mailRules], [...numberRules, ...telephoneRules])
const rules = ruleSet([...secretRules, ...mailRules], [...numberRules, ...telephoneRules, randomRule, ...addressRules])
const digitRules = ruleSet([], numberRules)

interface RuleSet {
  readonly any: readonly Rule[]
  /** Whether any of them may find something, in one look. */
  readonly hint: RegExp
  readonly withDigit: readonly Rule[]
}

function ruleSet(any: readonly Rule[], withDigit: readonly Rule[]): RuleSet {
  return { any, hint: new RegExp(any.map(({ hint }) => hint.source).join('|') || '$^', 'i'), withDigit }
}

/** Beyond it, a value is removed whole. */
const deepest = 64

/** Values without what is secret or personal. */
export function redacted(values: Json, terms: RedactionTerms): Redacted {
  const names = new Set<string>()
  const inner: Inner = new Map()
  gather(values, '', '', names, inner, 0)
  const walk = new Walk(terms, namesFrom(names), names.size > 0, inner)
  return { values: walk.value(values, '', '', 0), removed: walk.removed }
}

/** JSON that stands within texts, read once: histories repeat it. */
type Inner = Map<string, Json | undefined>

/** Names of people that the values themselves tell. */
function gather(value: Json, name: string, within: string, names: Set<string>, inner: Inner, depth: number): void {
  if (typeof value === 'string') gatherText(value, name, within, names, inner, depth)
  if (value === null || typeof value !== 'object' || depth > deepest) return
  if (Array.isArray(value)) {
    for (const item of value) gather(item, name, within, names, inner, depth + 1)
    return
  }
  for (const key of Object.keys(value)) {
    gather((value as Readonly<Record<string, Json>>)[key] ?? null, key, name, names, inner, depth + 1)
  }
}

function gatherText(text: string, name: string, within: string, names: Set<string>, inner: Inner, depth: number): void {
  const value = withinText(text, inner)
  if (value === undefined) {
    if (roleOf(name, within) === 'name' && isName(text)) names.add(text)
    for (const each of introducedIn(text)) names.add(each)
  } else gather(value, name, within, names, inner, depth + 1)
}

class Walk {
  readonly removed: Partial<Record<RemovedKind, number>> = {}
  private readonly marks: Marks
  private readonly names: Names
  private readonly hasNames: boolean
  private readonly inner: Inner
  private readonly fields: ReadonlySet<string>
  private readonly keep: ReadonlySet<string>
  /** Objects that stand in several places, such as who sent a span, are looked at once. */
  private readonly seen = new Map<object, Json>()
  /** Texts that stand in several places, as histories do, likewise. */
  private readonly known = new Map<RuleSet, Map<string, string>>()

  constructor({ marks, fields = [], keep = [] }: RedactionTerms, names: Names, hasNames: boolean, inner: Inner) {
    this.inner = inner
    this.marks = marks
    this.names = names
    this.hasNames = hasNames
    this.fields = new Set(fields)
    this.keep = new Set(keep.map(comparable))
  }

  value(value: Json, name: string, within: string, depth: number): Json {
    if (typeof value === 'string') return this.text(value, name, within, depth)
    if (typeof value === 'number') return this.number(value, name, within)
    if (value === null || typeof value !== 'object') return value
    const before = this.seen.get(value)
    if (before !== undefined) return before
    const clean =
      depth > deepest ? this.marked('field', JSON.stringify(value)) : this.inside(value, name, within, depth)
    this.seen.set(value, clean)
    return clean
  }

  private inside(value: object, name: string, within: string, depth: number): Json {
    if (Array.isArray(value)) {
      const clean = value.map((item: Json) => this.value(item, name, within, depth + 1))
      return clean.every((item, at) => item === value[at]) ? (value as Json) : clean
    }
    return this.record(value as Readonly<Record<string, Json>>, name, depth)
  }

  private record(value: Readonly<Record<string, Json>>, name: string, depth: number): Json {
    let isSame = true
    const clean: Record<string, Json> = Object.create(null)
    for (const key of Object.keys(value)) {
      const item = value[key] as Json
      const cleanKey = this.plain(key, rules)
      const cleanItem = this.value(item, key, name, depth + 1)
      if (cleanKey !== key || cleanItem !== item) isSame = false
      clean[cleanKey] = cleanItem
    }
    return isSame ? value : clean
  }

  private text(text: string, name: string, within: string, depth: number): Json {
    if (text.length < 2) return text
    const inner = withinText(text, this.inner)
    if (inner !== undefined && depth < deepest) {
      const clean = this.value(inner, name, within, depth + 1)
      if (clean === inner) return text
      // Numbers that JavaScript cannot hold would change by being written again.
      return /[:,[]\s*-?\d{17}/.test(text) ? this.plain(text, rules) : JSON.stringify(clean)
    }
    const role = this.roleOf(name, within)
    const whole = this.whole(text, role)
    if (whole !== undefined) return whole
    return this.plain(text, role === 'id' ? idRules : rules)
  }

  private number(value: number, name: string, within: string): Json {
    const role = this.roleOf(name, within)
    if (role === 'plain' && !(value >= 1e12 && value < 1e16)) return value
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

  private plain(text: string, looked: RuleSet): string {
    if (text.length < 5 && !this.hasNames) return text
    const known = this.known.get(looked)
    const before = known?.get(text)
    if (before !== undefined) return before
    const clean = this.without(text, looked)
    if (text.length > 40) {
      if (known === undefined) this.known.set(looked, new Map([[text, clean]]))
      else known.set(text, clean)
    }
    return clean
  }

  private without(text: string, looked: RuleSet): string {
    const found: Found[] = []
    const shown = text.includes('\\') ? unescaped(text) : text
    const look = (rule: Rule) => {
      if (rule.hint.test(shown)) found.push(...rule.find(shown))
    }
    if (looked.hint.test(shown)) for (const rule of looked.any) look(rule)
    if (/\d/.test(shown)) for (const rule of looked.withDigit) look(rule)
    if (this.hasNames) found.push(...this.names.find(shown))
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

const isMark = (text: string) => /^\[[a-z]{2,8}:[a-p]{16,}(?::[a-p]+)?\]$/.test(text)
const comparable = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}@+]/gu, '')

/** Escapes of JSON that is within a text and cannot be read are no letters: as many blanks. */
const unescaped = (text: string) =>
  text.replace(/\\(?:u[0-9a-fA-F]{4}|[nrtbf"'\\/])/g, (sequence) => ' '.repeat(sequence.length))

function withinText(text: string, known: Inner): Json | undefined {
  const first = text.charCodeAt(0)
  if ((first !== 123 && first !== 91) || text.length < 4) return undefined
  if (known.has(text)) return known.get(text)
  const value = parsedObject(text)
  known.set(text, value)
  return value
}

function parsedObject(text: string): Json | undefined {
  const last = text.trimEnd().at(-1)
  if (last !== '}' && last !== ']') return undefined
  try {
    const value = JSON.parse(text) as Json
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
