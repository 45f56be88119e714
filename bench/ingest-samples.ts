/**
 * Recordings of what instrumentations really send, in `../shared/otlp-samples`: does each give the whole conversation?
 *
 * Every recording is one turn of the same kind: a customer asks, the model calls a tool, the tool answers, the model
 * confirms. Counted is what was found: of the questions to a model those with input, output, model and tokens; calls with
 * arguments; results of tools, from the execution's span or from the history. A conversation id is looked for in the
 * recording itself, since not every instrumentation sends one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mergeObservations, observationsOf } from '../src/observe/formats/index.ts'
import type { Observation } from '../src/observe/observation.ts'
import { readOtlp } from '../src/observe/otlp/read-otlp.ts'
import { table } from './measure.ts'

const folder = new URL('../../shared/otlp-samples/', import.meta.url)

export async function bench(out: (line: string) => void): Promise<void> {
  if (!existsSync(folder)) {
    out('ingest-samples: skipped, ../shared/otlp-samples is not there.')
    return
  }
  const captures = [...recordings()]
  const rows = captures.map(([name, files]) => rowOf(name, files))
  const head = [
    'recording',
    'spans',
    'refused',
    'input',
    'output',
    'model',
    'tokens',
    'calls',
    'results',
    'conversation',
  ]
  for (const line of table(
    head,
    rows.map(({ cells }) => cells),
  ))
    out(line)
  const whole = rows.filter(({ complete }) => complete).length
  const steady = captures.filter(([, files]) => isSteady(files)).length
  out('')
  out(`whole conversation found in ${whole} of ${rows.length} recordings`)
  out(`same observations with every body sent twice and backwards in ${steady} of ${rows.length}`)
}

/** A recording is one file or several: traces and logs, or numbered bodies of protocol buffers. */
function recordings(): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>()
  for (const file of readdirSync(folder).sort()) {
    const [, name = '', kind] = /^captured-(.+)\.(?:traces|logs)(?:\.\d+)?\.(json|pb)$/.exec(file) ?? []
    if (kind === undefined) continue
    const key = `${name} (${kind === 'pb' ? 'protobuf' : 'json'})`
    byName.set(key, [...(byName.get(key) ?? []), file])
  }
  return byName
}

function observed(files: readonly string[]) {
  const all = new Map<string, Observation>()
  let refused = 0
  for (const file of files) {
    const records = readOtlp(
      readFileSync(new URL(file, folder)),
      undefined,
      file.includes('.logs.') ? 'logs' : 'traces',
    )
    refused += records.refused.count
    for (const observation of observationsOf(records).observations) {
      const key = `${observation.trace}/${observation.span}`
      const known = all.get(key)
      all.set(key, known === undefined ? observation : mergeObservations(known, observation))
    }
  }
  return { all, refused }
}

function isSteady(files: readonly string[]): boolean {
  const text = (order: readonly string[]) =>
    JSON.stringify([...observed(order).all].sort(([a], [b]) => (a < b ? -1 : 1)))
  return text(files) === text([...files].reverse().flatMap((file) => [file, file]))
}

function rowOf(name: string, files: readonly string[]) {
  const { all, refused } = observed(files)
  const observations = [...all.values()]
  const models = observations.filter(({ kind }) => kind === 'model')
  const said = models.flatMap(({ input = [], output = [] }) => [...input, ...output])
  const asked = new Set(said.flatMap(({ calls = [] }) => calls).map(({ tool, args }) => JSON.stringify([tool, args])))
  const executed = observations.flatMap(({ kind, tool }) => (kind === 'tool' && tool !== undefined ? [tool] : []))
  const told = [
    ...executed.flatMap(({ args, result }) => (args === undefined || result === undefined ? [] : [result])),
    ...said.flatMap(({ answers }) => (answers === undefined ? [] : [answers.value])),
  ]
  const of = (has: (model: Observation) => boolean) => `${models.filter(has).length} of ${models.length}`
  const counts = [
    of(({ input }) => input?.some(({ role, text }) => role === 'customer' && text !== '') === true),
    of(({ output }) => output?.some(({ text, calls }) => text !== '' || calls !== undefined) === true),
    of(({ model }) => model?.asked !== undefined || model?.answered !== undefined),
    of(({ tokens }) => tokens?.in !== undefined && tokens.out !== undefined),
  ]
  const conversation = conversationOf(observations, files)
  const full = `${models.length} of ${models.length}`
  return {
    cells: [
      name,
      String(all.size),
      String(refused),
      ...counts,
      String(asked.size),
      String(told.length),
      conversation.cell,
    ],
    complete:
      refused === 0 &&
      models.length > 0 &&
      counts.every((count) => count === full) &&
      asked.size > 0 &&
      told.length > 0 &&
      conversation.found,
  }
}

/** The conversation id where the recording has one anywhere: as an attribute with such a name and a value. */
function conversationOf(observations: readonly Observation[], files: readonly string[]) {
  const ids = new Set(observations.flatMap(({ conversation }) => conversation ?? []))
  const has = files.some((file) =>
    /(session|conversation|thread|chat)[._]?id/i.test(readFileSync(new URL(file, folder)).toString('latin1')),
  )
  if (!has) return { cell: 'none sent', found: ids.size === 0 }
  return { cell: [...ids].join(', '), found: ids.size === 1 }
}
