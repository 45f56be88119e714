/**
 * How well the simulated customer understands agents: the recogniser against human-written agent turns
 * with labelled dialogue acts (Schema-Guided Dialogue).
 *
 * The recogniser sees the agent's words, the slots of the tools, and what the customer itself knows:
 * what it said, what it is after. It never sees the labels of the turn it is tried on. Dialogues are
 * reported twice, split by a hash of their id and split by service, so that rules which fit only the
 * half they were written on would show.
 */
import type { ActType, Heard, Setting } from '../src/simulate/customers/act.ts'
import { type Ontology, ontologyOf } from '../src/simulate/customers/ontology.ts'
import { hear } from '../src/simulate/customers/recogniser.ts'
import { hash64 } from '../src/stats/index.ts'
import {
  DATA,
  type Dialogue,
  isForTuning,
  type LabelledAct,
  readDialogues,
  slotsOf,
  type Tools,
  type Turn,
  toolsOf,
} from './dialogues.ts'

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

/** Prints precision, recall and F1 per act with the number of labelled turns. */
export async function bench(out: (line: string) => void, file: string = DATA): Promise<void> {
  const dialogues = readDialogues(file)
  if (dialogues === undefined) {
    out(`recogniser: skipped, ${file} is not there`)
    return
  }
  const samples = samplesIn(dialogues)
  out(
    `recogniser on ${samples.length} agent turns of ${new Set(samples.map((s) => s.dialogue)).size} dialogues, ${new Set(samples.flatMap((s) => s.services)).size} services`,
  )
  report(out, 'all', samples)
  report(
    out,
    'dialogues whose mistakes were read while the rules were written (id ends even)',
    samples.filter(({ dialogue }) => isForTuning(dialogue)),
  )
  report(
    out,
    'dialogues never looked at (id ends odd)',
    samples.filter(({ dialogue }) => !isForTuning(dialogue)),
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
