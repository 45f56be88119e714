import { expect, test } from 'vitest'
import type { Conversation, Event } from '../../conversation/index.ts'
import { parsePersona } from '../personas/index.ts'
import { fit as fitted, heardOf, personaText } from './index.ts'
import { slipsIn } from './slips.ts'
import { synthetic } from './synthetic.sample.ts'
import { type WordList, wordListOf } from './word-list.ts'

type Said = readonly ['customer' | 'agent', string] | readonly ['customer' | 'agent', string, number]

function conversation(...said: readonly Said[]): Conversation {
  const events = said.map(([from, text, atMs = 0]): Event => ({ type: 'message', atMs, from, text }))
  return {
    id: 'c',
    origin: 'production',
    agent: { id: 'desk' },
    channel: 'sms',
    startedAt: '2026-03-02T09:00:00Z',
    events,
  }
}

const times = <Item>(n: number, item: Item): Item[] => Array.from({ length: n }, () => item)

/** A word list of customers who wrote this text twenty times over, and this once. */
function listOf(often: string, once = ''): WordList {
  return wordListOf([...times(20, often), once].map((text) => heardOf(conversation(['customer', text]))))
}

function slipsOf(text: string, words: WordList): readonly string[] {
  return slipsIn([text], words).slips.map(({ word, operation }) => `${operation} of ${word}`)
}

test('a rare word that is one slip from a frequent one is that word misspelt, and says how', () => {
  const words = listOf('we repair bicycles in the workshop')
  expect(slipsOf('we repiar bicucles in the worshop, or bicyccles', words)).toEqual([
    'transposition of repair',
    'substitution of bicycles',
    'omission of workshop',
    'doubling of bicycles',
  ])
})

test('everyday words, days, names, endings, first words, and what is drawn out on purpose are no slips', () => {
  const words = listOf('we repair bicycles from the house with fine letters')
  expect(slipsIn(['Repir it. Hosue! a form, a horse, five repairs, with Hoouse and housssse'], words)).toEqual({
    slips: [],
    n: 3,
  })
})

test('what nobody else wrote and nothing is near is in no count', () => {
  expect(slipsIn(['we xylograph bicycles'], listOf('we repair bicycles'))).toEqual({ slips: [], n: 1 })
})

test('an agent is believed, so a word that only it writes is right', () => {
  const said = (text: string) => heardOf(conversation(['customer', text], ['agent', 'our bicecles are cheap']))
  const words = wordListOf(times(20, said('we repair bicycles')))
  expect(slipsOf('we have bicecles', words)).toEqual([])
})

test('several messages before the agent writes are one turn, and tapping is not typing', () => {
  const { turns } = heardOf({
    ...conversation(),
    events: [
      { type: 'message', atMs: 0, from: 'customer', text: 'hi' },
      { type: 'message', atMs: 900, from: 'customer', text: ' quick question ' },
      { type: 'message', atMs: 2000, from: 'agent', text: 'Yes?', form: { buttons: [{ title: 'Book' }] } },
      { type: 'message', atMs: 6500, from: 'customer', text: 'Book' },
      { type: 'message', atMs: 7000, from: 'customer', text: '   ' },
    ],
  })
  expect(turns).toEqual([
    { messages: ['hi', 'quick question'], betweenMs: [900], isTapped: false },
    { messages: ['Book'], afterMs: 4500, betweenMs: [], isTapped: true },
  ])
})

test('records that were never timed give no times, whether all at once or at even steps', () => {
  const said = (step: number) =>
    heardOf(
      conversation(['customer', 'a', 0], ['agent', 'b', step], ['customer', 'c', 2 * step], ['agent', 'd', 3 * step]),
    )
  for (const step of [0, 1000]) expect(said(step).turns.map(({ afterMs }) => afterMs)).toEqual([undefined, undefined])
})

/** Rates as `k of n`, without those that found nothing. */
function countsOf(...conversations: readonly Conversation[]): Readonly<Record<string, string>> {
  const { rates } = fitted(conversations.map(heardOf)).whole
  return Object.fromEntries(rates.filter(({ k }) => k > 0).map(({ field, k, n }) => [field, `${k} of ${n}`]))
}

test('each habit is counted where a customer has it', () => {
  const counts = countsOf(
    conversation(
      ['customer', 'hi there', 0],
      ['agent', 'Hello!', 1500],
      ['customer', 'Um, can u come on Tuesday? 🙂', 9000],
      ['customer', 'pls', 9900],
      ['agent', 'Tuesday it is.', 12_000],
      ['customer', 'no wait, I meant Thursday', 12_300],
      ['agent', 'Thursday.', 14_000],
      ['customer', 'THAT IS FINE', 20_000],
      ['agent', 'Good.', 21_000],
      ['customer', 'sooo  good, isn’t it...', 27_000],
    ),
  )
  expect(counts).toMatchInlineSnapshot(`
    {
      "corrections": "1 of 2",
      "perturbations.all-caps": "1 of 5",
      "perturbations.elongation": "1 of 5",
      "perturbations.extra-space": "1 of 15",
      "perturbations.smart-quotes": "1 of 2",
      "timing.bargeIn": "1 of 4",
      "timing.burst": "1 of 3",
      "writing.abbreviations": "1 of 1",
      "writing.emoji": "1 of 5",
      "writing.fillers": "1 of 4",
      "writing.lowercase": "3 of 3",
      "writing.noPunctuation": "4 of 5",
    }
  `)
})

test('too little gives no rate, and says of how little', () => {
  const { rates } = fitted([heardOf(conversation(['customer', 'hi']))]).whole
  expect(rates.filter(({ estimate }) => estimate !== undefined)).toEqual([])
  expect(rates.find(({ field }) => field === 'writing.emoji')).toEqual({
    field: 'writing.emoji',
    k: 0,
    n: 1,
    of: 'turns',
    conversations: 1,
  })
})

test('who writes in one conversation only says little of others: the interval widens', () => {
  const bare = conversation(
    ...times(20, ['customer', 'see you'] as Said).flatMap((said) => [said, ['agent', 'Yes.'] as Said]),
  )
  const dotted = conversation(
    ...times(20, ['customer', 'See you.'] as Said).flatMap((said) => [said, ['agent', 'Yes.'] as Said]),
  )
  const mixed = conversation(
    ...times(10, ['see you', 'See you.'])
      .flat()
      .flatMap((text): Said[] => [
        ['customer', text],
        ['agent', 'Yes.'],
      ]),
  )
  const widthOf = (conversations: readonly Conversation[]) => {
    const { rates } = fitted(conversations.map(heardOf)).whole
    const { low, high } = rates.find(({ field }) => field === 'writing.noPunctuation')?.estimate ?? expect.fail()
    return high - low
  }
  expect(widthOf([...times(4, bare), ...times(4, dotted)])).toBeGreaterThan(3 * widthOf(times(8, mixed)))
})

test('the file that is written is a persona, each rate with what it was counted from', () => {
  const sms = synthetic(
    { writing: { typos: 0.06, lowercase: 0.7 }, timing: { burst: 0.3 } },
    { conversations: 30, seed: 1, channel: 'sms' },
  )
  const email = synthetic({ writing: { lowercase: 0.1 } }, { conversations: 3, turns: 2, seed: 2, channel: 'email' })
  const text = personaText(fitted([...sms, ...email].map(heardOf)), {
    id: 'ours',
    title: 'Ours: as they write',
    heading: 'Made.\nYours.',
  })
  expect(text).toMatchInlineSnapshot(`
    "# Made.
    # Yours.
    id: ours
    title: "Ours: as they write"
    # 33 conversations, 246 turns, 331 messages; half of the turns have 10 to 22 words.
    writing:
      # 136 of 2412 words whose right form is known, in 33 conversations; 95 %: 0.0473 to 0.0705; divided by the 0.976 of slips that can be seen.
      typos: 0.0578
      # 137 of 173 turns that begin with a word, in 32 conversations; 95 %: 0.64 to 0.89.
      lowercase: 0.792
      # 0 of 199 turns that end with a word, no question mark, in 33 conversations; 95 %: 0 to 0.112.
      noPunctuation: 0
      # 0 of 169 words that have a usual short form, in 32 conversations; 95 %: 0 to 0.115.
      abbreviations: 0
      # 0 of 221 turns that do not begin with a greeting, in 33 conversations; 95 %: 0 to 0.112.
      fillers: 0
      # 0 of 246 turns, in 33 conversations; 95 %: 0 to 0.112.
      emoji: 0
    timing:
      # 75 of 246 turns of four words and more, in 33 conversations; 95 %: 0.249 to 0.367.
      burst: 0.305
      # 0 of 213 turns with times, in 33 conversations; 95 %: 0 to 0.112.
      bargeIn: 0
      # 213 messages in 33 conversations; 95 %: 5098 to 6181.
      thinkMs: 5713
      # 85 messages in 29 conversations; 95 %: 40 to 40.
      wordsPerMinute: 40
    # corrections: too few for a rate: 0 of 0 turns with a number, a day or a month, in 0 conversations.
    channels:
      "email":
        # 3 conversations, 6 turns, 6 messages; half of the turns have 11 to 17 words.
        # typos: too few for a rate: 0 of 47 words whose right form is known, in 3 conversations.
        # lowercase: too few for a rate: 0 of 3 turns that begin with a word, in 2 conversations.
        # noPunctuation: too few for a rate: 0 of 6 turns that end with a word, no question mark, in 3 conversations.
        # abbreviations: too few for a rate: 0 of 2 words that have a usual short form, in 2 conversations.
        # fillers: too few for a rate: 0 of 6 turns that do not begin with a greeting, in 3 conversations.
        # emoji: too few for a rate: 0 of 6 turns, in 3 conversations.
        # burst: too few for a rate: 0 of 6 turns of four words and more, in 3 conversations.
        # bargeIn: too few for a rate: 0 of 3 turns with times, in 3 conversations.
        # thinkMs: too few messages with times.
        # wordsPerMinute: the times do not tell it.
        {}
      "sms":
        # 30 conversations, 240 turns, 325 messages; half of the turns have 10 to 22 words.
        writing:
          # 136 of 2365 words whose right form is known, in 30 conversations; 95 %: 0.0482 to 0.0718; divided by the 0.976 of slips that can be seen.
          typos: 0.0589
          # 137 of 170 turns that begin with a word, in 30 conversations; 95 %: 0.65 to 0.903.
          lowercase: 0.806
          # 0 of 193 turns that end with a word, no question mark, in 30 conversations; 95 %: 0 to 0.122.
          noPunctuation: 0
          # 0 of 167 words that have a usual short form, in 30 conversations; 95 %: 0 to 0.122.
          abbreviations: 0
          # 0 of 215 turns that do not begin with a greeting, in 30 conversations; 95 %: 0 to 0.122.
          fillers: 0
          # 0 of 240 turns, in 30 conversations; 95 %: 0 to 0.122.
          emoji: 0
        timing:
          # 75 of 240 turns of four words and more, in 30 conversations; 95 %: 0.255 to 0.376.
          burst: 0.313
          # 0 of 210 turns with times, in 30 conversations; 95 %: 0 to 0.122.
          bargeIn: 0
          # 210 messages in 30 conversations; 95 %: 5175 to 6167.
          thinkMs: 5726
          # 85 messages in 29 conversations; 95 %: 40 to 40.
          wordsPerMinute: 40
    "
  `)
  const persona = parsePersona(text, 'ours.yaml')
  expect([persona.id, persona.title, Object.keys(persona.channels ?? {})]).toEqual([
    'ours',
    'Ours: as they write',
    ['email', 'sms'],
  ])
})

test('the same recordings give the same fit, in whatever order they come', () => {
  const heard = synthetic({ writing: { typos: 0.05 } }, { conversations: 12, seed: 3 }).map(heardOf)
  const { whole } = fitted([...heard].reverse())
  expect(whole.rates).toEqual(fitted(heard).whole.rates)
})
