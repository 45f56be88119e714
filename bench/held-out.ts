/**
 * Do simulated customers get what they came for from an agent that really understands them and speaks as people do?
 *
 * One conversation for each errand of a human dialogue: its facts, in its customer's words, and an agent that asks,
 * offers, reads back and closes in the words of human agents on the same side of the split. Only the side that was
 * never read while rules were written counts; the other is printed beside it, to show by how much the rules fit it.
 */
import { readFileSync } from 'node:fs'
import type { Event } from '../src/conversation/index.ts'
import type { Customer, Move } from '../src/simulate/customers/customer.ts'
import { surfaces } from '../src/simulate/customers/fact-words.ts'
import { goalCustomer } from '../src/simulate/customers/goal-customer.ts'
import type { Intent } from '../src/simulate/customers/intent.ts'
import { typeOfName } from '../src/simulate/customers/ontology.ts'
import { inWords } from '../src/simulate/customers/phrasebook.ts'
import type { Persona } from '../src/simulate/persona.ts'
import { parsePersona, everydayPersonas as personas } from '../src/simulate/personas/index.ts'
import type { Fact, FactType, Scenario } from '../src/simulate/scenario.ts'
import { clusteredRate, hash64, keyedRandom } from '../src/stats/index.ts'
import { type Doing, filled, type Line, type Words, wordsIn } from './agent-words.ts'
import {
  DATA,
  type Dialogue,
  isForTuning,
  readDialogues,
  slotsOf,
  type ToolCall,
  type Tools,
  toolsOf,
} from './dialogues.ts'
import {
  type Errand,
  meaningOf,
  oracleTurns,
  type UnderstandingAgent,
  understandingAgent,
} from './understanding-agent.ts'

/** Prints goals completed, turns beside an oracle's, time per turn and what went wrong, by cause. */
export function heldOut(out: (line: string) => void, file: string = DATA): void {
  const dialogues = readDialogues(file)
  if (dialogues === undefined) {
    out(`an agent that speaks as people do: skipped, ${file} is not there`)
    return
  }
  const sides = { 'held out': casesIn(dialogues, false), 'read while the rules were written': casesIn(dialogues, true) }
  for (const [side, cases] of Object.entries(sides)) report(out, side, cases)
  const cases = sides['held out'].slice(0, TIMED)
  out('time of the customer alone, in the conversations held out')
  for (const id of ['model-customer', 'hurried-texter', 'chatty-regular', 'distracted-parent']) {
    const persona = personas.find((one) => one.id === id)
    if (persona !== undefined) time(out, id, cases, persona)
  }
  const six = new URL('../examples/harbor-dental/personas/two-languages.yaml', import.meta.url)
  time(
    out,
    'two-languages, with six perturbations',
    cases,
    parsePersona(readFileSync(six, 'utf8'), 'two-languages.yaml'),
  )
}

/** Conversations that are enough to tell the time of a turn. */
const TIMED = 500

/** A customer with something to do, and an agent with words to do it. */
interface Case {
  readonly seed: number
  readonly tool: string
  readonly service: string
  readonly scenario: Scenario
  readonly errand: Errand
  readonly tools: readonly { readonly name: string; readonly parameters: Readonly<Record<string, unknown>> }[]
  /** How the customer should leave. */
  readonly ends: 'satisfied' | 'refused'
}

export function casesIn(dialogues: readonly Dialogue[], tuning: boolean): Case[] {
  const side = dialogues.filter(({ id }) => isForTuning(id) === tuning)
  const tools = toolsOf(dialogues)
  const words = wordsIn(side, tools)
  const schemas = new Map<string, Case['tools']>()
  return side.flatMap((dialogue) => {
    const calls = dialogue.turns.flatMap(({ tool_calls = [] }) => tool_calls)
    const last = new Map(calls.map((call) => [call.name, call]))
    return [...last.values()].flatMap((call) => {
      const service = serviceOf(call.name)
      const known = schemas.get(service) ?? [schemaOf(service, tools)]
      schemas.set(service, known)
      const made = caseOf(dialogue, call, words)
      return made === undefined ? [] : [{ ...made, tools: known }]
    })
  })
}

function serviceOf(tool: string): string {
  return tool.split('.')[0] ?? ''
}

function schemaOf(service: string, tools: Tools): Case['tools'][number] {
  const properties = Object.fromEntries(
    slotsOf([service], tools).map(({ key, options, type }) => [
      key,
      type === 'yes-no' ? { type: 'boolean' } : { type: 'string', ...(options !== undefined && { enum: options }) },
    ]),
  )
  return { name: service, parameters: { type: 'object', properties } }
}

function caseOf(dialogue: Dialogue, call: ToolCall, words: Words): Omit<Case, 'tools'> | undefined {
  const facts = factsFor(dialogue, call)
  if (facts.length === 0) return undefined
  const service = serviceOf(call.name)
  const seed = Number.parseInt(hash64(`${dialogue.id} ${call.name}`).slice(0, 7), 16)
  const random = keyedRandom(seed, 'case')
  const values = valuesFor(call, facts)
  const lines = linesFor(call.name, call.write === true, words, values)
  const opening = new Set(openingIn(dialogue))
  const told = facts.map(
    (fact): Fact => ({
      ...fact,
      disclose: opening.has(fact.key) || !isAskedFor(fact, lines, values) ? 'opening' : 'on-ask',
    }),
  )
  const fails = call.write === true && random.chance(FAILS) && canSay('fail', lines, values)
  const steps = stepsOf(call, fails, lines, values, random)
  if (steps === undefined) return undefined
  const questions = lines('inform').flatMap((line) => (filled(line, values) === undefined ? [] : [line.question ?? '']))
  const question =
    call.write && !fails && questions.length > 0 && random.chance(ASKS) ? random.pick(questions) : undefined
  const needs = told.map(({ key }) => key)
  const early = told.filter(({ disclose }) => disclose === 'opening').map(({ key }) => key)
  return {
    seed,
    tool: call.name,
    service,
    scenario: scenarioOf(call, told, question),
    errand: { needs, opening: early, steps, question, values, lines },
    ends: fails ? 'refused' : 'satisfied',
  }
}

/** Share of actions that cannot be done, and of customers with a question. */
const FAILS = 0.1
const ASKS = 0.25

/** What the customer told in this dialogue that went into the call, in the customer's words. */
function factsFor({ turns }: Dialogue, call: ToolCall): Fact[] {
  const { args } = call
  const said = new Map<string, string>()
  const before = turns.slice(
    0,
    turns.findIndex(({ tool_calls = [] }) => tool_calls.includes(call)),
  )
  for (const { role, acts = [] } of before)
    for (const [act, slot, values] of acts)
      if (role === 'user' && act === 'INFORM' && args[slot] !== undefined && values[0] !== undefined)
        said.set(slot, values[0])
  return [...said].flatMap(([key, words]): Fact[] => {
    const value = String(args[key])
    if (value === 'dontcare' || words === 'dontcare') return []
    if (/^(?:true|false)$/i.test(value)) {
      const yes = /true/i.test(value) ? 'yes' : 'no'
      return [{ key, type: 'choice', value: yes, options: ['yes', 'no'], disclose: 'on-ask' }]
    }
    return [{ key, type: factType(key), value, ...(words !== value && { say: [words] }), disclose: 'on-ask' }]
  })
}

function factType(key: string): FactType {
  const type = typeOfName(key)
  if (type === 'duration') return 'count'
  return type === 'yes-no' ? 'choice' : type
}

/** Slots that the customer told with the first words. */
function openingIn({ turns }: Dialogue): string[] {
  const first = turns.find(({ role }) => role === 'user')?.acts ?? []
  return first.filter(([act]) => act === 'INFORM').map(([, slot]) => slot)
}

/** The call's values as an agent says them. */
function valuesFor({ args }: ToolCall, facts: readonly Fact[]): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(args).map(([key, value]) => {
      const fact = facts.find((one) => one.key === key)
      const plain = String(value)
      if (/^(?:true|false)$/i.test(plain)) return [key, plain]
      return [key, surfaces({ type: fact?.type ?? factType(key) }, plain)[0] ?? plain]
    }),
  )
}

type Lines = Errand['lines']

/** Lines of the tool; asking, putting forward and saying goodbye are done alike by all tools of a service. */
function linesFor(tool: string, writes: boolean, words: Words, values: ReadonlyMap<string, string>): Lines {
  const service = `${serviceOf(tool)}.`
  const kept = new Map<Doing, readonly Line[]>()
  return (doing) => {
    const known = kept.get(doing)
    if (known !== undefined) return known
    const wide = doing === 'request' || doing === 'offer'
    const lines: Line[] = [...words].flatMap(([name, of]) =>
      name === tool || (wide && (writes || doing === 'request') && name.startsWith(service))
        ? (of.get(doing) ?? [])
        : [],
    )
    // What is offered before something is done is about that.
    const fitting = lines.filter(
      (line) => filled(line, values) !== undefined && (doing !== 'offer' || !writes || isAbout(line, values)),
    )
    kept.set(doing, fitting)
    return fitting
  }
}

/** Whether an offer is for what is wanted: it names something of it, and no other day or time. */
function isAbout({ slots }: Line, values: ReadonlyMap<string, string>): boolean {
  const others = slots.filter((slot) => !values.has(slot)).map((slot) => typeOfName(slot))
  return others.length < slots.length && !others.includes('date') && !others.includes('time')
}

function canSay(doing: Doing, lines: Lines, values: ReadonlyMap<string, string>): boolean {
  return lines(doing).some((line) => filled(line, values) !== undefined)
}

function isAskedFor({ key }: Fact, lines: Lines, values: ReadonlyMap<string, string>): boolean {
  return lines('request').some((line) => line.slots.join() === key && filled(line, values) !== undefined)
}

function stepsOf(
  { write }: ToolCall,
  fails: boolean,
  lines: Lines,
  values: ReadonlyMap<string, string>,
  random: ReturnType<typeof keyedRandom>,
): readonly Doing[] | undefined {
  if (write !== true) return canSay('offer', lines, values) ? ['offer'] : undefined
  const drawn = [random.chance(0.35), random.chance(0.25), random.chance(0.9)]
  const before = (['offer', 'propose', 'confirm'] as const).filter(
    (doing, index) => drawn[index] === true && canSay(doing, lines, values),
  )
  const last: Doing = fails ? 'fail' : 'claim'
  return canSay(last, lines, values) ? [...before, last] : undefined
}

function scenarioOf({ name, write }: ToolCall, facts: readonly Fact[], question: string | undefined): Scenario {
  const want = (name.split('.')[1] ?? '').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  const verb = want.split(' ')[0] ?? ''
  const needs = facts.map(({ key }) => key)
  const kind = BOOKS.has(verb) ? 'book' : verb
  const goal =
    write === true
      ? { want, kind, needs, ...(question !== undefined && { wants: [{ ask: question }] }) }
      : { want, kind: 'ask', needs, wants: [{ ask: `can you ${want}?` }] }
  return {
    id: name,
    tags: [],
    goal,
    facts,
    events: [],
    expect: {},
    given: {},
    history: [],
    personas: [],
    channels: [],
    faults: [],
  }
}

const BOOKS: ReadonlySet<string> = new Set(['book', 'reserve', 'buy', 'schedule', 'get'])

interface Play {
  readonly of: Case
  readonly persona: string
  readonly turns: number
  readonly least: number
  readonly outcome: string
  readonly completed: boolean
  /** The agent's last turn and how it was understood. */
  readonly last: string
  readonly text: readonly string[]
}

/** One conversation, with patience enough to be measured. */
export function play(of: Case, shipped: Persona): Play {
  const persona = patient(shipped)
  const agent = understandingAgent(of.errand, of.seed)
  const { turns, outcome, last, text } = converse(of, persona, agent)
  const least = oracleTurns(of.errand, persona.initiative, of.seed)
  const completed = agent.done() && outcome === of.ends
  return { of, persona: persona.id, turns, least, outcome, completed, last, text }
}

export function patient(persona: Persona): Persona {
  return { ...persona, patience: { ...persona.patience, turns: 40, replyMs: 60_000 }, corrections: 0, leavesEarly: 0 }
}

/** Lets a customer and the agent talk, for 40 turns at most. The last, closing turn is not counted. */
function converse({ scenario, tools, seed, errand }: Case, persona: Persona, agent: UnderstandingAgent) {
  const meant: Intent[] = []
  const customer: Customer = goalCustomer({
    scenario,
    persona,
    seed,
    tools,
    inWords(intents, speaker) {
      meant.push(...intents)
      return inWords(intents, speaker)
    },
  })
  const events: Event[] = []
  const text: string[] = []
  let last = ''
  for (let turn = 0; turn < 40; turn += 1) {
    meant.length = 0
    const move = customer.next(events, turn) as Move
    const said = move.type === 'say' ? move.messages.map((message) => message.text).join('\n') : ''
    text.push(`customer: ${said}`)
    if (move.type === 'leave') {
      const understood = move.understanding.acts.join(' and ')
      return { turns: turn, outcome: move.ending.outcome, last: `${last} read as ${understood}`, text }
    }
    if (said !== '') events.push({ type: 'message', from: 'customer', atMs: turn * 1000, text: said })
    const meaning = meaningOf(meant)
    const bargedIn = scenario.facts.filter((fact) => isNamed(said, fact)).map(({ key }) => key)
    const reply = agent.reply({
      ...meaning,
      told: [...meaning.told, ...bargedIn, ...(turn === 0 ? errand.opening : [])],
    })
    last = reply.doing
    events.push({ type: 'message', from: 'agent', atMs: turn * 1000 + 500, text: reply.text })
    text.push(`agent: ${reply.text}`)
  }
  return { turns: 40, outcome: 'turn-limit', last, text }
}

function isNamed(text: string, fact: Fact): boolean {
  const lower = text.toLowerCase()
  return surfaces(fact, fact.value ?? '').some((form) => form.length > 3 && lower.includes(form.toLowerCase()))
}

function report(out: (line: string) => void, side: string, cases: readonly Case[]): void {
  const plays = cases.map((of, index) => play(of, personas[index % personas.length] as Persona))
  const services = [...new Set(cases.map(({ service }) => service))]
  const by = services.map((service) => plays.filter(({ of }) => of.service === service))
  const { low, high } = clusteredRate(by.map((some) => ({ successes: count(some, done), n: some.length })))
  out(`an agent that really understands, in the words of human agents: dialogues ${side}`)
  out(
    `  ${plays.length} conversations, ${services.length} services, ${new Set(plays.flatMap(({ text }) => text.filter((line) => line.startsWith('agent')))).size} different agent turns`,
  )
  out(
    `  goals completed ${count(plays, done)} of ${plays.length}: ${share(count(plays, done), plays.length)} (95 % ${low.toFixed(3)} to ${high.toFixed(3)}, by service)`,
  )
  out(
    `  turns ${mean(plays, 'turns').toFixed(2)}, an oracle's ${mean(plays, 'least').toFixed(2)}, ratio ${ratioWith(by)}`,
  )
  const failed = plays.filter((one) => !done(one))
  out(`  inconclusive ${count(plays, ({ outcome }) => outcome === 'inconclusive')}; failures: ${endings(failed)}`)
}

function done({ completed }: Play): boolean {
  return completed
}

/** The ratio of the sums, with an interval from drawing services again. */
function ratioWith(by: readonly (readonly Play[])[]): string {
  const sums = by.map((some) => [sum(some, 'turns'), sum(some, 'least')] as const)
  const ratio = (drawn: readonly (readonly [number, number])[]) =>
    drawn.reduce((total, [turns]) => total + turns, 0) / drawn.reduce((total, [, least]) => total + least, 0)
  const random = keyedRandom(1, 'services')
  const draws = Array.from({ length: 2000 }, () => ratio(sums.map(() => random.pick(sums)))).sort((a, b) => a - b)
  return `${ratio(sums).toFixed(3)} (95 % ${draws[50]?.toFixed(3)} to ${draws[1949]?.toFixed(3)})`
}

/** What was said last, how it was understood, and how the customer left because of it. */
function endings(plays: readonly Play[]): string {
  const counts = new Map<string, number>()
  for (const { outcome, last } of plays) {
    const cause = `${last}: left ${outcome}`
    counts.set(cause, (counts.get(cause) ?? 0) + 1)
  }
  const causes = [...counts].sort(([, one], [, other]) => other - one)
  return causes.length === 0 ? 'none' : causes.map(([cause, times]) => `${times} x ${cause}`).join('; ')
}

/** Time of the customer alone, the first turn with making it. The machine's other work is in it: see the median. */
function time(out: (line: string) => void, name: string, cases: readonly Case[], shipped: Persona): void {
  const persona = patient(shipped)
  for (const of of cases) timed(of, persona)
  const spent = cases.flatMap((of) => timed(of, persona)).sort((one, other) => one - other)
  const at = (quantile: number) => (spent[Math.floor(quantile * (spent.length - 1))] ?? 0).toFixed(0)
  const middle = spent.slice(0, Math.floor(0.99 * spent.length))
  const mean = middle.reduce((total, each) => total + each, 0) / middle.length
  out(
    `  ${name}: median ${at(0.5)} us per turn, mean without the slowest hundredth ${mean.toFixed(0)}, 90 % ${at(0.9)}, 99 % ${at(0.99)}, ${spent.length} turns`,
  )
}

export function timed({ scenario, tools, seed, errand }: Case, persona: Persona): number[] {
  const agent = understandingAgent(errand, seed)
  const events: Event[] = []
  const spent: number[] = []
  let told = [...errand.opening]
  let meant: Intent[] = []
  let startUs = performance.now()
  const customer = goalCustomer({
    scenario,
    persona,
    seed,
    tools,
    inWords: (intents, speaker) => {
      meant = [...intents]
      return inWords(intents, speaker)
    },
  })
  for (let turn = 0; turn < 40; turn += 1) {
    const move = customer.next(events, turn) as Move
    spent.push((performance.now() - startUs) * 1000)
    if (move.type === 'leave') break
    for (const { text } of move.type === 'say' ? move.messages : [])
      events.push({ type: 'message', from: 'customer', atMs: turn * 1000, text })
    const meaning = meaningOf(meant)
    const reply = agent.reply({ ...meaning, told: [...told, ...meaning.told] })
    told = []
    events.push({ type: 'message', from: 'agent', atMs: turn * 1000 + 500, text: reply.text })
    startUs = performance.now()
  }
  return spent
}

function count(plays: readonly Play[], is: (play: Play) => boolean): number {
  return plays.filter(is).length
}

function sum(plays: readonly Play[], of: 'turns' | 'least'): number {
  return plays.reduce((total, play) => total + play[of], 0)
}

function mean(plays: readonly Play[], of: 'turns' | 'least'): number {
  return sum(plays, of) / plays.length
}

function share(some: number, all: number): string {
  return (some / all).toFixed(4)
}
