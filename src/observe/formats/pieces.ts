/**
 * An observation in pieces: every field by itself, with the rule that gave it and the end of the record it is from.
 *
 * Two accounts of one span are merged piece by piece. Which of two pieces stands is a matter of the pieces alone, so it
 * makes no difference in which order accounts arrive, or how often.
 */
import type { Json } from '../../conversation/index.ts'
import type { Heard, Observation, Said } from '../observation.ts'
import type { FieldName } from './dialect.ts'
import { dialects } from './dialects.ts'
import { heardRule, spokenOf } from './heard.ts'

export interface Piece {
  readonly value: unknown
  readonly rule?: string
  /** End of the record it is from; 0 when that told none. */
  readonly asOf: number
}

/** By the names of `Fields`, and `name`, `parent` and `marks.*`. */
export type Pieces = Map<string, Piece>

/** What is no matter of choice: when a span was, and what was dropped. */
export interface Frame {
  readonly trace: string
  readonly span: string
  readonly startMs: number
  readonly endMs?: number
  readonly dropped: number
}

const weakFrom = 100_000
const unranked = 1_000_000

/** The place of each rule: that of its dialect and in it, with the weak ones behind all others. */
const ranks: ReadonlyMap<string, number> = new Map(
  dialects.flatMap(({ name, rules }, dialect) =>
    rules.map(({ gives, from, weak }, index) => [
      `${gives} ${name}/${from}`,
      (weak === true ? weakFrom : 0) + dialect * 1000 + index,
    ]),
  ),
)

function rankOf(name: string, { rule }: Piece): number {
  return ranks.get(`${name} ${rule}`) ?? unranked
}

/** Whether a field was taken only because nothing better was known. */
export function isWeak(name: FieldName, { rules }: Observation): boolean {
  return (ranks.get(`${name} ${rules[name]}`) ?? 0) >= weakFrom
}

/** Of two pieces of the same name the one that stands: by rule, by the later end, and then by what it says. */
export function better(name: string, a: Piece | undefined, b: Piece): Piece {
  if (a === undefined) return b
  const difference = rankOf(name, a) - rankOf(name, b) || b.asOf - a.asOf
  if (difference !== 0) return difference < 0 ? a : b
  return written(a) <= written(b) ? a : b
}

function written({ rule, value }: Piece): string {
  return `${JSON.stringify(value)} ${rule}`
}

/** The observation again in pieces, without what was made of single messages. */
export function piecesOf(observation: Observation): Pieces {
  const { rules, asOf = {}, endMs = 0 } = observation
  const pieces: Pieces = new Map()
  for (const [name, value] of valuesOf(observation)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (value === undefined || rule === heardRule) continue
    const piece = { value, asOf: Object.hasOwn(asOf, name) ? (asOf[name] ?? 0) : endMs }
    pieces.set(name, rule === undefined ? piece : { ...piece, rule })
  }
  return pieces
}

function valuesOf(observation: Observation): readonly (readonly [string, unknown])[] {
  const { kind, name, parent, notProduction, conversation, customer, channel, environment } = observation
  const { agent, model, tokens, response, system, input, output, tool, error, marks = {} } = observation
  return [
    ['kind', kind === 'other' && observation.rules.kind === undefined ? undefined : kind],
    ['name', name === '' ? undefined : name],
    ['tool.name', tool?.name === '' ? undefined : tool?.name],
    ...Object.entries({ parent, notProduction, conversation, customer, channel, environment, system, input, output }),
    ...Object.entries({ error }),
    ...below('agent', agent, 'id', 'version'),
    ...below('model', model, 'asked', 'answered', 'provider'),
    ...below('tokens', tokens, 'in', 'out'),
    ...below('response', response, 'id', 'previous'),
    ...below('tool', tool, 'callId', 'args', 'result'),
    ...Object.keys(marks).map((mark) => [`marks.${mark}`, marks[mark]] as const),
  ]
}

function below<T extends object>(name: string, value: T | undefined, ...fields: readonly (string & keyof T)[]) {
  return value === undefined ? [] : fields.map((field) => [`${name}.${field}`, value[field]] as const)
}

/** Of all fields, in the order in which they are told of. */
const usual = [
  ...new Set(['name', 'parent', ...dialects.flatMap(({ rules }) => rules.map(({ gives }) => gives))]),
].sort()

/** None is `__proto__`: those that senders choose begin with `marks.`. */
function namesIn(pieces: Pieces): readonly string[] {
  const names = usual.filter((name) => pieces.has(name))
  return names.length === pieces.size ? names : [...pieces.keys()].sort()
}

/** The observation that the pieces make, with what was heard of it message by message. */
export function assembled(frame: Frame, pieces: Pieces, heard: readonly Heard[]): Observation {
  const all = heard.length === 0 ? pieces : withHeard(pieces, heard)
  const rules: Record<string, string> = {}
  const asOf: Record<string, number> = {}
  for (const name of namesIn(all)) {
    const piece = all.get(name)
    if (piece?.rule !== undefined) rules[name] = piece.rule
    if (piece !== undefined && piece.rule !== heardRule && piece.asOf !== (frame.endMs ?? 0)) asOf[name] = piece.asOf
  }
  const at = <T>(name: string) => all.get(name)?.value as T | undefined
  return {
    kind: at<Observation['kind']>('kind') ?? 'other',
    ...frame,
    name: at<string>('name') ?? '',
    ...given({
      parent: at<string>('parent'),
      conversation: at<string>('conversation'),
      customer: at<string>('customer'),
      channel: at<string>('channel'),
      agent: group({ id: at<string>('agent.id'), version: at<string>('agent.version') }),
      environment: at<string>('environment'),
      model: group({
        asked: at<string>('model.asked'),
        answered: at<string>('model.answered'),
        provider: at<string>('model.provider'),
      }),
      tokens: group({ in: at<number>('tokens.in'), out: at<number>('tokens.out') }),
      response: group({ id: at<string>('response.id'), previous: at<string>('response.previous') }),
      system: at<string>('system'),
      input: at<readonly Said[]>('input'),
      output: at<readonly Said[]>('output'),
      tool: toolOf(all),
      error: at<NonNullable<Observation['error']>>('error'),
      marks: marksOf(all),
      notProduction: at<NonNullable<Observation['notProduction']>>('notProduction'),
    }),
    rules,
    ...(Object.keys(asOf).length > 0 && { asOf }),
    ...(heard.length > 0 && { heard }),
  }
}

/** Single messages stand behind what a rule has as a whole, and before what a weak one guesses. */
function withHeard(pieces: Pieces, heard: readonly Heard[]): Pieces {
  const { system, said, output } = spokenOf(heard)
  const all: Pieces = new Map(pieces)
  const put = (name: string, value: unknown, there: boolean) => {
    const known = pieces.get(name)
    if (there && (known === undefined || rankOf(name, known) >= weakFrom)) {
      all.set(name, { value, rule: heardRule, asOf: 0 })
    }
  }
  put('kind', 'model', true)
  put('system', system, system !== undefined)
  put('input', said, said.length > 0)
  put('output', output, output.length > 0)
  return all
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The fields that are there; an empty object when none is. */
function given<T extends object>(fields: T): Given<T> {
  const there: Given<T> = {}
  for (const name in fields) {
    if (fields[name] !== undefined) there[name] = fields[name] as Given<T>[typeof name]
  }
  return there
}

function group<T extends object>(fields: T): Given<T> | undefined {
  for (const name in fields) if (fields[name] !== undefined) return given(fields)
  return undefined
}

function toolOf(pieces: Pieces): Observation['tool'] | undefined {
  const parts = group({
    callId: pieces.get('tool.callId')?.value as string | undefined,
    args: pieces.get('tool.args')?.value as Json | undefined,
    result: pieces.get('tool.result')?.value as Json | undefined,
  })
  const name = pieces.get('tool.name')?.value as string | undefined
  return name === undefined && parts === undefined ? undefined : { name: name ?? '', ...parts }
}

function marksOf(pieces: Pieces): Readonly<Record<string, Json>> | undefined {
  const names = [...pieces.keys()].filter((name) => name.startsWith('marks.'))
  if (names.length === 0) return undefined
  const marks: Record<string, Json> = Object.create(null)
  for (const name of names.sort()) marks[name.slice('marks.'.length)] = pieces.get(name)?.value as Json
  return marks
}
