/**
 * How well the simulated customer understands agents: the recogniser against human-written agent turns
 * with labelled dialogue acts (Schema-Guided Dialogue).
 *
 * The recogniser sees the agent's words, the slots of the tools, and what the customer itself knows:
 * what it said, what it is after. It never sees the labels of the turn it is tried on. Dialogues are
 * reported twice, split by a hash of their id and split by service, so that rules which fit only the
 * half they were written on would show.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { ActType, Heard, Setting } from '../src/simulate/customers/act.ts'
import { type Ontology, ontologyOf, type Slot, typeOfName } from '../src/simulate/customers/ontology.ts'
import { hear } from '../src/simulate/customers/recogniser.ts'
import { hash64 } from '../src/stats/index.ts'

type LabelledAct = readonly [act: string, slot: string, values: readonly string[]]

interface Turn {
  readonly role: 'user' | 'agent' | 'tool'
  readonly text?: string | null
  readonly acts?: readonly LabelledAct[]
  readonly intent?: readonly string[]
  readonly tool_calls?: readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[]
}

interface Dialogue {
  readonly id: string
  readonly dataset: string
  readonly services: readonly string[]
  readonly turns: readonly Turn[]
}

/** Labels of the data set by the acts of the recogniser. */
const ACTS: readonly (readonly [label: string, act: ActType])[] = [
  ['REQUEST', 'request'],
  ['CONFIRM', 'confirm'],
  ['OFFER', 'offer'],
  ['NOTIFY_SUCCESS', 'claim'],
  ['NOTIFY_FAILURE', 'fail'],
  ['REQ_MORE', 'req-more'],
  ['GOODBYE', 'goodbye'],
  ['OFFER_INTENT', 'propose'],
]

/** One agent turn with what the customer knew before it. */
interface Sample {
  readonly dialogue: string
  readonly services: readonly string[]
  readonly before: string
  readonly text: string
  readonly labels: ReadonlySet<string>
  readonly asked: readonly string[]
  readonly ontology: Ontology
  readonly setting: Setting
}

const DATA = '../shared/data/conversations/dev.jsonl.gz'

/** Prints precision, recall and F1 per act with the number of labelled turns. */
export async function bench(out: (line: string) => void, file: string = DATA): Promise<void> {
  if (!existsSync(file)) {
    out(`recogniser: skipped, ${file} is not there`)
    return
  }
  const samples = samplesIn(readDialogues(file))
  out(
    `recogniser on ${samples.length} agent turns of ${new Set(samples.map((s) => s.dialogue)).size} dialogues, ${new Set(samples.flatMap((s) => s.services)).size} services`,
  )
  report(out, 'all', samples)
  report(
    out,
    'dialogues whose mistakes were read while the rules were written (id ends even)',
    samples.filter(({ dialogue }) => endsEven(dialogue)),
  )
  report(
    out,
    'dialogues never looked at (id ends odd)',
    samples.filter(({ dialogue }) => !endsEven(dialogue)),
  )
  for (const half of [0, 1])
    report(
      out,
      `services, half ${half + 1} by hash of the name`,
      samples.filter(({ services }) => services.every((service) => hash64(service).charCodeAt(0) % 2 === half)),
    )
  report(
    out,
    'all, told nothing of what the customer said before',
    samples.map((sample) => ({ ...sample, setting: NOTHING })),
  )
  const start = performance.now()
  for (const sample of samples) hear(sample.text, sample.ontology, sample.setting)
  out(`time: ${(((performance.now() - start) * 1000) / samples.length).toFixed(1)} us per turn`)
}

const NOTHING: Setting = { asked: false, agreed: false, told: new Set(), needs: new Set(), known: [] }

function endsEven(dialogue: string): boolean {
  return dialogue.charCodeAt(dialogue.length - 1) % 2 === 0
}

function readDialogues(file: string): Dialogue[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
  return lines
    .filter((line) => line.includes('"dataset":"sgd"') || line.includes('"dataset": "sgd"'))
    .map((line) => JSON.parse(line) as Dialogue)
}

/** All agent turns that say something, each with the customer's side of the story so far. */
function samplesIn(dialogues: readonly Dialogue[]): Sample[] {
  const tools = toolsOf(dialogues)
  const ontologies = new Map<string, Ontology>()
  const samples: Sample[] = []
  for (const dialogue of dialogues) {
    const key = [...dialogue.services].sort().join(' ')
    const ontology = ontologies.get(key) ?? ontologyOf(slotsOf(dialogue.services, tools))
    ontologies.set(key, ontology)
    walk(dialogue, ontology, tools, samples)
  }
  return samples
}

type Tools = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

/** Argument names and values of each tool, as the calls show them: what a JSON Schema would say. */
function toolsOf(dialogues: readonly Dialogue[]): Tools {
  const tools = new Map<string, Map<string, Set<string>>>()
  for (const { turns } of dialogues)
    for (const { tool_calls = [] } of turns)
      for (const { name, args } of tool_calls) {
        const slots = tools.get(name) ?? new Map<string, Set<string>>()
        tools.set(name, slots)
        for (const [slot, value] of Object.entries(args)) {
          const values = slots.get(slot) ?? new Set<string>()
          slots.set(slot, values.add(String(value)))
        }
      }
  return tools
}

function slotsOf(services: readonly string[], tools: Tools): Slot[] {
  const merged = new Map<string, Set<string>>()
  for (const [name, slots] of tools) {
    if (!services.includes(name.split('.')[0] ?? '')) continue
    for (const [slot, values] of slots) merged.set(slot, new Set([...(merged.get(slot) ?? []), ...values]))
  }
  return [...merged].map(([key, values]) => {
    const listed = [...values].filter((value) => value !== 'dontcare')
    const options = listed.length <= 12 && listed.every((value) => !/^\d|^$/.test(value)) ? listed : undefined
    return { key, type: typeOfName(key, options), ...(options === undefined ? {} : { options }) }
  })
}

/** What the customer has said and heard so far in one dialogue. */
interface Memory {
  readonly told: Set<string>
  readonly known: string[]
  offered: readonly string[]
}

function walk(dialogue: Dialogue, ontology: Ontology, tools: Tools, samples: Sample[]): void {
  const memory: Memory = { told: new Set(), known: [], offered: [] }
  let customer: Turn = { role: 'user', text: '' }
  for (const turn of dialogue.turns) {
    if (turn.role === 'user') {
      customer = turn
      remember(turn.acts ?? [], memory)
    }
    if (turn.role !== 'agent' || turn.text === null || turn.text === undefined) continue
    const acts = turn.acts ?? []
    samples.push({
      dialogue: dialogue.id,
      services: dialogue.services,
      before: customer.text ?? '',
      text: turn.text,
      ontology,
      labels: new Set(acts.map(([act]) => act)),
      asked: acts.filter(([act]) => act === 'REQUEST').map(([, slot]) => slot),
      setting: settingAfter(customer, dialogue.services, tools, memory),
    })
    memory.offered = acts.filter(([act]) => act === 'OFFER' || act === 'CONFIRM').flatMap(([, , values]) => values)
  }
}

/** The customer knows its own words: what it told, and what it chose or asked about of what was offered. */
function remember(acts: readonly LabelledAct[], { told, known, offered }: Memory): void {
  for (const [act, slot, values] of acts) {
    if (act !== 'INFORM' || slot === '') continue
    told.add(slot)
    known.push(...values.map((value) => value.toLowerCase()))
  }
  if (acts.some(([act]) => act === 'SELECT' || act === 'AFFIRM' || act === 'REQUEST'))
    known.push(...offered.map((value) => value.toLowerCase()))
}

function settingAfter(customer: Turn, services: readonly string[], tools: Tools, { told, known }: Memory): Setting {
  const acts = customer.acts ?? []
  const intent = customer.intent?.[0] ?? ''
  return {
    asked: acts.some(([act]) => act === 'REQUEST'),
    agreed: acts.some(([act]) => act === 'AFFIRM'),
    told: new Set(told),
    needs: new Set(services.flatMap((service) => [...(tools.get(`${service}.${intent}`)?.keys() ?? [])])),
    known: [...known],
  }
}

function report(out: (line: string) => void, title: string, samples: readonly Sample[]): void {
  const heard = samples.map(({ text, ontology, setting }) => hear(text, ontology, setting))
  out(title)
  for (const [label, type] of ACTS) {
    const has = samples.map(({ labels }) => labels.has(label))
    const found = heard.map(({ acts }) => acts.some((act) => act.type === type))
    const both = has.filter((is, index) => is && found[index]).length
    out(`  ${label.padEnd(15)} ${scores(both, count(found), count(has))}`)
  }
  const asking = samples.flatMap((sample, index) =>
    sample.labels.has('REQUEST') ? [{ want: sample.asked, got: slotsIn(heard[index]) }] : [],
  )
  const right = asking.map(({ want, got }) => want.filter((slot) => got.has(slot)).length)
  const said = asking.map(({ got }) => got.size)
  const wanted = asking.map(({ want }) => want.length)
  out(`  ${'which slot'.padEnd(15)} ${scores(sum(right), sum(said), sum(wanted))}`)
}

function slotsIn(heard: Heard | undefined): ReadonlySet<string> {
  return new Set(heard?.acts.flatMap((act) => (act.type === 'request' ? act.slots : [])))
}

function scores(both: number, found: number, labelled: number): string {
  return `P ${fixed(both / found)}  R ${fixed(both / labelled)}  F1 ${fixed((2 * both) / (found + labelled))}  n ${labelled}`
}

function count(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function fixed(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : '  -  '
}
