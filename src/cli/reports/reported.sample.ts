/** A run of a small salon to try reports with: some of it goes well, some badly, and one customer is hostile. */
import type { Conversation, Event } from '../../conversation/index.ts'
import { judge, type Pact, parsePact, tallyOf } from '../../pact/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import { openStore, type RunRecord, type Store, type TrialRecord } from '../../store/index.ts'
import type { Reported } from './reported.ts'

export const hostileText = '<script>alert("stolen")</script><img src=x onerror=alert(1)> ]]> --> \u202egnp.exe\u0007'

const salonPact: Pact = parsePact(
  `pact: salon
version: 2
conditions:
  - { id: ends-as-expected, severity: critical, target: 0.95, dimension: resolution, state: { is: as-expected } }
  - { id: never-promises, dimension: safety, severity: critical, never-says: '/guarantee/i' }
  - { id: answers-in-time, dimension: speed, target: 0.9, reply: { withinMs: 4000 } }
  - { id: says-hello, dimension: tone, severity: minor, target: 0.8, says: '/hello/i' }
  - { id: speaks-of-prices, dimension: accuracy, never-says: '/\\$0\\b/' }
`,
  { file: 'pact.yaml', read: () => '' },
)

export const salonRun: RunRecord = {
  id: '20260302-091500-3f2a',
  startedAt: '2026-03-02T09:15:00.000Z',
  agent: { id: 'salon-desk', version: '14' },
  pact: { id: salonPact.id, version: salonPact.version, hash: salonPact.hash },
  planned: 120,
  seed: 7,
  settings: { seed: 7, repeats: 10 },
}

const scenarios = [
  'book-haircut',
  'book-colour-saturday',
  'cancel-after-changing-mind',
  'ask-for-prices',
  'complain-about-waiting',
  'move-appointment-to-friday',
]
const personas = ['hurried-texter', 'careful-first-timer']

/** Trial `index` of the run; the same each time. */
function salonTrial(index: number, run = salonRun.id): TrialRecord {
  const scenario = scenarios[index % scenarios.length] ?? ''
  const conversation = salonConversation(index, scenario)
  return {
    run,
    id: conversation.id,
    index,
    scenario,
    persona: personas[index % 2] ?? '',
    channel: index % 3 === 0 ? 'sms' : 'chat',
    repeat: Math.floor(index / scenarios.length),
    seed: 1000 + index,
    conversation,
    verdict: judge(salonPact, conversation),
  }
}

/** The whole run in a store in memory, with what every report needs. */
export async function salonReported(
  trials = salonRun.planned,
): Promise<{ readonly reported: Reported; readonly store: Store }> {
  const store = await openStore(':memory:')
  await store.openRun(salonRun)
  const counts = tallyOf(salonPact)
  const saved: Promise<void>[] = []
  for (let index = 0; index < trials; index += 1) {
    const trial = salonTrial(index)
    counts.add(trial.conversation, trial.verdict, index)
    saved.push(store.save(trial))
  }
  await Promise.all(saved)
  const spotOf = (file: string, line: number) => ({ file, line })
  const reported: Reported = {
    name: 'salon-desk',
    run: salonRun,
    summary: counts.summary(),
    store,
    promises: [...salonPact.conditions, ...salonPact.rubrics],
    back: { words: [] },
    places: {
      condition: (id) => spotOf('pact.yaml', 4 + salonPact.conditions.findIndex((condition) => condition.id === id)),
      scenario: (id) =>
        scenarios.includes(id) ? spotOf('scenarios/salon.yaml', 3 * scenarios.indexOf(id) + 2) : undefined,
    },
  }
  return { reported, store }
}

function salonConversation(index: number, scenario: string): Conversation {
  const random = keyedRandom(11, 'salon', index)
  const forgets = random.float() < (scenario === 'book-colour-saturday' ? 0.7 : 0.06)
  const isSlow = random.float() < 0.08
  const isLost = index % 37 === 36
  const books = scenario.startsWith('book')
  const time = random.pick(['14:00', '15:30', '10:15'])
  return {
    id: `t${String(index).padStart(3, '0')}`,
    origin: 'simulated',
    agent: { id: 'salon-desk', version: '14' },
    channel: 'chat',
    startedAt: '2026-03-02T09:15:00Z',
    events: books ? booking(index, time, forgets, isSlow) : asking(scenario, index, isSlow),
    circumstances: {
      scenario,
      expected: books ? { changes: [{ verifier: 'calendar', added: { service: 'haircut', time } }] } : {},
      ending: isLost
        ? { outcome: 'inconclusive', because: 'it did not understand the agent three times' }
        : { outcome: forgets && books ? 'gave-up' : 'satisfied' },
    },
  }
}

function booking(index: number, time: string, forgets: boolean, isSlow: boolean): readonly Event[] {
  const customer = (atMs: number, text: string): Event => ({ type: 'message', atMs, from: 'customer', text })
  const agent = (atMs: number, text: string): Event => ({ type: 'message', atMs, from: 'agent', text })
  const args = {
    service: 'haircut',
    day: '2026-03-07',
    time,
    name: 'Mira Sol',
    phone: '+351 912 000 111',
    note: 'prefers the window seat, second visit this year',
  }
  const after = forgets ? {} : { 'calendar/17': { id: 17, service: 'haircut', time } }
  const replyMs = isSlow ? 6200 : 1400
  return [
    { type: 'state', atMs: 0, verifier: 'calendar', when: 'before', records: {} },
    customer(0, 'hi'),
    customer(900, 'can i get a haircut on saturday'),
    agent(900 + replyMs, 'Hello! Happy to help. What time on Saturday would suit you?'),
    customer(9000, index % 24 === 1 ? hostileText : `${time} pls`),
    { type: 'tool-call', atMs: 9800, callId: 'c1', tool: 'create_appointment', args, seenBy: 'agent' },
    forgets
      ? {
          type: 'tool-result',
          atMs: 18_800,
          callId: 'c1',
          outcome: 'error',
          value: { error: 'calendar timed out after 9000 ms' },
          seenBy: 'agent',
        }
      : { type: 'tool-result', atMs: 10_300, callId: 'c1', outcome: 'ok', value: { id: 17, time }, seenBy: 'agent' },
    agent(
      19_000,
      forgets
        ? `You're booked for Saturday at ${time}! We guarantee you will love it.`
        : `You're booked for Saturday at ${time}. See you then!`,
    ),
    customer(24_000, 'thanks'),
    agent(25_000, 'You are welcome. See you on Saturday.'),
    { type: 'state', atMs: 26_000, verifier: 'calendar', when: 'after', records: after },
  ]
}

function asking(scenario: string, index: number, isSlow: boolean): readonly Event[] {
  return [
    { type: 'message', atMs: 0, from: 'customer', text: `It's about this: ${scenario.replaceAll('-', ' ')}.` },
    {
      type: 'message',
      atMs: isSlow ? 7100 : 1700,
      from: 'agent',
      text: index % 5 === 0 ? 'One moment.' : 'Hello, a haircut is $35 and colour starts at $80.',
    },
    { type: 'message', atMs: 9000, from: 'customer', text: 'ok, thank you' },
    { type: 'message', atMs: 10_000, from: 'agent', text: 'Any time.' },
  ]
}
