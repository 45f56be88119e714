/** Passages of YAML and JSON: every mapping is a record, called by its key and by what it says it is called. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { Problem } from '../../problem.ts'
import type { KnowledgeFact, KnowledgeFile, KnowledgePlace, Passage } from './passage.ts'
import { statementsOf } from './statements.ts'

/** Fields by which a record is called; those that people say first. */
const naming = ['name', 'title', 'question', 'topic', 'id', 'key', 'slug']
/** Fields by which it is known while its name changes. */
const keying = ['id', 'key', 'slug', 'name', 'title', 'question', 'topic']

interface Entry {
  readonly field: string
  readonly items: readonly string[]
}

/** @throws Problem `pact/broken-facts` */
export function recordPassages({ path: file, text }: KnowledgeFile): readonly Passage[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [error] = document.errors
  if (error !== undefined) {
    throw new Problem({
      code: 'pact/broken-facts',
      message: `The facts in ${file} cannot be read: ${error.message.split('\n')[0]?.replace(/:$/, '')}.`,
      hint: 'Mend the file, or keep the facts as Markdown or plain text.',
      at: { file, line: lines.linePos(error.pos[0]).line },
    })
  }
  const placeOf = (node: Node): KnowledgePlace => ({ file, line: lines.linePos(node.range?.[0] ?? 0).line })
  return passagesIn(document.contents, [], placeOf)
}

type PlaceOf = (node: Node) => KnowledgePlace

function passagesIn(node: unknown, path: readonly string[], placeOf: PlaceOf): readonly Passage[] {
  if (isSeq(node)) {
    return node.items.flatMap((each) => passagesIn(each, [...path, ...calledBy(each).slice(0, 1)], placeOf))
  }
  if (isScalar(node))
    return [recordOf([{ field: path.at(-1) ?? '', items: [String(node.value)] }], path, placeOf(node))]
  if (!isMap(node)) return []
  const entries: Entry[] = []
  const inner: Passage[] = []
  for (const { key, value } of node.items) {
    const field = String(isScalar(key) ? key.value : key)
    const items = itemsOf(value)
    if (items === undefined) inner.push(...passagesIn(value, [...path, field], placeOf))
    else entries.push({ field, items })
  }
  return entries.length === 0 ? inner : [recordOf(entries, path, placeOf(node)), ...inner]
}

/** The text of a value, or of each value of a plain list; nothing where records are to be found within. */
function itemsOf(value: unknown): readonly string[] | undefined {
  if (value === null || isScalar(value)) return value === null ? [] : [String(value.value ?? '')]
  if (!isSeq(value) || !value.items.every((each) => isScalar(each))) return undefined
  return value.items.map((each) => String(isScalar(each) ? each.value : ''))
}

function calledBy(node: unknown): readonly string[] {
  if (!isMap(node)) return []
  return keying.flatMap((field) => {
    const value = node.get(field)
    return typeof value === 'string' ? [value] : []
  })
}

function recordOf(entries: readonly Entry[], path: readonly string[], place: KnowledgePlace): Passage {
  const called = naming.flatMap((name) => entries.flatMap(({ field, items }) => (field === name ? items : [])))
  const others = entries.flatMap(({ field, items }) => (/^(?:synonyms|aliases|also)/i.test(field) ? items : []))
  // A table keyed by what it is about has its subjects in its keys; the fields of a record are no subjects.
  const isTable = path.length <= 1 && called.length === 0
  const names = [...called, ...others, ...(isTable ? [] : path.slice(-1))]
  return {
    place,
    path,
    names: [...new Set(names)],
    form: 'record',
    text: entries.map(({ field, items }) => `${field}: ${items.join(', ')}`).join(', '),
    facts: entries.flatMap(({ field, items }) => items.flatMap((text) => factsIn(text, field, items.length > 1))),
  }
}

function factsIn(text: string, field: string, isOneOfSeveral: boolean): readonly KnowledgeFact[] {
  if (text === '') return []
  const found = statementsOf(text, field)
  if (found.length > 0 && !isOneOfSeveral) return found
  if (/^(?:yes|no|true|false)$/i.test(text)) {
    return [{ kind: 'rule', field, said: /^(?:yes|true)$/i.test(text) ? 'yes' : 'no' }]
  }
  return [{ kind: 'name', field, said: text }]
}
