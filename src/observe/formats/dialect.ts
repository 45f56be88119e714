/**
 * A dialect: how one family of instrumentations names what Fieldproof wants to know.
 *
 * A dialect is a list of rules, each of which reads one field from one record. A record may be in several dialects at
 * once; every field is taken from the first rule that has it, in the order of `dialects.ts`. A new dialect is one file
 * and one line there, and must pass `dialect.conformance.ts`.
 */
import type { Json } from '../../conversation/index.ts'
import type { Observation, ObservationKind, Said } from '../observation.ts'
import type { Spoken } from './messages.ts'
import type { Told } from './told.ts'
import { countOf, textOf } from './values.ts'

/** What rules can give, by the name under which `rules` of an observation lists them. */
export interface Fields {
  readonly kind: ObservationKind
  readonly notProduction: NonNullable<Observation['notProduction']>
  readonly conversation: string
  readonly customer: string
  readonly channel: string
  readonly 'agent.id': string
  readonly 'agent.version': string
  readonly environment: string
  readonly 'model.asked': string
  readonly 'model.answered': string
  readonly 'model.provider': string
  readonly 'tokens.in': number
  readonly 'tokens.out': number
  readonly 'response.id': string
  readonly 'response.previous': string
  readonly system: string
  readonly input: readonly Said[]
  readonly output: readonly Said[]
  readonly 'tool.name': string
  readonly 'tool.callId': string
  readonly 'tool.args': Json
  readonly 'tool.result': Json
  readonly error: { readonly code?: string; readonly message: string }
}

export type FieldName = keyof Fields

/** Reads one field from one record. */
interface RuleFor<F extends FieldName> {
  readonly gives: F
  /** The attribute or event that it reads; with the dialect's name it is how `rules` lists it. */
  readonly from: string
  /** Taken only where no dialect knows better, such as a whole request in one text. */
  readonly weak?: true
  readonly read: (told: Told) => Fields[F] | undefined
}

export type Rule = { readonly [F in FieldName]: RuleFor<F> }[FieldName]

/** A name that the sender keeps something under, and what. */
export interface Mark {
  readonly name: string
  readonly value: Json
  readonly from: string
}

export interface Dialect {
  readonly name: string
  /** Whether a record holds anything of this dialect; its rules are not asked otherwise. */
  readonly speaks: (told: Told) => boolean
  readonly rules: readonly Rule[]
  /** First words of names by which log records beside spans are known as this dialect's: `gen_ai`. Default none are. */
  readonly logs?: readonly string[]
  readonly marks?: (told: Told) => readonly Mark[]
}

type TextField = {
  [F in FieldName]: Fields[F] extends string ? (string extends Fields[F] ? F : never) : never
}[FieldName]

/** Rules that take a text as it stands, each from an attribute; the first that has one wins. */
export function texts(gives: TextField, ...names: readonly string[]): readonly Rule[] {
  return names.map((from) => ({ gives, from, read: (told: Told) => textOf(told.attributes[from]) }) as Rule)
}

/** Rules that take a count. */
export function counts(gives: 'tokens.in' | 'tokens.out', ...names: readonly string[]): readonly Rule[] {
  return names.map((from) => ({ gives, from, read: (told: Told) => countOf(told.attributes[from]) }) as const)
}

/** The same rules, taken only where nothing better is known. */
export function weakly(rules: readonly Rule[]): readonly Rule[] {
  return rules.map((rule) => ({ ...rule, weak: true }) as Rule)
}

/**
 * Rules for what a model or a run was given: its messages, and the system prompt that they began with.
 *
 * Executed tools have arguments instead, so they are passed over.
 */
export function given(from: string, read: (told: Told) => Spoken | undefined): readonly Rule[] {
  return [
    { gives: 'input', from, read: (told) => (told.kind === 'tool' ? undefined : saidIn(read(told))) },
    { gives: 'system', from, read: (told) => (told.kind === 'tool' ? undefined : read(told)?.system) },
  ]
}

/** A rule for what a model or a run answered. */
export function answered(from: string, read: (told: Told) => Spoken | undefined): readonly Rule[] {
  return [{ gives: 'output', from, read: (told) => (told.kind === 'tool' ? undefined : saidIn(read(told))) }]
}

/** `given` from one attribute. */
export function givenIn(name: string): readonly Rule[] {
  return given(name, (told) => told.spoken(name, 'customer'))
}

/** `answered` from one attribute. */
export function answeredIn(name: string): readonly Rule[] {
  return answered(name, (told) => told.spoken(name, 'agent'))
}

/** A rule about a tool that was executed. */
export function executed<F extends 'tool.name' | 'tool.callId' | 'tool.args' | 'tool.result'>(
  gives: F,
  from: string,
  read: (told: Told) => Fields[F] | undefined,
): Rule {
  return { gives, from, read: (told: Told) => (told.kind === 'tool' ? read(told) : undefined) } as Rule
}

/** A rule for the kind, from the words that an attribute may hold. */
export function kindBy(from: string, kinds: Readonly<Record<string, ObservationKind>>): Rule {
  const known = new Map(Object.entries(kinds))
  return { gives: 'kind', from, read: (told) => known.get(textOf(told.attributes[from])?.toLowerCase() ?? '') }
}

/** Marks out of every attribute below a prefix. */
export function marksBelow(told: Told, ...prefixes: readonly string[]): readonly Mark[] {
  return Object.keys(told.attributes).flatMap((from) => {
    const prefix = prefixes.find((each) => from.startsWith(each))
    const value = told.attributes[from]
    return prefix === undefined || value === undefined ? [] : [{ name: from.slice(prefix.length), value, from }]
  })
}

/** Marks under names of our own, each from an attribute. */
export function marksFrom(told: Told, names: Readonly<Record<string, string>>): readonly Mark[] {
  return Object.entries(names).flatMap(([name, from]) => {
    const value = told.attributes[from]
    return value === undefined ? [] : [{ name, value, from }]
  })
}

function saidIn(spoken: Spoken | undefined): readonly Said[] | undefined {
  return spoken === undefined || spoken.said.length === 0 ? undefined : spoken.said
}
