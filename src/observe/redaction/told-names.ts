/** Names of people that values themselves tell: in fields for names, and where somebody says their own. */
import type { Json } from '../../conversation/index.ts'
import { roleOf } from './fields.ts'
import { introducedIn, isName } from './names.ts'
import { hasTellingField } from './rules.ts'
import { bitOf } from './signs.ts'
import { mayBeJson, type Texts } from './texts.ts'
import { deepest } from './walk.ts'

type Fields = Readonly<Record<string, Json>>

const introduction = bitOf('introduction')
const tells = introduction | bitOf('hidden')

export class ToldNames {
  readonly names = new Set<string>()
  private readonly seen = new Map<string, object>()
  private readonly texts: Texts

  constructor(texts: Texts) {
    this.texts = texts
  }

  /** Hears a value, which stands in a field of this name, within one of that name. */
  hear(given: Json, name: string, within: string, depth: number): void {
    const value = typeof given === 'string' ? (this.valueIn(given, name, within) ?? given) : given
    if (typeof value === 'string') this.hearText(value, name, within)
    else if (Array.isArray(value) && depth <= deepest) {
      for (const item of value) this.hear(item, name, within, depth + 1)
    } else if (value !== null && typeof value === 'object') this.hearFields(value, name, depth)
  }

  /** What a text is as JSON, if a name may stand in it. */
  private valueIn(text: string, name: string, within: string): Json | undefined {
    if (!mayBeJson(text.charCodeAt(0), text.length)) return undefined
    const look = this.texts.lookAt(text)
    const mayTell = (look.signs & tells) !== 0 || hasTellingField(look, name) || roleOf(name, within) === 'name'
    return mayTell ? this.texts.valueIn(text) : undefined
  }

  private hearText(text: string, name: string, within: string): void {
    if (roleOf(name, within) === 'name' && isName(text)) this.names.add(text)
    if ((this.texts.lookAt(text).signs & introduction) === 0) return
    for (const each of introducedIn(text)) this.names.add(each)
  }

  private hearFields(value: object, name: string, depth: number): void {
    // Who sent a span is the same object in all of them.
    if (depth > deepest || this.seen.get(name) === value) return
    this.seen.set(name, value)
    for (const key of Object.keys(value)) this.hear((value as Fields)[key] ?? null, key, name, depth + 1)
  }
}
