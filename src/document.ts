/**
 * A document: YAML that a person wrote, read with positions.
 *
 * Whatever is wrong in it is found in one reading and told as `Problems`: each with file, line and
 * column, what is wrong in plain words and what to write instead. Code that knows more than a schema
 * can (a tool nobody declares, a pattern that does not parse) keeps the `Document` and asks it for
 * places, so that its problems point into the file as well.
 *
 * Refuses: text that is not UTF-8, files over `maxBytes`, duplicate keys, several documents in one
 * file, unknown tags, and aliases that would unfold to something huge.
 */
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml'
import type { z } from 'zod'
import { openQuote, syntaxWords } from './document-syntax.ts'
import { type Complaint, complaintsOf } from './document-words.ts'
import { type Place, Problem, Problems } from './problem.ts'

type Path = readonly (string | number)[]

export interface DocumentOptions<T> {
  /** The name shown in problems, as the person typed it. */
  readonly file: string
  /** Use `z.strictObject` for mappings, so that unknown keys are found. */
  readonly schema: z.ZodType<T>
  /** The code of problems with what the document says: `pact/invalid`. */
  readonly code: string
  /** Bytes, or characters of a string. Default 4 MiB. */
  readonly maxBytes?: number
}

/** A document that was read without problems. */
export interface Document<T> {
  readonly file: string
  readonly value: T
  /** Where a value stands. The nearest enclosing one when nothing stands at the path. */
  place(path: Path): Place
  /** Where the key of a value stands, which is the better place to complain about the name itself. */
  keyPlace(path: Path): Place
}

/** A document as far as it could be read: `raw` is what the YAML says, `value` what the schema made of it. */
export interface Draft<T> extends Pick<Document<T>, 'file' | 'place' | 'keyPlace'> {
  readonly raw: unknown
  /** Absent when there are problems. */
  readonly value?: T
  /** In the order of the file. */
  readonly problems: readonly Problem[]
}

/** Reads a document for its value alone. @throws Problems with everything that is wrong */
export function readDocument<T>(text: string | Uint8Array, options: DocumentOptions<T>): T {
  return openDocument(text, options).value
}

/** Reads a document and keeps its places for later complaints. @throws Problems with everything that is wrong */
export function openDocument<T>(text: string | Uint8Array, options: DocumentOptions<T>): Document<T> {
  const { problems, value, file, place, keyPlace } = draftDocument(text, options)
  if (problems.length > 0) throw new Problems(problems)
  return { file, value: value as T, place, keyPlace }
}

/**
 * Reads a document and hands over what is wrong instead of throwing it, for readers that go on to look
 * for more in the parts that are sound.
 *
 * @throws Problem or Problems when it is not even YAML
 */
export function draftDocument<T>(text: string | Uint8Array, options: DocumentOptions<T>): Draft<T> {
  const { file, schema, code } = options
  const counter = new LineCounter()
  const tree = parsed(textOf(text, options), counter, file)
  const places = placesIn(tree.contents, counter, file)
  const raw = attempt(() => tree.unfold(), file)
  const { complaints, value } = complaintsOf(schema, raw)
  const problems = [...tree.problems, ...complaints.map((complaint) => problemOf(complaint, places, code))]
  return {
    file,
    raw,
    ...places,
    problems: inOrder(problems),
    ...(problems.length === 0 ? { value: value as T } : {}),
  }
}

/** Problems in the order in which a person meets them in the file. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0))
}

function problemOf(complaint: Complaint, { place, keyPlace }: Places, code: string): Problem {
  const at = complaint.about === 'key' ? keyPlace(complaint.path) : place(complaint.path)
  return new Problem({ code: complaint.code ?? code, message: complaint.message, hint: complaint.hint, at })
}

function textOf(source: string | Uint8Array, { file, maxBytes = 4 * 1024 * 1024 }: DocumentOptions<unknown>): string {
  if (source.length > maxBytes) {
    throw new Problem({
      code: 'document/too-large',
      message: `${file} is ${source.length} bytes long; documents are read up to ${maxBytes}.`,
      hint: 'Check that this is the file you meant. Move long lists of data into files of their own.',
      at: { file },
    })
  }
  const text = typeof source === 'string' ? source : new TextDecoder('utf-8', { ignoreBOM: true }).decode(source)
  const broken = text.search(/[\uFFFD\0]/)
  if (broken === -1) return text.replace(/^\uFEFF/, '')
  throw new Problem({
    code: 'document/not-text',
    message: `${file} is not UTF-8 text.`,
    hint: 'Save the file as UTF-8. In YAML, odd characters can be written as "\\u00e9".',
    at: { file, line: text.slice(0, broken).split('\n').length },
  })
}

interface Tree {
  readonly contents: Node | null
  readonly problems: readonly Problem[]
  unfold(): unknown
}

function parsed(text: string, lineCounter: LineCounter, file: string): Tree {
  const tree = attempt(
    () => parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true, logLevel: 'silent' }),
    file,
  )
  const errors = [...tree.errors, ...tree.warnings]
  const lineOf = ({ pos }: YAMLError) => lineCounter.linePos(pos[0]).line
  // What follows on the same line is a consequence of the first: the parser has lost its place.
  const firsts = errors.filter((error, index) => errors.findIndex((other) => lineOf(other) === lineOf(error)) === index)
  const problems = firsts.slice(0, 20).map((error) => {
    const quote = openingQuote(tree, error)
    const { line, col } = lineCounter.linePos(quote ?? error.pos[0])
    const { message, hint } = quote === undefined ? syntaxWords(error.code, error.message) : openQuote
    const at = line > 0 ? { file, line, column: col } : { file }
    return new Problem({ code: 'document/not-yaml', message, hint, at, cause: error })
  })
  // After a real syntax error the rest of the tree is guesswork; a duplicate key leaves it readable.
  if (tree.errors.some((error) => error.code !== 'DUPLICATE_KEY')) throw new Problems(problems)
  return { contents: tree.contents, problems, unfold: () => tree.toJS({ maxAliasCount: 100 }) }
}

/** Where a text begins whose closing quote is missing; the parser only notices where the file ends. */
function openingQuote(tree: ReturnType<typeof parseDocument>, { code, pos: [noticed] }: YAMLError): number | undefined {
  let begin: number | undefined
  visit(tree, {
    Scalar(_, { type, range }) {
      const isOpen = code === 'MISSING_CHAR' && type?.startsWith('QUOTE') === true && range && range[1] >= noticed
      if (isOpen && range[0] < noticed) begin = range[0]
    },
  })
  return begin
}

/** The parser recurses and counts aliases, so nesting bombs and alias bombs come out of it as bare errors. */
function attempt<T>(read: () => T, file: string): T {
  try {
    return read()
  } catch (cause) {
    const message =
      cause instanceof ReferenceError
        ? `${file} repeats aliases until they unfold to something huge, or names one that is not defined.`
        : `${file} nests too deeply to be read.`
    throw new Problem({
      code: 'document/not-yaml',
      message,
      hint: 'Write the repeated parts out, or keep fewer of them.',
      at: { file },
      cause,
    })
  }
}

type Places = Pick<Document<unknown>, 'place' | 'keyPlace'>

function placesIn(contents: Node | null, counter: LineCounter, file: string): Places {
  const at = (node: unknown): Place | undefined => {
    if (!isNode(node) || !node.range) return undefined
    const { line, col } = counter.linePos(node.range[0])
    return { file, line, column: col }
  }
  const place = (path: Path): Place => {
    for (const { key, value } of stepsTo(contents, path).reverse()) {
      const found = (isEmpty(value) ? undefined : at(value)) ?? at(key)
      if (found) return found
    }
    return at(contents) ?? { file, line: 1, column: 1 }
  }
  const keyPlace = (path: Path): Place => {
    const steps = stepsTo(contents, path)
    const last = steps.length === path.length ? steps.at(-1) : undefined
    return at(last?.key) ?? place(path)
  }
  return { place, keyPlace }
}

interface Step {
  readonly key?: unknown
  readonly value: unknown
}

/** The nodes along a path, as far as they exist. */
function stepsTo(contents: Node | null, path: Path): Step[] {
  const steps: Step[] = []
  let node: unknown = contents
  for (const part of path) {
    const parent = isAlias(node) ? undefined : node
    const step = isSeq(parent) ? { value: parent.items[Number(part)] } : pairIn(parent, part)
    if (!step || step.value === undefined) return steps
    steps.push(step)
    node = step.value
  }
  return steps
}

function pairIn(node: unknown, part: string | number): Step | undefined {
  if (!isMap(node)) return undefined
  const pair: Pair | undefined = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(part))
  return pair && { key: pair.key, value: pair.value ?? null }
}

function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === '')
}
