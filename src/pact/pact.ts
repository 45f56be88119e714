/**
 * A pact: the promises an agent is judged by, with a version and the hash of what they say.
 *
 * `parsePact` reads the YAML and tells every problem of every condition at once. The hash covers the
 * document's meaning and the files it read, not its layout or comments, so two verdicts with one hash
 * were given under the same promises.
 */
import { type Draft, draftDocument, inOrder } from '../document.ts'
import { nearest } from '../nearest.ts'
import { Problem, Problems, problemsIn } from '../problem.ts'
import { hash128 } from '../stats/index.ts'
import { agentTerms } from './agent-terms.ts'
import type { AgentTerms, Condition, ConditionKind } from './condition.ts'
import { conditionKinds } from './conditions/index.ts'
import { explainRubric, type Rubric, type RubricOptions } from './jury/rubric.ts'
import { conditionSchema, type JuryTerms, pactSchema } from './pact-schema.ts'
import { defaultWeights, weightsFor } from './score-weights.ts'

/** The promises an agent is judged by, read and checked: see `loadPact`. */
export interface Pact {
  readonly id: string
  readonly version: number
  /** 32 hexadecimal digits. */
  readonly hash: string
  readonly scoreWeights: Readonly<Record<string, number>>
  readonly agent: AgentTerms
  readonly conditions: readonly Condition[]
  readonly rubrics: readonly Rubric[]
  readonly juries: Readonly<Record<string, JuryTerms>>
  /** Every promise in words, one line each. */
  explain(): string
}

/** How a pact is read: the name for problems, and how to get at the files it names. */
export interface PactOptions {
  /** The name shown in problems. */
  readonly file: string
  /** What is known of the agent from elsewhere. The pact may add to it. Default nothing. */
  readonly agent?: AgentTerms
  /** Reads a file named in the pact, relative to the pact. Throws a `Problem` when it is not there. */
  readonly read: (path: string) => string
  /** Default: all kinds of Fieldproof. Add your own to them. */
  readonly kinds?: readonly ConditionKind[]
}

/**
 * Reads a pact, after loading what its kinds of conditions need (a language detector, for example).
 *
 * @throws Problems with everything that is wrong, in the order of the file
 */
export async function loadPact(text: string | Uint8Array, options: PactOptions): Promise<Pact> {
  const { kinds = conditionKinds } = options
  const written = typeof text === 'string' ? text : new TextDecoder().decode(text)
  await Promise.all(kinds.filter(({ kind }) => written.includes(`${kind}:`)).map((kind) => kind.prepare?.()))
  return parsePact(text, options)
}

/** @throws Problems with everything that is wrong, in the order of the file */
export function parsePact(text: string | Uint8Array, options: PactOptions): Pact {
  const { file, agent: given = { tools: [], canaries: [] }, kinds = conditionKinds } = options
  const files = new Map<string, string>()
  const read = (path: string): string => {
    const content = options.read(path)
    files.set(path, content)
    return content
  }
  const draft = draftDocument(text, { file, schema: pactSchema(kinds), code: 'pact/invalid' })
  const problems = [...draft.problems]
  const note = (found: readonly Problem[]) => problems.push(...found)

  const top = isRecord(draft.raw) ? draft.raw : {}
  const agent = attempt(() => agentTerms(draft.value?.agent, given, read), ['agent'], draft, note) ?? given
  const entries = soundConditions(top.conditions, kinds)
  const made = entries.map((entry) => madeOf(entry, kinds, draft, { agent, read }, note))
  note(sameIds(entries, draft))
  note(strangeDimensions(entries, top.score, draft))
  note(missingJuries(entries, top.juries, draft))
  if (problems.length > 0 || !draft.value) throw new Problems(inOrder(problems))

  const conditions = made.flatMap((each) => (each?.condition ? [each.condition] : []))
  const rubrics = made.flatMap((each) => (each?.rubric ? [each.rubric] : []))
  const dimensions = [...conditions, ...rubrics].map(({ dimension }) => dimension)
  return {
    id: draft.value.pact,
    version: draft.value.version,
    hash: hash128(canonical([draft.raw, Object.fromEntries(files)])),
    scoreWeights: weightsFor(draft.value.score, dimensions),
    agent,
    conditions,
    rubrics,
    juries: draft.value.juries ?? {},
    explain: () => explainPact(draft.value?.pact ?? '', conditions, rubrics),
  }
}

type Parsed = ReturnType<ReturnType<typeof conditionSchema>['parse']> & Readonly<Record<string, unknown>>

/** A condition whose shape is right, with its place in the list. Others have been complained about already. */
interface Entry {
  readonly index: number
  readonly parsed: Parsed
}

function soundConditions(raw: unknown, kinds: readonly ConditionKind[]): Entry[] {
  if (!Array.isArray(raw)) return []
  const schema = conditionSchema(kinds)
  return raw.flatMap((item, index) => {
    const result = schema.safeParse(item)
    return result.success ? [{ index, parsed: result.data as Parsed }] : []
  })
}

type AnyDraft = Draft<unknown>
type Note = (problems: readonly Problem[]) => void

interface Made {
  readonly condition?: Condition
  readonly rubric?: Rubric
}

function madeOf(
  { index, parsed }: Entry,
  kinds: readonly ConditionKind[],
  draft: AnyDraft,
  terms: { readonly agent: AgentTerms; readonly read: (path: string) => string },
  note: Note,
): Made | undefined {
  const { id, severity, target } = parsed
  const named = [...kinds.map(({ kind }) => kind), 'rubric'].filter((kind) => parsed[kind] !== undefined)
  const [name] = named
  if (name === undefined || named.length > 1) {
    note([notOneKind(id, named, kinds, draft.place(['conditions', index]))])
    return undefined
  }
  if (parsed.rubric) return { rubric: rubricOf(parsed, parsed.rubric) }
  const kind = kinds.find((each) => each.kind === name)
  const path = ['conditions', index, name]
  const check = kind && attempt(() => kind.create(parsed[name], { id, ...terms }), path, draft, note)
  if (!check) return undefined
  const dimension = parsed.dimension ?? kind.dimension ?? 'accuracy'
  const condition = { id, kind: name, dimension, severity, target, selfEvident: kind.selfEvident ?? false }
  return {
    condition: {
      ...condition,
      explain: () => check.explain(),
      check: (conversation) => check.check(conversation),
    },
  }
}

function rubricOf({ id, severity, target, dimension = 'tone' }: Parsed, options: RubricOptions): Rubric {
  return { ...options, id, kind: 'rubric', dimension, severity, target }
}

/** Runs what may complain without knowing the file, and gives its complaints their places. */
function attempt<T>(make: () => T, path: readonly (string | number)[], draft: AnyDraft, note: Note): T | undefined {
  try {
    return make()
  } catch (thrown) {
    const problems = problemsIn(thrown)
    if (problems.length === 0) throw thrown
    note(problems.map((problem) => placed(problem, path, draft)))
    return undefined
  }
}

/** A problem without a place gets that of the first value below `path` which its message quotes, or of the path itself. */
function placed(problem: Problem, path: readonly (string | number)[], draft: AnyDraft): Problem {
  const { code, message, hint, at, cause } = problem
  if (at) return problem
  const quoted = new Set([...message.matchAll(/"([^"]+)"/g)].map(([, text]) => text))
  const value = path.reduce<unknown>((found, part) => (isRecord(found) ? found[part] : undefined), draft.raw)
  const inside = pathOf(value, (found) => typeof found === 'string' && quoted.has(found))
  const place = inside ? draft.place([...path, ...inside]) : draft.keyPlace(path)
  return new Problem({ code, message, hint, at: place, cause })
}

function pathOf(value: unknown, wanted: (value: unknown) => boolean): (string | number)[] | undefined {
  if (wanted(value)) return []
  if (!isRecord(value)) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const path = pathOf(inner, wanted)
    if (path) return [key, ...path]
  }
  return undefined
}

function notOneKind(id: string, named: readonly string[], kinds: readonly ConditionKind[], at: Problem['at']): Problem {
  const list = [...kinds.map(({ kind }) => kind), 'rubric'].join(', ')
  return new Problem({
    code: 'pact/not-one-kind',
    message:
      named.length === 0
        ? `Condition "${id}" does not say what is promised.`
        : `Condition "${id}" makes several promises at once: ${named.join(', ')}.`,
    hint:
      named.length === 0
        ? `Add one of these keys with its options: ${list}.`
        : 'Split it into several conditions, each with an id of its own.',
    ...(at ? { at } : {}),
  })
}

function sameIds(entries: readonly Entry[], draft: AnyDraft): Problem[] {
  const first = new Map<string, number>()
  return entries.flatMap(({ index, parsed: { id } }) => {
    const earlier = first.get(id)
    if (earlier === undefined) {
      first.set(id, index)
      return []
    }
    return new Problem({
      code: 'pact/same-id',
      message: `Two conditions have the id "${id}"; the first stands in line ${draft.place(['conditions', earlier, 'id']).line}.`,
      hint: 'Give each condition an id of its own: findings are counted by it.',
      at: draft.place(['conditions', index, 'id']),
    })
  })
}

/** A misspelt dimension would silently weigh 1 in a group of its own. */
function strangeDimensions(entries: readonly Entry[], score: unknown, draft: AnyDraft): Problem[] {
  const known = [...new Set([...Object.keys(defaultWeights), ...(isRecord(score) ? Object.keys(score) : [])])]
  return entries.flatMap(({ index, parsed: { dimension } }) => {
    if (dimension === undefined || known.includes(dimension)) return []
    const close = nearest(dimension, known)
    return new Problem({
      code: 'pact/unknown-dimension',
      message: `The dimension "${dimension}" has no weight in the score.`,
      hint: `${close ? `Did you mean "${close}"? ` : ''}Use one of ${known.join(', ')}, or add it under "score:".`,
      at: draft.place(['conditions', index, 'dimension']),
    })
  })
}

function missingJuries(entries: readonly Entry[], juries: unknown, draft: AnyDraft): Problem[] {
  const known = isRecord(juries) ? Object.keys(juries) : []
  return entries.flatMap(({ index, parsed: { rubric } }) => {
    const jury = rubric?.jury
    if (jury === undefined || jury === 'default' || known.includes(jury)) return []
    const close = nearest(jury, known)
    return new Problem({
      code: 'pact/unknown-jury',
      message: `The rubric is to be read by the jury "${jury}", which the pact does not name.`,
      hint: close ? `Did you mean "${close}"?` : `Add "${jury}:" under "juries:", with its jurors.`,
      at: draft.place(['conditions', index, 'rubric', 'jury']),
    })
  })
}

function explainPact(id: string, conditions: readonly Condition[], rubrics: readonly Rubric[]): string {
  const lines = [
    ...conditions.map((condition) => ({ ...condition, text: condition.explain() })),
    ...rubrics.map((rubric) => ({ ...rubric, text: explainRubric(rubric) })),
  ]
  return [
    id,
    ...lines.map(
      ({ id: name, severity, dimension, target, text }) =>
        `  ${name} (${severity}, ${dimension}, target ${+(target * 100).toFixed(4)}%): ${text}`,
    ),
  ].join('\n')
}

/** JSON with sorted keys, so that layout and order of keys do not matter. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null'
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
  return `{${fields.join(',')}}`
}

function isRecord(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null
}
