/**
 * What customers do again and again in recorded conversations, and how right it is where something is known of them.
 *
 * In coffee orders written by people it is known from the task who could not get what they came for. In dialogues written by
 * people with labelled acts nobody leaves; they are cut where the agent waits, at known chances. Simulated customers of the
 * example say how they left. Whether somebody says the same again is known of pairs of messages with labelled intents, by
 * different people. Customers of the support conversations are models: whether the agent handed over is known, not whether
 * they asked. Mistakes on all of these but the pairs were read while the rules were written, so others will be found worse; of
 * the pairs, the rules were chosen on BANKING77 and HWU64.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Conversation, Event } from '../src/conversation/index.ts'
import { patternsOf, type Told, toldBy } from '../src/learn/index.ts'
import { likenessOf } from '../src/learn/patterns/likeness.ts'
import { saidAgain } from '../src/learn/patterns/rephrasing.ts'
import { asksForPerson, judge } from '../src/pact/index.ts'
import { openProject, planOf, readProject, run } from '../src/simulate/index.ts'
import { keyedRandom, type Rate, rate } from '../src/stats/index.ts'
import { table } from './measure.ts'

interface Turn {
  readonly role: 'user' | 'agent' | 'tool'
  readonly text?: string | null
  readonly acts?: readonly (readonly [act: string, ...rest: unknown[]])[]
  readonly tool_calls?: readonly { readonly id: string; readonly name: string; readonly args: never }[]
  readonly tool_call_id?: string
  readonly tool?: string
  readonly error?: boolean
}

interface Dialogue {
  readonly id: string
  readonly dataset?: string
  /** Of coffee orders, the task that the customer was given. */
  readonly scenario?: string
  /** Of support conversations, the customer. */
  readonly split_key?: string
  readonly turns: readonly Turn[]
}

interface Message {
  readonly dataset: string
  readonly intent: string
  readonly in_scope: boolean
  readonly text: string
}

const folder = '../shared/data'

export async function bench(out: (line: string) => void): Promise<void> {
  if (!existsSync(folder)) return out(`patterns: ${folder} is not here`)
  const written: readonly Dialogue[] = recordsIn('conversations')
  const coffee = written.filter(({ dataset }) => dataset === 'taskmaster4')
  const dialogues = written.filter(({ dataset }) => dataset === 'sgd')
  const support: readonly Dialogue[] = recordsIn('actions')
  const messages: readonly Message[] = recordsIn('drift')
  prevalences({ 'coffee orders': coffee, dialogues, 'support, customers are models': support }, out)
  await leaving(coffee, dialogues, out)
  asking(support, messages, out)
  sayingAgain(messages, out)
}

function recordsIn<Item>(name: string): Item[] {
  const lines = gunzipSync(readFileSync(`${folder}/${name}/dev.jsonl.gz`))
    .toString('utf8')
    .split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Item)
}

const told = new Map<Dialogue, Told>()

function toldOf(dialogue: Dialogue): Told {
  const known = told.get(dialogue) ?? toldAnew(dialogue)
  told.set(dialogue, known)
  return known
}

function toldAnew({ id, split_key, turns }: Dialogue): Told {
  const conversation: Conversation = {
    ...{ id, origin: 'production', agent: { id: 'agent' }, channel: 'chat', startedAt: '2024-01-01T00:00:00Z' },
    events: turns.flatMap(eventsOf),
  }
  return toldBy(conversation, { id, unit: split_key ?? id })
}

function eventsOf({ role, text, tool_calls = [], tool_call_id = '', error }: Turn, index: number): readonly Event[] {
  const at = { atMs: index * 1000 }
  if (role === 'tool')
    return [
      {
        ...at,
        type: 'tool-result',
        callId: tool_call_id,
        outcome: error ? 'error' : 'ok',
        value: null,
        seenBy: 'agent',
      },
    ]
  const from = role === 'user' ? 'customer' : 'agent'
  // Simulated customers of the support conversations say so when they are done.
  const words = (text ?? '').replace(/###STOP###/, 'Bye.').replace(/###TRANSFER###/, '')
  return [
    ...(words.trim() === '' ? [] : [{ ...at, type: 'message', from, text: words } as const]),
    ...tool_calls.map(
      ({ id, name, args }): Event => ({ ...at, type: 'tool-call', callId: id, tool: name, args, seenBy: 'agent' }),
    ),
  ]
}

function prevalences(sets: Readonly<Record<string, readonly Dialogue[]>>, out: (line: string) => void): void {
  const rows = Object.entries(sets).map(([name, dialogues]) => {
    const { shown } = patternsOf(dialogues.map(toldOf), [])
    return [name, String(dialogues.length), ...shown.map(({ pattern }) => rateWords(pattern.real))]
  })
  for (const line of table(
    ['patterns found', 'n', 'leave', 'say it again', 'ask for a person', 'go on elsewhere'],
    rows,
  ))
    out(line)
  out('')
}

/** Of the customers' tasks, those that nobody can fulfil. */
const unfulfilled = /template (?:11|12|13|17) /

async function leaving(
  coffee: readonly Dialogue[],
  dialogues: readonly Dialogue[],
  out: (line: string) => void,
): Promise<void> {
  // What ends with a tool's answer that was never told is no dialogue to its end.
  const whole = coffee.filter(({ turns }) => turns.at(-1)?.role !== 'tool')
  const cuts = dialogues.map(cutDialogue)
  const rows = [
    scoreOf(
      'coffee orders, by the task',
      whole.map((each) => [hasLeft(each), unfulfilled.test(each.scenario ?? '')]),
    ),
    scoreOf(
      'dialogues to their end, where nobody leaves',
      dialogues.map((each) => [hasLeft(each), false]),
    ),
    scoreOf('simulated customers of the example, by what they say of it', await played()),
    scoreOf(
      'dialogues cut where the agent waits',
      cuts.map(({ dialogue, isCut }) => [hasLeft(dialogue), isCut]),
    ),
  ]
  for (const line of table(['leave without what they came for', 'n', 'known', 'found', 'precision', 'recall'], rows))
    out(line)
  const { hazards } = patternsOf(
    cuts.map(({ dialogue }) => toldOf(dialogue)),
    [],
  )
  const could = hazards.find(({ by, at }) => by === 'upshot' && at === 'could not help')
  out(
    `cut after ${percent(afterFailure)} of turns that say something failed and ${percent(otherwise)} of the others that wait; found after "could not help": ${rateWords(could?.leave)}, elsewhere ${percent(could?.elsewhere ?? 0)}`,
  )
  out('')
}

const hasLeft = (dialogue: Dialogue) => !['content', undefined].includes(toldOf(dialogue).left)

/** Of half of the example's simulated customers, on whom nothing is judged: found from what was said, and known from how they say they left. */
async function played(): Promise<readonly (readonly [found: boolean, known: boolean])[]> {
  const project = await readProject('examples/harbor-dental/fieldproof.yaml')
  const open = await openProject(project, process.env)
  const pairs: [found: boolean, known: boolean][] = []
  const whole = planOf(project)
  const plan = { ...whole, trials: () => [...whole.trials()].filter(({ index }) => index % 2 === 0) }
  try {
    await run({
      ...{ id: 'patterns', plan, stage: open.stage, concurrency: open.concurrency },
      ...{
        judge: (conversation) => judge({ ...project.pact, conditions: [] }, conversation),
        signal: new AbortController().signal,
      },
      onTrial({ id, scenario, conversation }) {
        const { left } = toldBy(conversation, { id, unit: scenario })
        const known = conversation.circumstances?.ending?.outcome ?? 'error'
        if (left !== undefined) pairs.push([left !== 'content', ['gave-up', 'left-silently'].includes(known)])
      },
    })
  } finally {
    await open.close()
  }
  return pairs
}

const afterFailure = 0.4
const otherwise = 0.05
const waiting = new Set(['REQUEST', 'CONFIRM', 'NOTIFY_FAILURE'])

function cutDialogue(dialogue: Dialogue): { readonly dialogue: Dialogue; readonly isCut: boolean } {
  const random = keyedRandom(1, 'cut', dialogue.id)
  const at = dialogue.turns.findIndex(({ role, acts = [] }) => {
    if (role !== 'agent' || !acts.some(([act]) => waiting.has(act))) return false
    return random.float() < (acts.some(([act]) => act === 'NOTIFY_FAILURE') ? afterFailure : otherwise)
  })
  return at === -1
    ? { dialogue, isCut: false }
    : { dialogue: { ...dialogue, turns: dialogue.turns.slice(0, at + 1) }, isCut: true }
}

function asking(support: readonly Dialogue[], messages: readonly Message[], out: (line: string) => void): void {
  const handed = support.map(
    (each) =>
      [
        toldOf(each).askedAt !== undefined,
        each.turns.some(({ tool_calls = [] }) => tool_calls.some(({ name }) => name.startsWith('transfer_to_human'))),
      ] as const,
  )
  const rows = [scoreOf('asked, where the agent handed over (it may unasked)', handed)]
  for (const line of table(['ask for a person', 'n', 'known', 'found', 'precision', 'recall'], rows)) out(line)
  const bots = messages.filter(({ intent }) => intent === 'are_you_a_bot')
  const others = messages.filter(({ intent }) => intent !== 'are_you_a_bot')
  const asked = (all: readonly Message[]) => rate(all.filter(({ text }) => asksForPerson(text)).length, all.length)
  out(
    `taken for it: ${rateWords(asked(bots))} messages that ask whether it is a bot; ${rateWords(asked(others))} other messages`,
  )
  out('')
}

const pairs = 1000

function sayingAgain(messages: readonly Message[], out: (line: string) => void): void {
  const rows = ['banking77', 'hwu64', 'clinc150', 'hint3:sofmattress'].map((dataset) => {
    const random = keyedRandom(1, 'pairs', dataset)
    const all = random.shuffle(messages.filter((each) => each.dataset === dataset && each.in_scope))
    const likeness = likenessOf(all.map(({ text }) => text))
    const pair = (first: Message, isSame: boolean) =>
      all.find((each) => each !== first && (each.intent === first.intent) === isSame && random.float() < 0.1)
    return scoreOf(
      `${dataset}: another's message of the same intent, or of another`,
      all.slice(0, pairs).flatMap((first, index) => {
        const isSame = index % 2 === 0
        const second = pair(first, isSame)
        if (second === undefined) return []
        const turns = [first, second].map(({ text }, at) => ({ text, isFurther: false, isUnhelped: at === 1 }))
        return [[saidAgain(turns, likeness).length > 0, isSame] as const]
      }),
    )
  })
  for (const line of table(['say it again, after no help', 'n', 'known', 'found', 'precision', 'recall'], rows))
    out(line)
  out('')
}

function scoreOf(name: string, pairs: readonly (readonly [found: boolean, known: boolean])[]): readonly string[] {
  const found = pairs.filter(([each]) => each).length
  const known = pairs.filter(([, each]) => each).length
  const both = pairs.filter(([one, other]) => one && other).length
  const share = (n: number) => (n === 0 ? 'none' : rateWords(rate(both, n)))
  return [name, String(pairs.length), String(known), String(found), share(found), share(known)]
}

function rateWords(found: Pick<Rate, 'rate' | 'low' | 'high' | 'n'> | undefined): string {
  if (found === undefined) return 'cannot be told'
  return `${percent(found.rate)} (${(100 * found.low).toFixed(1)} to ${(100 * found.high).toFixed(1)}) of ${found.n}`
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
