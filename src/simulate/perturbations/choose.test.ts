import fc from 'fast-check'
import { expect, test } from 'vitest'
import { perturb, perturbationOf, perturbationSettings, perturbationsOf } from './choose.ts'
import { applied, collide, inOnePiece, messagesOf, plainOf, withoutEdits } from './edits.ts'
import { perturbationKinds } from './kinds.ts'
import { messages, occasionOf } from './message.sample.ts'
import { isRestated } from './restated.ts'

const harmless = perturbationKinds.filter(({ changesFacts }) => changesFacts !== true)
const all = (rate: number) => perturbationsOf(Object.fromEntries(harmless.map(({ id }) => [id, rate])))

test('all of them together leave every fact as it is, and any part can be taken back', () => {
  fc.assert(
    fc.property(
      messages,
      fc.nat(),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.nat(),
      (text, seed, rate, mask) => {
        const occasion = occasionOf(text, seed)
        const edits = perturb(text, all(rate), occasion)
        for (const [index, edit] of edits.entries()) {
          expect(text.slice(edit.at, edit.at + edit.from.length)).toBe(edit.from)
          for (const other of edits.slice(index + 1)) expect(collide(edit, other)).toBe(false)
        }
        for (const { at, text: value } of occasion.spans) {
          const inside = edits.filter((edit) => edit.at < at + value.length && at < edit.at + edit.from.length)
          for (const edit of inside) expect(isRestated(edit.from, edit.to), `${edit.from} > ${edit.to}`).toBe(true)
        }
        const drop = new Set([...edits.keys()].filter((index) => ((mask >> (index % 30)) & 1) === 1))
        expect(plainOf(withoutEdits({ text: applied(text, edits), edits }, drop))).toBe(text)
      },
    ),
    { numRuns: 500 },
  )
})

test('what is sent in several messages is the whole message, each part with its own edits', () => {
  fc.assert(
    fc.property(messages, fc.nat(), (text, seed) => {
      const edits = perturb(
        text,
        perturbationsOf({ split: 1, 'wrong-chat': 0.5, substitution: 0.3 }),
        occasionOf(text, seed),
      )
      const sent = messagesOf({ text: applied(text, edits), edits })
      expect(sent.map(plainOf).join('')).toBe(text)
      for (const message of sent) expect(message.text).not.toContain('\u001e')
      expect(messagesOf(inOnePiece({ text: applied(text, edits), edits }))).toHaveLength(1)
    }),
  )
})

test('the message, as three people would send it', () => {
  const text = "Hello, I'd like to book a deep cleaning on March 5th at 2pm, please. I can't come on Tuesday."
  const sent = (choices: Parameters<typeof perturbationsOf>[0], seed: number) => {
    const edits = perturb(text, perturbationsOf(choices), occasionOf(text, seed))
    return messagesOf({ text: applied(text, edits), edits }).map((message) => message.text)
  }
  expect([
    sent({ 'code-switch': { rate: 0.8, language: 'es' }, 'mixed-language': { rate: 1, language: 'es' } }, 1),
    sent({ split: 1, 'all-lower': 1, 'no-punctuation': 1, abbreviation: 1, 'time-format': 1 }, 2),
    sent({ 'voice-note': 1, 'self-repair': 0.5, 'wrong-chat': 1 }, 5),
  ]).toMatchInlineSnapshot(`
    [
      [
        "Hola, quisiera book a deep cleaning on March 5th at 2pm, por favor. I can't come on Tuesday.",
      ],
      [
        "hello",
        "i'd lyk to book a deep cleaning",
        "on march 5th",
        "@ 14:00",
        "pls",
        "i can't come",
        "on tuesday",
      ],
      [
        "tell her I said happy birthday!!",
        "hello I'd like to book a deep cleaning on March 5th uh at 1pm I mean 2pm please I can't come on Wednesday sorry I mean Tuesday",
      ],
    ]
  `)
})

test('capitals go on over whatever else was done to a word', () => {
  const text = 'Could you move my appointment please?'
  const occasion = occasionOf(text, 3)
  const slips = [
    { kind: 'lowercase', at: 0, from: 'C', to: 'c' },
    { kind: 'abbreviation', at: 6, from: 'you', to: 'u' },
    { kind: 'emoji', at: text.length, from: '', to: ' 🙂' },
  ]
  const edits = perturb(text, perturbationsOf({ 'all-caps': 1, substitution: 1 }), occasion, slips)
  expect(applied(text, edits)).toMatchInlineSnapshot(`"COULD U MLVE MY APPOINTKENT PLEAWE? 🙂"`)
  expect(plainOf({ text: applied(text, edits), edits })).toBe(text)
})

test('each says what it does, and how often', () => {
  expect(perturbationOf('code-switch', { rate: 0.1, language: 'de' }).explain()).toBe(
    'says single words in German, in 10 % of the places where it could',
  )
  expect(perturbationOf('truncated', 0.005).explain()).toBe(
    'sends a message off before it is finished, in 0.5 % of messages',
  )
})

test('what changes facts is never on unless somebody says that it is meant', () => {
  const labelled = perturbationKinds.filter(({ changesFacts }) => changesFacts === true).map(({ id }) => id)
  expect(labelled).toEqual(['ambiguous-date', 'wrong-digit', 'wrong-weekday', 'half-of-day'])
  for (const id of labelled) {
    expect(perturbationSettings.safeParse({ [id]: 0.1 }).success).toBe(false)
    expect(perturbationSettings.safeParse({ [id]: { rate: 0.1 } }).success).toBe(false)
    expect(perturbationSettings.safeParse({ [id]: { rate: 0.1, changesFacts: true } }).success).toBe(true)
  }
})
