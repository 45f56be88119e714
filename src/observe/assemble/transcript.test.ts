import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import { answers, asks, itemsOf, linesOf, model, run, tool } from './observed.sample.ts'

const slot = { day: 'Tuesday' }

/** Two turns, the first with a tool, as most instrumentations tell them. */
const booking = [
  run({ at: 0, to: 4, span: 'r1', out: ['agent: Booked for Tuesday.'] }),
  model({ at: 1, to: 2, span: 'm1', parent: 'r1', in: ['customer: Book me in'], out: [asks(['book', slot, 'c1'])] }),
  tool({ at: 2, to: 3, span: 'x1', parent: 'r1' }, 'book', slot, { ok: true }, 'c1'),
  model({
    at: 3,
    to: 4,
    span: 'm2',
    parent: 'r1',
    in: ['customer: Book me in', asks(['book', slot, 'c1']), answers({ ok: true }, 'c1')],
    out: ['agent: Booked for Tuesday.'],
  }),
  run({ at: 10, to: 12, span: 'r2', trace: 'u', out: ['agent: You are welcome.'] }),
  model({
    at: 10,
    to: 12,
    span: 'm3',
    parent: 'r2',
    trace: 'u',
    in: [
      'customer: Book me in',
      asks(['book', slot, 'c1']),
      answers({ ok: true }, 'c1'),
      'agent: Booked for Tuesday.',
      'customer: Thanks',
    ],
    out: ['agent: You are welcome.'],
  }),
]
const booked = [
  '0 customer: Book me in',
  '2 book({"day":"Tuesday"}) c1',
  '3 ok {"ok":true} c1',
  '4 agent: Booked for Tuesday.',
  '10 customer: Thanks',
  '12 agent: You are welcome.',
]

test('every message and every call once, though each question to the model repeats all of them', () => {
  expect(linesOf(booking)).toEqual(booked)
})

test('any order gives the same bytes', () => {
  const whole = JSON.stringify(assemble('c', itemsOf(booking), 'a'))
  fc.assert(
    fc.property(fc.shuffledSubarray(booking, { minLength: booking.length }), (shuffled) => {
      expect(JSON.stringify(assemble('c', itemsOf(shuffled), 'a'))).toBe(whole)
    }),
  )
})

test('the spans of the model alone tell the same, with the result from the history', () => {
  const alone = booking
    .filter(({ kind }) => kind === 'model')
    .map(({ parent: _, ...each }, at) => ({ ...each, trace: `${at}` }))
  expect(linesOf(alone)).toEqual([
    '0 customer: Book me in',
    '1 book({"day":"Tuesday"}) c1',
    '2 ok {"ok":true} c1',
    '3 agent: Booked for Tuesday.',
    '9 customer: Thanks',
    '11 agent: You are welcome.',
  ])
})

test('what a router, a title and a summary are asked never becomes words of the customer', () => {
  const router = (at: number, words: string, parent: string, trace: string) =>
    model({
      at,
      span: `router-${at}`,
      parent,
      trace,
      name: 'route',
      system: 'Sort the message.',
      in: [`customer: Which of booking, other is this? ${words}`],
      out: ['agent: booking'],
    })
  const title = model({
    at: 5,
    span: 'title',
    trace: 'title',
    name: 'title',
    system: 'Give a title.',
    in: ['customer: Give a title to: Book me in / Booked for Tuesday.'],
    out: ['agent: Appointment on Tuesday'],
  })
  const summary = model({
    at: 13,
    span: 'summary',
    parent: 'r2',
    trace: 'u',
    name: 'summarise',
    system: 'Summarise.',
    in: ['customer: Book me in', 'agent: Booked for Tuesday.', 'customer: Summarise the above'],
    out: ['agent: The customer booked Tuesday.'],
  })
  const helped = [...booking, router(0.5, 'Book me in', 'r1', 't'), router(10, 'Thanks', 'r2', 'u'), title, summary]
  expect(linesOf(helped)).toEqual(booked)
})

test('helpers are told from the agent also where nothing around the models tells what was said', () => {
  const alone = booking
    .filter(({ kind }) => kind === 'model')
    .map(({ parent: _, ...each }, at) => ({ ...each, trace: `${at}` }))
  const router = model({
    at: 9,
    span: 'router',
    trace: 'router',
    system: 'Sort the message.',
    in: ['customer: Which of booking, other is this? Thanks'],
    out: ['agent: other'],
  })
  expect(linesOf([...alone, router])).toEqual(linesOf(alone))
})

test('what a sub-agent is asked and answers stays inside; what it did with tools counts', () => {
  const inner = [
    tool({ at: 1.2, to: 1.9, span: 'sub', parent: 'r1' }, 'ask_calendar_agent', { q: 'free?' }, 'Tuesday'),
    model({ at: 1.3, to: 1.4, span: 's1', parent: 'sub', in: ['customer: free?'], out: [asks(['slots', {}, 's'])] }),
    tool({ at: 1.4, to: 1.5, span: 's2', parent: 'sub' }, 'slots', {}, ['Tuesday'], 's'),
    model({
      at: 1.6,
      to: 1.7,
      span: 's3',
      parent: 'sub',
      in: ['customer: free?', asks(['slots', {}, 's']), answers(['Tuesday'], 's')],
      out: ['agent: Tuesday is free'],
    }),
  ]
  expect(linesOf([...booking, ...inner])).toEqual([
    '0 customer: Book me in',
    '1.2 ask_calendar_agent({"q":"free?"}) t/sub',
    '1.4 slots({}) s',
    '1.5 ok ["Tuesday"] s',
    '1.9 ok "Tuesday" t/sub',
    ...booked.slice(1),
  ])
})

test('an agent that takes over speaks to the customer too', () => {
  const over = [
    run({ at: 20, to: 23, span: 'r3', trace: 'v' }),
    model({
      at: 20,
      to: 22,
      span: 'm4',
      parent: 'r3',
      trace: 'v',
      name: 'billing',
      system: 'You do billing.',
      in: ['customer: Thanks', 'agent: You are welcome.', 'customer: And the bill?'],
      out: ['agent: Billing here, it is $40.'],
    }),
  ]
  expect(linesOf([...booking, ...over]).slice(-2)).toEqual([
    '20 customer: And the bill?',
    '22 agent: Billing here, it is $40.',
  ])
})

test('histories that are cut to a window, summarised or reworded repeat nothing and lose nothing', () => {
  const cut = [
    model({ at: 0, span: 'a', trace: '0', in: ['customer: one'], out: ['agent: first'] }),
    model({
      at: 2,
      span: 'b',
      trace: '1',
      in: ['customer: one', 'agent: first', 'customer: two'],
      out: ['agent: second'],
    }),
    model({ at: 4, span: 'c', trace: '2', in: ['agent: second', 'customer: yes'], out: ['agent: third'] }),
    model({
      at: 6,
      span: 'd',
      trace: '3',
      in: ['customer: Summary: they counted', 'agent: Third!', 'customer: yes'],
      out: ['agent: fourth'],
    }),
    model({
      at: 8,
      span: 'e',
      trace: '4',
      in: ['customer: yes', 'agent: fourth', 'customer: yes'],
      out: ['agent: fifth'],
    }),
  ]
  expect(linesOf(cut).map((line) => line.replace(/^\d+ /, ''))).toEqual([
    'customer: one',
    'agent: first',
    'customer: two',
    'agent: second',
    'customer: yes',
    'agent: third',
    'customer: yes',
    'agent: fourth',
    'customer: yes',
    'agent: fifth',
  ])
})

test('documents put around the words of a customer are not theirs', () => {
  const augmented = [
    model({
      at: 0,
      span: 'a',
      trace: '0',
      in: ['customer: Context: open 9-5.\nQuestion: When?'],
      out: ['agent: 9 to 5'],
    }),
    model({
      at: 2,
      span: 'b',
      trace: '1',
      in: ['customer: When?', 'agent: 9 to 5', 'customer: ok'],
      out: ['agent: Bye'],
    }),
  ]
  expect(linesOf(augmented)).toEqual(['0 customer: When?', '1 agent: 9 to 5', '2 customer: ok', '3 agent: Bye'])
})

test('calls that run side by side, and the same call twice, are matched with their executions one to one', () => {
  const twice = [
    model({
      at: 0,
      span: 'a',
      in: ['customer: go'],
      out: [asks(['look', { n: 1 }, 'x'], ['look', { n: 1 }, 'y'], ['look', { n: 2 }, 'z'])],
    }),
    tool({ at: 1.2, to: 3, span: 't2' }, 'look', { n: 2 }, 'two'),
    tool({ at: 1.1, to: 2, span: 't1' }, 'look', { n: 1 }, 'one'),
    tool({ at: 1.3, to: 4, span: 't3' }, 'look', { n: 1 }, 'one again'),
  ]
  expect(linesOf(twice)).toEqual([
    '0 customer: go',
    '1.1 look({"n":1}) x',
    '1.2 look({"n":2}) z',
    '1.3 look({"n":1}) y',
    '2 ok "one" x',
    '3 ok "two" z',
    '4 ok "one again" y',
  ])
})

test('a call that nobody carried out has no result, and one that failed says so', () => {
  const failing = [
    model({ at: 0, span: 'a', in: ['customer: go'], out: [asks(['look', {}, 'x'], ['book', {}, 'y'])] }),
    tool({ at: 1, to: 2, span: 't', changes: { error: { message: 'no such day' } } }, 'book', {}),
  ].map((each) => (each.kind === 'tool' ? { ...each, error: { message: 'no such day' } } : each))
  expect(linesOf(failing)).toEqual(['0 customer: go', '1 look({}) x', '1 book({}) y', '2 error "no such day" y'])
})

test('ids of calls that begin anew in every turn, or differ between model and framework, are no obstacle', () => {
  const anew = [
    model({ at: 0, span: 'a', trace: '0', in: ['customer: go'], out: [asks(['look', {}, 'call_0'])] }),
    tool({ at: 1, span: 't1', trace: '0' }, 'look', {}, 'A', 'framework-1'),
    model({
      at: 3,
      span: 'b',
      trace: '0',
      in: ['customer: go', asks(['look', {}, 'f1']), answers('A', 'f1')],
      out: ['agent: A'],
    }),
    model({
      at: 5,
      span: 'c',
      trace: '1',
      in: ['customer: go', asks(['look', {}, 'f1']), answers('A', 'f1'), 'agent: A', 'customer: again'],
      out: [asks(['look', {}, 'call_0'])],
    }),
    tool({ at: 7, span: 't2', trace: '1' }, 'look', {}, 'B', 'framework-2'),
  ]
  expect(linesOf(anew)).toEqual([
    '0 customer: go',
    '1 look({}) call_0',
    '2 ok "A" call_0',
    '4 agent: A',
    '5 customer: again',
    '7 look({}) call_0#2',
    '8 ok "B" call_0#2',
  ])
})

test('the run itself speaks where no span within it does', () => {
  const only = run({ at: 0, to: 2, span: 'r', in: ['customer: hi'], out: ['agent: Hello'] })
  expect(linesOf([only])).toEqual(['0 customer: hi', '2 agent: Hello'])
  const silent = [
    run({ at: 0, to: 5, span: 'r', in: ['customer: hi'], out: ['agent: Hello'] }),
    model({ at: 1, to: 2, span: 'm', parent: 'r', in: ['customer: hi'] }),
  ]
  expect(linesOf(silent)).toEqual(['0 customer: hi', '5 agent: Hello'])
})

test('an answer that was asked for again and one told by two instrumentations count once', () => {
  const doubled = booking.flatMap((each) =>
    each.kind === 'model' ? [each, { ...each, span: `${each.span}-b` }] : [each],
  )
  expect(linesOf(doubled)).toEqual(booked)
  const outer = booking.flatMap((each) =>
    each.kind === 'model'
      ? [each, { ...each, span: `${each.span}-in`, parent: each.span, startMs: each.startMs + 1 }]
      : [each],
  )
  expect(linesOf(outer).map((line) => line.replace(/^[\d.]+ /, ''))).toEqual(
    booked.map((line) => line.replace(/^[\d.]+ /, '')),
  )
})
