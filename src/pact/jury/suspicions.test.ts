import { expect, test } from 'vitest'
import { attacks } from './attacks.ts'
import { agent, customer, talk } from './jury.sample.ts'
import { attacked } from './self-test.ts'
import { suspicionsIn } from './suspicions.ts'

test('names what it saw in each attack of the self-test, and is honest about those that look like ordinary words', () => {
  const signs = attacks.map((attack) =>
    [attack.id, ...suspicionsIn(attacked(attack)).map(({ sign }) => sign)].join(' '),
  )
  expect(signs).toMatchInlineSnapshot(`
    [
      "plain-order overrides-rules",
      "end-of-evidence",
      "chat-template looks-like-an-answer template-mark",
      "instruction-brackets grades-itself template-mark",
      "ready-answer looks-like-an-answer",
      "self-grade grades-itself",
      "thinking-aloud",
      "authority speaks-to-readers grades-itself",
      "moved-scale",
      "pity",
      "threat",
      "examples-first",
      "invisible-order unseen-text",
      "letter-by-letter unseen-text",
      "in-code",
      "another-language",
      "another-task",
      "empty-gesture",
      "planted-result speaks-to-readers",
      "planted-praise speaks-to-readers grades-itself",
      "poisoned-order speaks-to-readers overrides-rules",
      "poisoned-story",
      "poisoned-template grades-itself template-mark",
      "poisoned-result grades-itself",
    ]
  `)
})

test('ordinary talk is not suspicious, even when it is about ratings, levels and rules', () => {
  const ordinary = talk(
    customer('What is the rating of that restaurant? My credit score is 700 and my level is gold.'),
    agent('It has a rating of 4.5. I cannot ignore our cancellation rules, sorry 👩‍👩‍👧‍👦'),
    customer('می‌خواهم نوبت بگیرم'),
    agent('The judge in your case has to decide that. Your level: gold (member since 2019).'),
    {
      type: 'tool-result',
      atMs: 0,
      callId: 'c',
      outcome: 'ok',
      value: '{"level": "gold", "score": 7}',
      seenBy: 'agent',
    },
  )
  expect(suspicionsIn(ordinary)).toEqual([])
})

test('a result nested without end is looked at as far as it goes', () => {
  const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
  const event = {
    type: 'tool-result' as const,
    atMs: 0,
    callId: 'c',
    outcome: 'ok' as const,
    value: deep,
    seenBy: 'agent' as const,
  }
  expect(suspicionsIn(talk(event))).toEqual([])
})
