/**
 * What one record says, as rules read it: its attributes, its sender, and what was parsed out of them once.
 */
import type { Json } from '../../conversation/index.ts'
import type { ObservationKind } from '../observation.ts'
import type { Attributes, OtlpSpan, Sender } from '../otlp/otlp.ts'
import { type Spoken, spokenIn } from './messages.ts'
import { parsedJson } from './values.ts'

export interface ToldOptions {
  readonly from: Sender
  readonly name: string
  readonly attributes: Attributes
  readonly events?: OtlpSpan['events']
  readonly status?: OtlpSpan['status']
}

export class Told {
  readonly resource: Attributes
  readonly scope: Sender['scope']
  readonly name: string
  readonly attributes: Attributes
  readonly events: OtlpSpan['events']
  readonly status: OtlpSpan['status']
  /** Words before the first dot of the attributes' names, so that a dialect sees at once whether it is spoken. */
  readonly roots: ReadonlySet<string>
  /** What the record is, once that is known; the other fields depend on it. */
  kind: ObservationKind = 'other'
  readonly #parsed = new Map<string, Json | undefined>()
  readonly #spoken = new Map<string, Spoken | undefined>()

  constructor({ from, name, attributes, events = [], status = { code: 'unset' } }: ToldOptions) {
    this.resource = from.resource
    this.scope = from.scope
    this.name = name
    this.attributes = attributes
    this.events = events
    this.status = status
    this.roots = rootsOf(attributes)
  }

  /** An attribute that holds JSON, as text or as it is. */
  json(name: string): Json | undefined {
    const value = this.attributes[name]
    if (typeof value !== 'string') return value
    if (!this.#parsed.has(name)) this.#parsed.set(name, parsedJson(value))
    return this.#parsed.get(name)
  }

  /** The messages in an attribute, read once. Plain text counts as the words of `from`. */
  spoken(name: string, from: 'customer' | 'agent'): Spoken | undefined {
    return this.once(name, () => spokenIn(this.attributes[name], from))
  }

  /** Messages that are put together from several places, read once under a name of their own. */
  once(name: string, read: () => Spoken | undefined): Spoken | undefined {
    if (!this.#spoken.has(name)) this.#spoken.set(name, read())
    return this.#spoken.get(name)
  }
}

function rootsOf(attributes: Attributes): ReadonlySet<string> {
  const roots = new Set<string>()
  for (const name of Object.keys(attributes)) {
    const dot = name.indexOf('.')
    roots.add(dot === -1 ? name : name.slice(0, dot))
  }
  return roots
}
