/**
 * What a schema finds wrong with a value, in the words of the person who wrote it.
 *
 * A schema may bring words of its own (`z.string().regex(time, 'must be a time such as 14:00')`): a
 * message that starts with a small letter continues the sentence that names the value, and a hint may
 * stand in `params: { hint }` of a refinement, a code of its own in `params: { code }`.
 */
import type { z } from 'zod'
import { nearest } from './nearest.ts'

/** One thing wrong with a document, before it has a place. */
export interface Complaint {
  readonly path: readonly (string | number)[]
  readonly about: 'key' | 'value'
  /** Set when the problem has a page of its own; otherwise the document's code is used. */
  readonly code?: string
  readonly message: string
  readonly hint: string
  /** The path of a key that is missing. */
  readonly missing?: readonly (string | number)[]
  /** The key that was probably meant by an unknown one. */
  readonly meant?: string
}

type Issue = z.core.$ZodIssue
type Path = readonly (string | number)[]

const withoutWords = '\0'

export interface Checked {
  readonly value?: unknown
  readonly complaints: readonly Complaint[]
}

/** Checks a value against a schema; every complaint at once. */
export function complaintsOf(schema: z.ZodType, raw: unknown): Checked {
  const knownKeys = new WeakMap<readonly string[], readonly string[]>()
  const result = schema.safeParse(raw, {
    error(issue) {
      if (issue.code === 'unrecognized_keys') knownKeys.set(issue.keys, shapeKeys(issue.inst))
      return withoutWords
    },
  })
  if (result.success) return { value: result.data, complaints: [] }
  const tell = teller(raw, (issue) => knownKeys.get(issue.keys) ?? [])
  return { complaints: withoutEchoes(result.error.issues.flatMap((issue) => tell(issue, []))) }
}

/** A key that is missing because it was misspelt is one mistake, told where the misspelt one stands. */
function withoutEchoes(complaints: readonly Complaint[]): Complaint[] {
  const names = new Set(complaints.flatMap(({ path, meant }) => (meant ? [nameOf([...path.slice(0, -1), meant])] : [])))
  return complaints.filter(({ missing }) => missing === undefined || !names.has(nameOf(missing)))
}

const nameOf = (path: Path) => JSON.stringify(path)

function shapeKeys(inst: unknown): readonly string[] {
  const shape = (inst as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape
  return Object.keys(shape ?? {})
}

type KnownKeys = (issue: z.core.$ZodIssueUnrecognizedKeys) => readonly string[]

function teller(raw: unknown, knownKeys: KnownKeys): (issue: Issue, above: Path) => Complaint[] {
  const tell = (issue: Issue, above: Path): Complaint[] => {
    const path = [...above, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))]
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, knownKeys(issue)))
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const foreign = unknownToAll(issue.errors)
      const known = [...new Set(issue.errors.flat().flatMap((inner) => (isUnknownKey(inner) ? knownKeys(inner) : [])))]
      const branch = nearestBranch(issue.errors)
      if (branch) {
        const rest = foreign.length > 0 ? branch.filter((inner) => !isAboutKeys(inner, valueAt(raw, path))) : branch
        return [...foreign.map((key) => unknownKey(path, key, known)), ...rest.flatMap((inner) => tell(inner, path))]
      }
      return [mismatch(raw, path, wantedByAny(issue.errors))]
    }
    return [worded(issue, path, raw)]
  }
  return tell
}

function unknownKey(path: Path, key: string, known: readonly string[]): Complaint {
  const close = nearest(key, known)
  const list = known.length > 0 ? ` Known keys here: ${known.join(', ')}.` : ''
  return {
    path: [...path, key],
    about: 'key',
    code: 'document/unknown-key',
    message: `"${key}" is not a key that is known here.`,
    hint: close ? `Did you mean "${close}"?${list}` : `Remove it.${list}`,
    ...(close !== undefined && { meant: close }),
  }
}

function isUnknownKey(issue: Issue): issue is z.core.$ZodIssueUnrecognizedKeys {
  return issue.code === 'unrecognized_keys' && issue.path.length === 0
}

/** Whether it says which keys there should be, which is a guess as long as nobody knows which way of writing was meant. */
function isAboutKeys(issue: Issue, value: unknown): boolean {
  return isUnknownKey(issue) || (issue.path.length === 1 && valueAt(value, issue.path as Path) === undefined)
}

/** Keys that no way of writing a mapping knows, where each of them stumbles over one: whichever was meant, these are wrong. */
function unknownToAll(branches: readonly (readonly Issue[])[]): readonly string[] {
  const [first = [], ...others] = reachableAmong(branches).map((issues) =>
    issues.filter(isUnknownKey).flatMap(({ keys }) => keys),
  )
  return first.filter((key) => others.every((keys) => keys.includes(key)))
}

/** The way of writing a value that the person most probably meant; none when the value is of another kind altogether. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const cost = (issues: readonly Issue[]): number => issues.reduce((sum, issue) => sum + weight(issue), 0)
  return reachableAmong(branches).toSorted((a, b) => cost(a) - cost(b))[0]
}

/** Those whose complaints are about what is in the value, not about what kind of value it is. */
function reachableAmong(branches: readonly (readonly Issue[])[]): (readonly Issue[])[] {
  return branches.filter((issues) => !issues.some((issue) => issue.path.length === 0 && isOtherKind(issue)))
}

function isOtherKind(issue: Issue): boolean {
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && issue.message === withoutWords)
}

/** A wrong literal such as `type: http` says "not this branch" louder than a missing key does. */
function weight(issue: Issue): number {
  if (issue.code === 'invalid_value') return 5
  if (issue.code === 'unrecognized_keys') return 2 * issue.keys.length
  return issue.code === 'invalid_union' ? 3 : 2
}

function wantedByAny(branches: readonly (readonly Issue[])[]): string {
  const wanted = branches.flatMap((issues) => issues.filter((issue) => issue.path.length === 0)).map(wantedBy)
  return [...new Set(wanted.filter((words) => words !== undefined))].join(', or ')
}

function wantedBy(issue: Issue): string | undefined {
  if (issue.code === 'invalid_type') return kindWords[issue.expected] ?? issue.expected
  return issue.code === 'invalid_value' ? choices(issue.values) : undefined
}

function choices(values: readonly unknown[]): string {
  const list = values.map(String)
  return list.length === 1 ? `"${list[0]}"` : `one of: ${list.join(', ')}`
}

const kindWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list (lines that start with "- ")',
  object: 'a mapping (lines of "key: value")',
  record: 'a mapping (lines of "key: value")',
  null: 'nothing',
}

function worded(issue: Issue, path: Path, raw: unknown): Complaint {
  if (issue.message !== withoutWords) return ownWords(issue, path)
  switch (issue.code) {
    case 'invalid_type':
      return mismatch(raw, path, kindWords[issue.expected] ?? issue.expected)
    case 'invalid_value':
      return wrongChoice(issue.values.map(String), path, raw)
    case 'invalid_union':
      return wrongChoice(discriminators(issue), path, raw)
    case 'too_small':
      return bound(path, issue.origin, issue.minimum, issue.inclusive ? 'at least' : 'more than')
    case 'too_big':
      return bound(path, issue.origin, issue.maximum, issue.inclusive ? 'at most' : 'less than')
    case 'invalid_format':
      return value(path, `must be ${formatWords[issue.format] ?? `a valid ${issue.format}`}`, 'Write it in that form.')
    default:
      return value(path, 'is not what belongs here', 'Compare it with the reference of this key.')
  }
}

/** zod lists them on the issue, though not in its type. */
function discriminators(issue: Issue): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
}

const formatWords: Readonly<Record<string, string>> = {
  url: 'a whole URL such as http://localhost:3000/chat',
  datetime: 'a date with time and zone such as 2026-03-02T14:00:00Z',
  date: 'a date such as 2026-03-02',
  time: 'a time such as 14:00',
  regex: 'written in the form that is expected here',
}

function ownWords(issue: Issue, path: Path): Complaint {
  const params = issue.code === 'custom' ? issue.params : undefined
  const hint = typeof params?.hint === 'string' ? params.hint : 'Change this value accordingly.'
  const code = typeof params?.code === 'string' ? { code: params.code } : {}
  if (!/^[a-z]/.test(issue.message)) return { path, about: 'value', message: issue.message, hint, ...code }
  return { ...value(path, issue.message.replace(/\.$/, ''), hint), ...code }
}

function mismatch(raw: unknown, path: Path, wanted: string): Complaint {
  const found = valueAt(raw, path)
  if (found === undefined && path.length > 0) return missing(path, wanted)
  if (found === null || found === undefined) {
    const empty = path.length === 0 ? 'is empty' : 'has no value'
    return value(path, `${empty}; it must be ${wanted}`, `Write ${wanted} here.`)
  }
  const yes = wanted === kindWords.boolean && typeof found === 'string' && /^(yes|no|on|off)$/i.test(found)
  const quotes = wanted === kindWords.string && typeof found !== 'object'
  const hint = quotes ? `Put it in quotes: "${String(found)}".` : `Write ${wanted} here.`
  return value(path, `must be ${wanted}, but is ${describe(found)}`, yes ? 'Write true or false without quotes.' : hint)
}

function missing(path: Path, wanted: string): Complaint {
  const name = String(path.at(-1))
  return {
    path: path.slice(0, -1),
    about: 'key',
    message: `"${name}" is missing${path.length > 1 ? ` in ${subject(path.slice(0, -1))}` : ''}.`,
    hint: `Add "${name}:" with ${wanted}.`,
    missing: path,
  }
}

function wrongChoice(options: readonly string[], path: Path, raw: unknown): Complaint {
  const found = valueAt(raw, path)
  if (found === undefined && path.length > 0) return missing(path, choices(options))
  const close = typeof found === 'string' ? nearest(found, options) : undefined
  const hint = `${close ? `Did you mean "${close}"? ` : ''}Write ${choices(options)}.`
  return value(path, `cannot be ${describe(found)}`, hint)
}

const units: Readonly<Record<string, string>> = {
  string: ' characters',
  array: ' items',
  object: ' keys',
  set: ' items',
}

function bound(path: Path, origin: string, limit: number | bigint, words: string): Complaint {
  const unit = units[origin]
  if (unit === undefined) return value(path, `must be ${words} ${limit}`, `Write a number that is ${words} ${limit}.`)
  if (limit === 1 && words === 'at least') return value(path, 'must not be empty', 'Fill it in, or remove the key.')
  return value(path, `must have ${words} ${limit}${unit}`, `Write ${words} ${limit}${unit}.`)
}

function value(path: Path, predicate: string, hint: string): Complaint {
  return { path, about: 'value', message: capital(`${subject(path)} ${predicate}.`), hint }
}

/** How a value is named in a sentence: its key, or its number in its list. */
function subject(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'The document'
  if (typeof last === 'string') return `"${last}"`
  return `item ${last + 1}${path.length > 1 ? ` of ${subject(path.slice(0, -1))}` : ''}`
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function describe(found: unknown): string {
  if (found === null || found === undefined) return 'empty'
  if (Array.isArray(found)) return 'a list'
  if (typeof found === 'object') return 'a mapping'
  if (typeof found !== 'string') return String(found)
  return `the text "${found.length > 40 ? `${found.slice(0, 40)}…` : found}"`
}

function valueAt(raw: unknown, path: Path): unknown {
  let found: unknown = raw
  for (const part of path) {
    if (found === null || typeof found !== 'object') return undefined
    found = Object.hasOwn(found, part) ? (found as Record<string | number, unknown>)[part] : undefined
  }
  return found
}
