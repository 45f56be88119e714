import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import type { Evidence } from './causes.ts'
import { memoryOf } from './memory.ts'
import { play, startMs, type World } from './production.sample.ts'
import type { Row } from './rows.ts'

const kept = { polite: 0.05 }
const broken = { polite: 0.4 }
const changed = 2200

/** The causes that the alarm names when the promise breaks and something else changes with it. */
function causes(then: World, { isRead = false, known = [] as readonly Row[] } = {}): readonly Evidence[] {
  const terms = { promises: [{ id: 'polite', target: 0.93, severity: 'critical' as const, isRead }] }
  const memory = memoryOf([])
  for (const row of known) memory.put(row)
  const world = (n: number): World => (n < changed ? { failing: kept } : { failing: broken, ...then })
  const told = play(terms, { to: changed + 300, memory }, world)
  const alarm = told.find(({ what, stream }) => what === 'raised' && stream.startsWith('polite/'))
  return (alarm?.evidence as { readonly causes?: Json } | undefined)?.causes as unknown as readonly Evidence[]
}

const judge: Row = {
  kind: 'judge',
  pact: 'h',
  anchors: [],
  last: { atMs: startMs, level: 0.05, rubrics: { polite: { n: 40, worse: 12, better: 0, p: 0.0005, examples: [] } } },
}
const asked: Row = { kind: 'asked', agent: 'desk', atMs: startMs, isOther: true, sinceMs: startMs }
const portuguese = ['quero marcar uma consulta para o meu filho', 'não tenho o cartão e você pode ver isso']

test.each<[string, World, { isRead?: boolean; known?: readonly Row[] }, string, string]>([
  ['agent', { version: '2' }, {}, 'agent', 'version 2 came in 2 conversations before it began (2026-03-03 02:24 UTC)'],
  [
    'model',
    { model: 'small-2' },
    {},
    'model',
    'model small-2 came in 2 conversations before it began (2026-03-03 02:24 UTC)',
  ],
  [
    'model, by what it answers',
    {},
    { known: [asked] },
    'model',
    'it answers canary questions otherwise since 2026-03-02 00:00 UTC',
  ],
  [
    'judge',
    {},
    { isRead: true, known: [judge] },
    'judge',
    'of 40 conversations that it read again on 2026-03-02 00:00 UTC it finds 12 worse and 0 better',
  ],
  [
    'knowledge base',
    { kbVersion: 'k2' },
    {},
    'knowledge base',
    'state k2 came in 2 conversations before it began (2026-03-03 02:24 UTC)',
  ],
  ['backend', { toolErrors: 0.5 }, {}, 'backend', 'conversations with a failed tool call went up'],
  ['customers', { asked: portuguese }, {}, 'customers', 'customers who write in another language than usual changed'],
])(
  'what the %s did is told as its doing, and of the other five what was seen or that nobody looked',
  (_, then, more, cause, because) => {
    const all = causes(then, more)
    const [first, ...others] = all
    expect([first?.cause, first?.finding]).toEqual([cause, 'speaks-for'])
    expect(first?.because).toContain(because)
    expect(others.map(({ finding }) => finding)).not.toContain('speaks-for')
    expect(all.map((each) => each.cause).toSorted()).toEqual([
      'agent',
      'backend',
      'customers',
      'judge',
      'knowledge base',
      'model',
    ])
  },
)

test('where nothing else changed, each cause says so, and a jury that read nothing again was not looked at', () => {
  expect(
    causes({}, { isRead: true }).map(({ cause, finding, because }) => [cause, finding, because]),
  ).toMatchInlineSnapshot(`
    [
      [
        "model",
        "nothing-seen",
        "the model calls itself the same, and no canary questions are asked",
      ],
      [
        "knowledge base",
        "nothing-seen",
        "no new state of it was marked",
      ],
      [
        "agent",
        "nothing-seen",
        "its version is the same",
      ],
      [
        "backend",
        "nothing-seen",
        "its tools fail as rarely and answer as fast as before",
      ],
      [
        "customers",
        "nothing-seen",
        "they come and write as they did",
      ],
      [
        "judge",
        "not-looked-at",
        "no jury has read anything yet; it has read nothing again so far",
      ],
    ]
  `)
})
