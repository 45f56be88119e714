import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation, Event } from '../../conversation/index.ts'
import { parsePersona, parseScenarios, scenariosText } from '../../simulate/index.ts'
import { WholeCustomers } from './customers.ts'
import { hazardsOf } from './hazard.ts'
import { likenessOf } from './likeness.ts'
import { patternsOf } from './patterns.ts'
import { personaOf } from './persona.ts'
import { saidAgain } from './rephrasing.ts'
import { patternScenarios } from './scenarios.ts'
import { type Told, toldBy } from './told.ts'

/** `c:` the customer says, `a:` the agent says, `t:` a tool answers, `f:` a tool fails, `h:` a person takes over. */
function had(lines: readonly string[], about: Partial<Conversation> = {}): Conversation {
  const events = lines.flatMap((line, index): readonly Event[] => {
    const at = { atMs: index * 1000 }
    const text = line.slice(2).trim()
    if (line.startsWith('h:')) return [{ ...at, type: 'handoff' }]
    if (line.startsWith('c:')) return [{ ...at, type: 'message', from: 'customer', text }]
    if (line.startsWith('a:')) return [{ ...at, type: 'message', from: 'agent', text }]
    const [tool = '', args = ''] = text.split(' ')
    const outcome = line.startsWith('t:') ? 'ok' : 'error'
    return [
      { ...at, type: 'tool-call', callId: `${index}`, tool, args, seenBy: 'agent' },
      { ...at, type: 'tool-result', callId: `${index}`, outcome, value: null, seenBy: 'agent' },
    ]
  })
  const agent = { id: 'desk' }
  return { id: 'x', origin: 'production', agent, channel: 'chat', startedAt: '2026-03-02T09:00:00Z', events, ...about }
}

let named = 0
const told = (...lines: readonly string[]): Told => {
  named += 1
  return toldBy(had(lines), { id: `c-${named}`, unit: `c-${named}` })
}

test('customers leave without what they came for when they give up, are not answered, or do not answer an agent that waits', () => {
  const left = (...lines: readonly string[]) => told(...lines).left
  expect({
    'gave up': left('c: a haircut please', 'a: For when?', 'c: forget it'),
    'not answered': left('c: a haircut please'),
    'did not answer': left('c: a haircut please', 'a: What is your name?'),
    'no help': left('c: do you do wigs', "a: I'm sorry, we don't do those."),
    'no help, in another language': left('c: fazem perucas?', 'a: Infelizmente não.'),
    'not understood, in another language': left('c: fazem perucas?', 'a: Não entendi. Diga outra vez.'),
    'was asked in another language': left('c: einen Termin bitte', 'a: Nennen Sie bitte Ihren Namen.'),
    'a tool failed, in a language that is not read': left('c: パーマは?', 'f: find 1', 'a: 今はできません。'),
    'was told something else after no help': left(
      'c: do you do wigs',
      "a: We don't have wigs. Did you mean perms?",
      'c: no. which colours are there?',
      'a: There are red and blue.',
    ),
    'said no to what was asked': left('c: a cut', 'a: What about a shave?', 'c: no, maybe later', 'a: Goodbye!'),
    'said yes to an agent that waited': left('c: a cut', 'a: Shall I book it?', 'c: great', 'a: What is your name?'),
    'was sent away while asked': left('c: a cut', 'a: What is your name?', 'c: why do you ask', 'a: Goodbye!'),
    'got an answer': left('c: what is a haircut', 'a: A haircut is $35.'),
    thanked: left('c: what is a haircut', 'a: A haircut is $35.', 'c: thanks!'),
    'said great when nothing was open': left('c: a cut', 'a: A haircut is $35.', 'c: great', 'a: What is your name?'),
    'said goodbye': left('c: what is a haircut', 'a: $35. For when shall I book it?', "c: that's all, bye", 'a: Why?'),
    'went to a person': left('c: a human please', 'h:', 'a: Sorry about that.'),
  }).toMatchInlineSnapshot(`
    {
      "a tool failed, in a language that is not read": "silently",
      "did not answer": "silently",
      "gave up": "in words",
      "got an answer": "content",
      "no help": "silently",
      "no help, in another language": "silently",
      "not answered": "silently",
      "not understood, in another language": "silently",
      "said goodbye": "content",
      "said great when nothing was open": "content",
      "said no to what was asked": "content",
      "said yes to an agent that waited": "silently",
      "thanked": "content",
      "was asked in another language": "silently",
      "was sent away while asked": "silently",
      "was told something else after no help": "silently",
      "went to a person": "content",
    }
  `)
  expect(
    toldBy(had(['c: hello'], { circumstances: { ending: { outcome: 'turn-limit' } } }), { id: 'x', unit: 'x' }).left,
  ).toBeUndefined()
})

test('who says the same again is told from who goes on, agrees, or asks for something else', () => {
  const again = (...lines: readonly string[]) => {
    const { customerTurns } = told(...lines)
    return saidAgain(customerTurns, likenessOf(customerTurns.map(({ text }) => text)))
  }
  const asked = 'c: Where can I park my car near you?'
  const reworded = 'c: I want to know where I can park my car'
  expect({
    'reworded after no help': again(asked, 'a: Sorry, I did not understand.', reworded),
    'reworded though answered': again(asked, 'a: We open at nine.', reworded),
    'word for word though answered': again(asked, 'a: We open at nine.', asked),
    'after a tool told more': again(asked, 't: find_parking 1', 'a: Sorry, I did not understand.', reworded),
    'after the same call again': again('c: hi there', 't: find 1', asked, 't: find 1', 'a: Sorry, what?', reworded),
    'another number': again('c: a table for 2 on friday', 'a: Sorry, no.', 'c: a table for 4 on friday'),
    consent: again('c: yes that sounds good to me', 'a: Sorry, what?', 'c: yes that sounds good to me'),
    'something else': again(asked, 'a: Sorry, I did not understand.', 'c: What does a haircut cost?'),
    'other words, answered with the same': again(
      asked,
      'a: We are at 5 Pier Road.',
      'c: Leaving the van, is it possible?',
      'a: We are at 5 Pier Road.',
    ),
    'in writing without spaces': again(
      'c: 駐車場はどこですか',
      'a: 予約の番号を教えてください。',
      'c: 駐車場はどこですか',
    ),
    'says that they mean the same': again(
      asked,
      'a: Thank you for contacting us. Goodbye!',
      'c: no i mean the van',
      'a: Thank you for contacting us. Goodbye!',
    ),
    'other words, not understood twice': again(
      asked,
      'a: Sorry, I did not understand.',
      'c: Leaving the van, is it possible?',
      'a: Sorry, I did not understand.',
    ),
  }).toMatchInlineSnapshot(`
    {
      "after a tool told more": [],
      "after the same call again": [
        2,
      ],
      "another number": [],
      "consent": [],
      "in writing without spaces": [
        2,
      ],
      "other words, answered with the same": [
        2,
      ],
      "other words, not understood twice": [],
      "reworded after no help": [
        2,
      ],
      "reworded though answered": [],
      "says that they mean the same": [
        2,
      ],
      "something else": [],
      "word for word though answered": [
        2,
      ],
    }
  `)
})

test('who says it in wholly other words is found where others say it half in these and half in those', () => {
  /** All ways to say one thing, with two words for each of its parts. */
  const saying = (...parts: readonly (readonly [string, string])[]) =>
    parts.reduce<readonly string[]>(
      (texts, part) => texts.flatMap((text) => part.map((word) => `${text} ${word}`)),
      [''],
    )
  const parking = saying(['car', 'vehicle'], ['park', 'garage'], ['near', 'around'])
  const others = Array.from({ length: 40 }, (_, each) =>
    saying([`a${each}x`, `b${each}x`], [`c${each}y`, `d${each}y`], [`e${each}z`, `f${each}z`]),
  )
  const [one = '', other = '', elsewhere = ''] = [parking[0], parking.at(-1), others[0]?.[0]]
  const { isMeantAlike, isSaidAlike } = likenessOf([...parking, ...others.flat()])
  expect([isSaidAlike(one, other), isMeantAlike(one, other), isMeantAlike(one, elsewhere)]).toEqual([
    false,
    true,
    false,
  ])
  // Of so little traffic nothing can be told.
  expect(likenessOf(parking).isMeantAlike(one, other)).toBe(false)
})

test('of those who come to a point the share who leave there is told, and where more leave than elsewhere', () => {
  const lost = ['c: where can i park', 'a: Sorry, I did not understand.'] as const
  const told100 = [
    ...Array.from({ length: 30 }, () => told(...lost)),
    ...Array.from({ length: 20 }, () => told(...lost, 'c: i mean my car', 'a: We have a car park.')),
    ...Array.from({ length: 50 }, () => told('c: a haircut?', 't: prices 1', 'a: A haircut is $35.')),
  ]
  const points = hazardsOf(told100).map(({ by, at, leave, elsewhere, standsOut }) =>
    [by, at, `${leave.successes} of ${leave.n}`, elsewhere.toFixed(2), standsOut].join(', '),
  )
  expect(points).toMatchInlineSnapshot(`
    [
      "upshot, did not understand, 30 of 50, 0.00, true",
      "upshot, answered, 0 of 70, 0.60, false",
      "turn, 1, 30 of 100, 0.00, true",
      "turn, 2, 0 of 20, 0.30, false",
      "done, nothing yet, 30 of 70, 0.00, true",
      "done, prices, 0 of 50, 0.43, false",
    ]
  `)
})

test('every departure is at one point of each kind, and every turn of the agent was a point to leave', () => {
  const line = fc.constantFrom(
    'c: book a cut',
    'a: When?',
    'a: Sorry, no.',
    'c: thanks',
    't: find 1',
    'f: find 2',
    'c: never mind',
  )
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 6 }), { minLength: 2, maxLength: 6 }), (talks) => {
      const all = talks.map((lines) => told(...lines)).filter(({ left }) => left !== undefined)
      const departures = all.filter(({ left, agentTurns }) => left !== 'content' && agentTurns.length > 0).length
      const turns = all.reduce((sum, { agentTurns }) => sum + agentTurns.length, 0)
      for (const kind of ['upshot', 'turn', 'done']) {
        const points = hazardsOf(all).filter(({ by }) => by === kind)
        if (points.length === 0) continue
        expect(points.reduce((sum, { leave }) => sum + leave.successes, 0)).toBe(departures)
        expect(points.reduce((sum, { leave }) => sum + leave.n, 0)).toBe(turns)
      }
    }),
    { numRuns: 50 },
  )
})

test('a customer who comes on another channel within a day went on elsewhere; of who has no name it is not told', () => {
  const visit = (id: string, customer: string | undefined, channel: string, startedAt: string) =>
    toldBy(had(['c: hello there', 'a: Hello.'], { channel, startedAt }), {
      ...{ id, unit: customer ?? id },
      ...(customer !== undefined && { customer }),
    })
  const { shown } = patternsOf(
    [
      visit('ana-1', 'ana', 'chat', '2026-03-02T09:00:00Z'),
      visit('ana-2', 'ana', 'email', '2026-03-02T12:00:00Z'),
      visit('ben-1', 'ben', 'chat', '2026-03-02T09:00:00Z'),
      visit('ben-2', 'ben', 'email', '2026-03-09T09:00:00Z'),
      visit('nobody', undefined, 'chat', '2026-03-02T09:00:00Z'),
    ],
    [],
  )
  const { pattern, by } = shown.find((each) => each.pattern.name === 'channel-switch') ?? {}
  expect([pattern?.real?.successes, pattern?.real?.n, pattern?.untold]).toEqual([1, 4, 1])
  expect(by?.map(({ happening }) => happening)).toEqual([
    { turn: 1, wentOn: { channel: 'email', afterMs: 3 * 3_600_000 - 1000 } },
  ])
})

test('what is written of a pattern is read back as a persona and as scenarios', () => {
  const real = Array.from({ length: 40 }, () =>
    told(
      'c: where can i park',
      'a: Sorry, I did not understand.',
      'c: let me speak to a human',
      'a: What is it about?',
    ),
  )
  const { shown } = patternsOf(real, [])
  const seen = shown.flatMap((each) => {
    const persona = personaOf(each)
    const options = { taken: [], suite: [], isReached: () => true, persona: 'personas/x.yaml' }
    const scenarios = patternScenarios(each, options)
    if (scenarios.length === 0) return []
    const { id, leavesSilently, leavesEarly } = parsePersona(persona?.text ?? '', 'persona.yaml')
    return [{ id, leavesSilently, leavesEarly, scenarios: parseScenarios(scenariosText(scenarios, 'x'), 's.yaml') }]
  })
  expect(
    seen.map(({ scenarios, ...persona }) => [persona, scenarios.map(({ id, events }) => [id, events])]),
  ).toMatchInlineSnapshot(`
    [
      [
        {
          "id": "real-drop-off",
          "leavesEarly": 1,
          "leavesSilently": 1,
        },
        [
          [
            "draft-drop-off-human-speak-where",
            [
              {
                "do": {
                  "leave": true,
                },
                "when": {
                  "turn": 3,
                },
              },
            ],
          ],
        ],
      ],
      [
        {
          "id": "real-asks-for-person",
          "leavesEarly": undefined,
          "leavesSilently": 0.2,
        },
        [
          [
            "draft-asks-for-person-human-speak-where",
            [
              {
                "do": {
                  "escalate": "let me speak to a human",
                },
                "when": {
                  "turn": 2,
                },
              },
            ],
          ],
        ],
      ],
    ]
  `)
})

test('customers are sampled whole, the same ones in whatever order they come, and never more than fit', () => {
  const visits = fc.array(fc.record({ unit: fc.constantFrom(...'abcdefghij'), at: fc.nat() }), { maxLength: 60 })
  fc.assert(
    fc.property(visits, (all) => {
      const sampled = (those: typeof all) => {
        const customers = new WholeCustomers<(typeof all)[number]>(20, 1)
        for (const each of those) customers.add(each.unit, () => each)
        return customers
      }
      const { items, n } = sampled(all)
      const units = new Set(items.map(({ unit }) => unit))
      expect(n).toBe(all.length)
      expect(items.length).toBeLessThanOrEqual(20)
      expect(items.length).toBe(all.filter(({ unit }) => units.has(unit)).length)
      if (all.length <= 20) expect(items.length).toBe(all.length)
      expect(new Set(sampled([...all].reverse()).items.map(({ unit }) => unit))).toEqual(units)
    }),
  )
})
