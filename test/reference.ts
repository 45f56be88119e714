/**
 * The pages under `docs/reference/` and the list of problems, made from the code they describe.
 *
 * `test/reference.test.ts` compares them with the files; `npx vitest run test/reference.test.ts -u` rewrites the files.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import {
  type ConditionKind,
  conditionKinds,
  faultKinds,
  loadPact,
  personas,
  projectJsonSchema,
  scenarioJsonSchema,
} from '../src/index.ts'
import { observeJsonSchema } from '../src/observe/index.ts'
import { channelRules, channels } from '../src/pact/index.ts'
import { type AnyPerturbationKind, perturbationKinds, settingsOf } from '../src/simulate/perturbations/index.ts'
import { httpApiLines, openApi } from './reference-http.ts'

const made =
  '<!-- Made from the code by test/reference.ts. Do not edit; `npx vitest run test/reference.test.ts -u` rewrites it. -->'

/** As much of a JSON Schema as the tables show. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
}

const words: Readonly<Record<string, string>> = {
  integer: 'whole number',
  boolean: 'true or false',
  string: 'text',
  object: 'mapping',
}

/** What a value may be, in a few words. */
function kindOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(kindOf))].join(' or ')
  if (schema.type === 'array') return `list of ${schema.items ? kindOf(schema.items) : 'anything'}`
  const types = [schema.type ?? 'anything'].flat()
  return `${types.map((type) => words[type] ?? type).join(' or ')}${rangeOf(schema)}`
}

/** Zod writes the bounds of safe integers where nobody set any; they say nothing. */
function rangeOf({ minimum, maximum, exclusiveMinimum }: Schema): string {
  const low = exclusiveMinimum === undefined ? minimum : exclusiveMinimum
  const from =
    low === undefined || low === Number.MIN_SAFE_INTEGER
      ? ''
      : `${exclusiveMinimum === undefined ? 'from' : 'over'} ${low}`
  const to = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : `to ${maximum}`
  const range = [from, to].filter(Boolean).join(' ')
  return range === '' ? '' : ` ${range}`
}

interface Row {
  readonly at: string
  readonly is: string
  readonly means: string
}

/** The fields of a mapping, those of mappings inside it below them. A field is a must where there is one form only. */
function fieldsOf(schema: Schema, path = '', alone = true): readonly Row[] {
  const forms = (schema.anyOf ?? []).filter(({ type }) => type === 'object' || type === 'array')
  if (forms.length > 0) return forms.flatMap((form) => fieldsOf(form, path, alone && schema.anyOf?.length === 1))
  if (schema.items !== undefined) return fieldsOf(schema.items, `${path}[]`, alone)
  if (typeof schema.additionalProperties === 'object') return fieldsOf(schema.additionalProperties, `${path}.*`, alone)
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`
    const must = alone && schema.required?.includes(name) === true && field.default === undefined ? '**must** ' : ''
    const row = { at, is: kindOf(field), means: `${must}${field.description ?? ''}${defaultOf(field)}`.trim() }
    return [row, ...fieldsOf(field, at)]
  })
}

function defaultOf({ default: value, description = '' }: Schema): string {
  if (value === undefined || typeof value === 'object' || /default/i.test(description)) return ''
  return ` Default \`${String(value)}\`.`
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** @param leaveOut fields whose own fields are told elsewhere */
function table(schema: Schema, leaveOut: readonly string[] = []): readonly string[] {
  const known = new Set<string>()
  const rows = fieldsOf(schema).filter(({ at }) => {
    const isKnown = known.has(at) || leaveOut.some((outer) => at.startsWith(outer) && at.length > outer.length)
    known.add(at)
    return !isKnown
  })
  if (rows.length === 0) return ['It takes no options: `{}`.']
  const explained = rows.some(({ means }) => means !== '')
  return [
    explained ? '| field | is | means |' : '| field | is |',
    explained ? '|---|---|---|' : '|---|---|',
    ...rows.map(({ at, is, means }) => `| \`${at}\` | ${cell(is)} |${explained ? ` ${cell(means)} |` : ''}`),
  ]
}

const page = (title: string, lines: readonly string[]) => `${[`# ${title}`, made, '', ...lines].join('\n').trimEnd()}\n`

/** Every kind of condition: what it is for, an example, the example in words, its options. */
const families: Readonly<Record<string, string>> = {
  time: 'Time',
  transport: 'On the wire',
  status: 'Statuses',
  write: 'What was really done',
  drift: 'Schema drift',
  data: 'Data',
}

export function faultsPage(): string {
  const sections = Object.entries(families).flatMap(([family, title]) => [
    `## ${title}`,
    '',
    ...faultKinds.filter((kind) => kind.family === family).flatMap(faultSection),
  ])
  return page('Faults', [
    'What stands under `do:` of a fault set: exactly one of these, with its options. How to use them:',
    '[break backends](../how-to/break-backends.md). Faults of MCP servers: [break MCP servers](../how-to/break-mcp-servers.md).',
    '',
    ...sections,
  ])
}

function faultSection(kind: (typeof faultKinds)[number]): readonly string[] {
  const schema = z.toJSONSchema(kind.options, { io: 'input', unrepresentable: 'any' }) as Schema
  return [
    `### ${kind.kind}`,
    `The backend ${kind.summary}.${kind.writesOnly === true ? ' Strikes calls that write only.' : ''}`,
    '',
    '```yaml',
    `do: { ${kind.example} }`,
    '```',
    '',
    ...table(schema, []),
    '',
  ]
}

const ofPerturbations: Readonly<Record<AnyPerturbationKind['family'], string>> = {
  typing: 'Typing errors',
  spelling: 'Spelling',
  case: 'Capitals and punctuation',
  values: 'The same value in another form',
  speech: 'As people speak',
  language: 'Languages',
  characters: 'Characters',
  message: 'Whole messages',
  facts: 'Facts',
}

/** What each channel carries, and each way in which a message may not fit. */
export function channelsPage(): string {
  return page('Channels', [
    'What the [`channel`](conditions.md#channel) condition knows of channels. How to use it: [fit the channel](../how-to/fit-the-channel.md).',
    '',
    '| channel | also called | carries |',
    '|---|---|---|',
    ...channels.map(({ name, aliases, carries }) => `| \`${name}\` | ${aliases.join(', ')} | ${carries} |`),
    '',
    'Names are compared without case and punctuation. HighLevel’s own (`TYPE_SMS`, `IG`, `FB`, `Live_Chat`, …) are known too.',
    '',
    '## Ways of not fitting',
    'These are the words for `allow:`.',
    '',
    '| rule | is |',
    '|---|---|',
    ...Object.entries(channelRules).map(([rule, is]) => `| \`${rule}\` | ${is} |`),
  ])
}

/** Every perturbation by family: what it does, an example, its options. */
export function perturbationsPage(): string {
  const sections = Object.entries(ofPerturbations).flatMap(([family, title]) => [
    `## ${title}`,
    ...(family === 'facts'
      ? ['These change what is said, and are on only where `changesFacts: true` stands beside the rate.', '']
      : ['']),
    ...perturbationKinds.filter((kind) => kind.family === family).flatMap(perturbationSection),
  ])
  return page('Perturbations', [
    'What stands under `perturbations:` of a persona, with a rate from 0 to 1. How to use them:',
    '[write as people do](../how-to/write-as-people-do.md). None of them touches a fact, a number, a day or a negation, unless it says so.',
    '',
    '`⏎` stands for the end of a message: what follows is another. What cannot be seen is shown by its code, such as `U+200B`.',
    '',
    ...sections,
  ])
}

function perturbationSection(kind: AnyPerturbationKind): readonly string[] {
  const of = { place: 'places where it could strike', message: 'messages' }[kind.per]
  const values = { restated: ' It may put a value in another form that means the same.', repaired: '' }
  const schema = z.toJSONSchema(settingsOf(kind), { io: 'input', unrepresentable: 'any' }) as Schema
  const options = fieldsOf(schema).filter(({ at }) => at !== 'rate' && at !== 'changesFacts')
  return [
    `### ${kind.id}`,
    `The customer ${kind.summary}. Its rate is a share of ${of}.${kind.values === undefined ? '' : values[kind.values]}`,
    '',
    '```text',
    seen(kind.example.before),
    seen(kind.example.after),
    '```',
    '',
    ...options.map(({ at, is, means }) => `- \`${at}\`: ${is}. ${means}`),
    ...(options.length > 0 ? [''] : []),
  ]
}

/** A text with what cannot be seen in it. */
function seen(text: string): string {
  return text
    .replaceAll('\u001e', ' ⏎ ')
    .replaceAll('\n', ' ⏎ ')
    .replaceAll(/\p{Cf}|\p{Mn}|\u00a0/gu, (character) => {
      return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`
    })
}

export async function conditionsPage(): Promise<string> {
  const sections = await Promise.all(conditionKinds.map(conditionSection))
  const list = conditionKinds.map(({ kind, summary }) => `- [\`${kind}\`](#${kind}): ${summary}`)
  return page('Kinds of conditions', [
    'A condition in a pact has an `id`, exactly one of these kinds, and optionally `dimension`, `severity` and `target`.',
    'How to write one: [write a pact](../how-to/write-a-pact.md).',
    '',
    ...list,
    '- `rubric`: read for by a jury; see [write a pact](../how-to/write-a-pact.md#rubrics)',
    '',
    ...sections.flat(),
  ])
}

const receptionist = {
  tools: [
    { name: 'verify_identity', parameters: { type: 'object', properties: { name: { type: 'string' } } } },
    { name: 'get_patient_record', parameters: { type: 'object', properties: { id: { type: 'string' } } } },
    {
      name: 'create_appointment',
      writes: true,
      parameters: { type: 'object', properties: { date: { type: 'string' } } },
    },
    {
      name: 'cancel_appointment',
      writes: true,
      parameters: { type: 'object', properties: { id: { type: 'string' } } },
    },
  ],
  instructions: 'You are the receptionist of a dental practice. Be kind, be brief, and never promise results.',
  canaries: ['HARBOR-KESTREL-4417'],
}

async function conditionSection(kind: ConditionKind): Promise<readonly string[]> {
  const item = kind.example.split('\n').map((line, index) => `${index === 0 ? '- ' : '  '}${line}`)
  const text = `pact: example\nversion: 1\nconditions:\n${item.map((line) => `  ${line}`).join('\n')}\n`
  const read = (path: string) => readFileSync(`examples/harbor-dental/${path}`, 'utf8')
  const pact = await loadPact(text, { file: `the example of ${kind.kind}`, agent: receptionist, read })
  const explained = pact.conditions.map((condition) => condition.explain())
  const schema = z.toJSONSchema(kind.options, { io: 'input', unrepresentable: 'any' }) as Schema
  return [
    `## ${kind.kind}`,
    kind.summary,
    '',
    '```yaml',
    ...item,
    '```',
    `In words: ${explained.join(' ')}.`,
    '',
    `Dimension unless said otherwise: ${kind.dimension ?? 'accuracy'}.` +
      (kind.selfEvident === true ? ' A violation proves itself, so it counts even in a conversation that broke.' : ''),
    '',
    ...table(schema, ['where[].anyOf', 'asks[].where']),
    '',
  ]
}

const share = (fraction: number) => `${+(fraction * 100).toFixed(1)} %`

/** The shipped personas side by side. */
export function personasPage(): string {
  const rows = personas.map(({ id, initiative, verbosity, politeness, patience, writing, timing, ...rest }) =>
    [
      `\`${id}\``,
      verbosity,
      politeness,
      initiative,
      `${patience.turns} turns, ${patience.replyMs / 1000} s`,
      share(writing.typos),
      share(timing.burst),
      share(timing.bargeIn),
      share(rest.corrections),
      share(rest.readsCarefully),
    ].join(' | '),
  )
  return page('Shipped personas', [
    'A rate is a share of words, messages or customers, as the field says; see [personas](../how-to/personas.md).',
    '',
    ...personas.map((persona) => `- \`${persona.id}\`: ${persona.title}${besides(persona)}`),
    '',
    '| persona | verbosity | politeness | initiative | patience | typos | bursts | barge-in | corrections | reads carefully |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ])
}

/** What a persona does that has no column. */
function besides({ perturbations = {}, arc, leavesEarly }: (typeof personas)[number]): string {
  const named = Object.entries(perturbations).map(([id, choice]) => {
    const { rate, ...options } = typeof choice === 'number' ? { rate: choice } : choice
    return `\`${id}\` ${[share(rate), ...Object.values(options)].join(' ')}`
  })
  const more = [
    ...(arc === undefined ? [] : [`arc ${arc}`]),
    ...(leavesEarly === undefined ? [] : [`leaves early ${share(leavesEarly)}`]),
    ...named,
  ]
  return more.length === 0 ? '' : `. Besides: ${more.join(', ')}`
}

/** Every field of a scenario file. */
export function scenarioPage(): string {
  return page('Fields of a scenario file', [
    'How to write one: [write a scenario](../how-to/write-a-scenario.md).',
    '',
    '`defaults` takes every field of a scenario except `id`.',
    '',
    ...table(scenarioJsonSchema() as Schema, ['defaults', 'scenarios[].goal.then']),
  ])
}

/** Every field of `fieldproof.yaml`. */
export function projectPage(): string {
  return page('Fields of fieldproof.yaml', [
    'A walk through it: [getting started](../how-to/getting-started.md).',
    '',
    ...table(projectJsonSchema() as Schema, ['agents']),
  ])
}

/** Every field of the `observe:` part of `fieldproof.yaml`. */
export function observePage(): string {
  return page('Fields of observe:', [
    'The part of `fieldproof.yaml` that says how production is observed. All of it may be left out.',
    'How alarms are told: [alerts](../how-to/alerts.md). How juries read a sample: [sampling](../how-to/sample-production.md).',
    '',
    ...table(observeJsonSchema() as Schema),
  ])
}

/** Every problem by its code, with what happened in one line. */
export function problemsPage(): string {
  const pages = readdirSync('docs/problems')
    .filter((name) => name !== 'README.md')
    .sort()
  const rows = pages.map((name) => {
    const text = readFileSync(`docs/problems/${name}`, 'utf8')
    const code = /^# (.*)$/m.exec(text)?.[1] ?? name
    const happened = /## What happened\n+([\s\S]*?)(?:\n\n|\n#|$)/.exec(text)?.[1] ?? ''
    return `- [\`${code}\`](${name}): ${happened.replaceAll(/\s+/g, ' ')}`
  })
  return page('Problems', [
    'Every problem carries a code. Its page says what happened and what to do. What has no code is a bug in Fieldproof.',
    '',
    ...rows,
  ])
}

export async function httpApiPage(): Promise<string> {
  return page('The HTTP API', httpApiLines(await openApi()))
}
