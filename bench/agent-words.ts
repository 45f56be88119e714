/**
 * What human-written agents say, by service and by what they do with it, with the values they name marked.
 *
 * Words are taken as they stand. Only a value that belongs to somebody else's conversation is put in from the present
 * one, in its place; a line where that cannot be done word by word is not used.
 */
import { type Dialogue, fieldsOf, type LabelledAct, type Tools, type Turn } from './dialogues.ts'

/** What an agent does with a line. */
export type Doing = 'request' | 'offer' | 'propose' | 'confirm' | 'claim' | 'fail' | 'inform' | 'more'

/** One agent turn as somebody wrote it. */
export interface Line {
  readonly text: string
  readonly doing: Doing
  /** Slots it asks for, offers, reads back or tells of. */
  readonly slots: readonly string[]
  readonly spans: readonly Span[]
  /** The customer's question that it answers. */
  readonly question?: string
}

/** Where a value is named. `alien`: a value that came up before in its own dialogue, and that no label of the line has. */
interface Span {
  readonly slot: string
  readonly value: string
  readonly alien: boolean
}

/** Lines by tool, `Restaurants_1.ReserveRestaurant`, and by what they do. */
export type Words = ReadonlyMap<string, ReadonlyMap<Doing, readonly Line[]>>

/** All lines of these dialogues whose labels leave no doubt what they do. */
export function wordsIn(dialogues: readonly Dialogue[], tools: Tools): Words {
  const words = new Map<string, Map<Doing, Line[]>>()
  const fields = fieldsOf(dialogues)
  for (const { tool, line } of dialogues.flatMap((dialogue) => linesOf(dialogue, tools))) {
    // A line about another service than the customer has just turned to.
    if (line.slots.some((slot) => slot !== '' && !fields.get(tool.split('.')[0] ?? '')?.has(slot))) continue
    const of = words.get(tool) ?? new Map<Doing, Line[]>()
    words.set(tool, of.set(line.doing, [...(of.get(line.doing) ?? []), line]))
  }
  return words
}

function linesOf(dialogue: Dialogue, tools: Tools): { readonly tool: string; readonly line: Line }[] {
  const found: { tool: string; line: Line }[] = []
  const seen = new Map<string, string>()
  let customer: Turn = { role: 'user' }
  let tool = ''
  for (const turn of dialogue.turns) {
    if (turn.role === 'user') {
      customer = turn
      tool = toolOf(turn, dialogue, tools) ?? tool
    }
    const line = turn.role === 'agent' ? lineOf(turn, customer, seen) : undefined
    if (line !== undefined) found.push({ tool: targetOf(turn, dialogue, tools) ?? tool, line })
    for (const [, slot, values] of turn.acts ?? []) for (const value of values) seen.set(value, slot)
  }
  return found
}

function toolOf({ intent = [] }: Turn, { services }: Dialogue, tools: Tools): string | undefined {
  return services.map((service) => `${service}.${intent[0] ?? ''}`).find((name) => tools.has(name))
}

/** An action that is put forward belongs to the tool that does it. */
function targetOf({ acts = [] }: Turn, dialogue: Dialogue, tools: Tools): string | undefined {
  const offered = acts.find(([act]) => act === 'OFFER_INTENT')?.[2]
  return offered === undefined ? undefined : toolOf({ role: 'user', intent: offered }, dialogue, tools)
}

/** Labels that go together in one line, and what the line does. */
const DOING: Readonly<Record<string, Doing>> = {
  REQUEST: 'request',
  OFFER: 'offer',
  'INFORM_COUNT OFFER': 'offer',
  OFFER_INTENT: 'propose',
  CONFIRM: 'confirm',
  NOTIFY_SUCCESS: 'claim',
  NOTIFY_FAILURE: 'fail',
  'NOTIFY_FAILURE REQ_MORE': 'fail',
  INFORM: 'inform',
  REQ_MORE: 'more',
}

function lineOf({ text, acts = [] }: Turn, customer: Turn, seen: ReadonlyMap<string, string>): Line | undefined {
  const doing = DOING[[...new Set(acts.map(([act]) => act))].sort().join(' ')]
  if (text === null || text === undefined || doing === undefined) return undefined
  const slots = acts.filter(([act]) => act !== 'INFORM_COUNT' && act !== 'OFFER_INTENT').map(([, slot]) => slot)
  const question = doing === 'inform' ? questionOf(customer, slots) : undefined
  if (doing === 'inform' && question === undefined) return undefined
  const spans = [...labelled(acts), ...unlabelled(text, acts, seen)]
  return { text, doing, slots, spans, ...(question !== undefined && { question }) }
}

/** The customer's words when they asked for just what the agent then told. */
function questionOf({ text, acts = [] }: Turn, slots: readonly string[]): string | undefined {
  const asked = acts.filter(([act]) => act === 'REQUEST').map(([, slot]) => slot)
  if (asked.length !== 1 || acts.length !== 1 || slots.length !== 1 || asked[0] !== slots[0]) return undefined
  return text === null || !text?.trim().endsWith('?') ? undefined : text
}

function labelled(acts: readonly LabelledAct[]): Span[] {
  return acts
    .filter(([act]) => act !== 'REQUEST' && act !== 'INFORM_COUNT' && act !== 'OFFER_INTENT')
    .flatMap(([, slot, values]) => values.map((value) => ({ slot, value, alien: false })))
}

/** Values of its own dialogue that a line names beside those of its labels. */
function unlabelled(text: string, acts: readonly LabelledAct[], seen: ReadonlyMap<string, string>): Span[] {
  const own = acts.flatMap(([, , values]) => values)
  return [...seen]
    .filter(
      ([value]) =>
        !TRUTH.test(value) && own.every((other) => !other.includes(value)) && placesOf(value, text).length > 0,
    )
    .map(([value, slot]) => ({ slot, value, alien: true }))
}

const TRUTH = /^(?:true|false)$/i

/** A line with the values of the present conversation, by slot; nothing when it cannot be said in this one. */
export function filled({ text, spans }: Line, values: ReadonlyMap<string, string>): string | undefined {
  const cuts: { readonly from: number; readonly to: number; readonly by: string }[] = []
  for (const { slot, value, alien } of spans) {
    const by = values.get(slot)
    if (by === undefined && alien) return undefined
    if (by === undefined || by.toLowerCase() === value.toLowerCase()) continue
    const [at, ...more] = placesOf(value, text)
    if (TRUTH.test(value) || at === undefined || more.length > 0) return undefined
    cuts.push({ from: at, to: at + value.length, by })
  }
  cuts.sort((one, other) => one.from - other.from)
  if (cuts.some(({ from }, index) => from < (cuts[index - 1]?.to ?? 0))) return undefined
  return cuts.reduceRight((done, { from, to, by }) => done.slice(0, from) + by + done.slice(to), text)
}

/** Where a value stands in a text as words of its own. */
function placesOf(value: string, text: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const bounded = !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && !/[\p{L}\p{N}]/u.test(text[at + value.length] ?? '')
    if (bounded) places.push(at)
  }
  return places
}
