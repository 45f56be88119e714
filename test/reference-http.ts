/** The page of the HTTP API, made from its OpenAPI description, which is made from the schemas that the code validates with. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wallClock } from '../src/connect/index.ts'
import { openObservatory } from '../src/observe/index.ts'
import { parsePact } from '../src/pact/index.ts'
import { openServer } from '../src/server/index.ts'

interface Field {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly items?: Field
}
interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Field
}
interface Operation {
  readonly summary?: string
  readonly 'x-scope'?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly schema: { readonly properties?: Readonly<Record<string, Field>> } }>
    >
  }
  readonly responses: Readonly<Record<string, { readonly description?: string }>>
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

const preface = `Everything that \`fieldproof serve\` answers. The server itself tells the same as OpenAPI under \`/openapi.json\`.

A key comes as \`Authorization: Bearer fp_…\`, as \`x-api-key\`, as \`api_key\`, as the password of \`Authorization: Basic\`, or bare in \`Authorization\`; people
sign in and send a cookie, and \`x-csrf-token\` with everything they change. What is refused is answered with JSON: \`{ "code", "message", "hint" }\`.
400, 413 and 415 are for good. 503 and 429 carry \`Retry-After\` and mean: again in a moment. Nothing is answered with 500.`

/** What the server says of itself. */
export async function openApi(): Promise<Paths> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-http-'))
  const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - { id: a, never-says: b }\n', {
    file: 'p.yaml',
    read: () => '',
  })
  const now = () => 0
  const observatory = await openObservatory({ folder, grading: { pact }, clock: wallClock(), now })
  const server = await openServer({ observatory, now, version: '', port: 0 })
  const { paths } = (await (await globalThis.fetch(`${server.url}/openapi.json`)).json()) as { paths: Paths }
  await server.close()
  await observatory.close()
  await rm(folder, { recursive: true })
  return paths
}

export function httpApiLines(paths: Paths): readonly string[] {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  )
  return [
    preface,
    '',
    '| | what | scope | answers |',
    '|---|---|---|---|',
    ...operations.map(({ name, operation }) => {
      const { summary = '', responses } = operation
      const scope = operation['x-scope'] === undefined ? 'none' : `\`${operation['x-scope']}\``
      return `| \`${name}\` | ${summary} | ${scope} | ${Object.keys(responses).join(', ')} |`
    }),
    '',
    '## What is given',
    '| | field | is | means |',
    '|---|---|---|---|',
    ...operations.flatMap(({ name, operation }) => fieldsOf(operation).map((cells) => `| \`${name}\` | ${cells} |`)),
    '',
    '## Answers',
    '| status | means |',
    '|---|---|',
    ...statuses(operations.map(({ operation }) => operation)),
  ]
}

function fieldsOf({ parameters = [], requestBody }: Operation): readonly string[] {
  const body = Object.values(requestBody?.content ?? {})[0]?.schema.properties ?? {}
  return [
    ...parameters.map(({ name, in: where, schema }) => `\`${name}\` (${where}) | ${cellsOf(schema)}`),
    ...Object.entries(body).map(([name, field]) => `\`${name}\` | ${cellsOf(field)}`),
  ]
}

function cellsOf({ type = 'any', enum: words, items, description = '', default: usual }: Field): string {
  const kind = words ?? items?.enum
  const is = kind === undefined ? type : kind.map((word) => `\`${word}\``).join(', ')
  const otherwise = usual === undefined ? '' : ` Default ${JSON.stringify(usual)}.`
  return `${items === undefined ? is : `list of ${is}`} | ${`${description}${otherwise}`.trim()}`
}

/** What each refusal means; the same wherever it comes. */
function statuses(operations: readonly Operation[]): readonly string[] {
  const known = new Map<string, string>()
  for (const { responses } of operations) {
    for (const [status, { description = '' }] of Object.entries(responses)) {
      if (Number(status) >= 400) known.set(status, description)
    }
  }
  return [...known].sort().map(([status, description]) => `| ${status} | ${description} |`)
}
