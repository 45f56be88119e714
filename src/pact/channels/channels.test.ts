import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MessageForm } from '../../conversation/index.ts'
import { channelOf, channels, fitOf, type Occasion, ruleNames } from './index.ts'

/** `rule (effect): because` of each way in which a text does not fit. */
function misfits(channel: string, text: string, form?: MessageForm, occasion: Occasion = {}): readonly string[] {
  const known = channelOf(channel)
  if (!known) throw new Error(`no channel is called ${channel}`)
  const { breaches } = fitOf(known, { text, ...(form && { form }) }, occasion)
  return breaches.map(({ rule, effect, because }) => `${rule} (${effect}): ${because}`)
}

/** The rules that a text breaks on each channel, as one line per channel that it does not fit. */
function rulesBroken(text: string): string {
  const lines = channels.flatMap((channel) => {
    const rules = [...new Set(fitOf(channel, { text }).breaches.map(({ rule }) => rule))]
    return rules.length === 0 ? [] : [`${channel.name}: ${rules.join(', ')}`]
  })
  return lines.join('; ') || 'fits every channel'
}

test('an ordinary answer fits every channel', () => {
  const ordinary = [
    'Hi Maya! Your cleaning is on Tuesday, March 3 at 2:00 PM. That will be $120 (20% off). Anything else?',
    'We have 3 slots:\n1. 9:00\n2. 10:30\n- or the waiting list',
    'Call us at +1 (555) 010-2233, extension #4, or write to desk@harbor.example.',
    'Rates: 5*3 = 15, ~30 min, item_no_7, Tom & Co., a <b or c> d, "yes"...',
    'See you ~2pm * terms apply',
  ]
  expect(ordinary.map(rulesBroken)).toEqual(ordinary.map(() => 'fits every channel'))
})

test('markdown leaks where the channel does not turn it into layout, and not where it does', () => {
  const written = {
    bold: 'Your **cleaning** is booked.',
    'single bold': 'Your *cleaning* is booked.',
    italic: 'Your _cleaning_ is booked.',
    heading: '## Your booking\nTuesday',
    link: 'Book [here](https://harbor.example/book).',
    table: '| Day | Hour |\n|-----|------|\n| Tue | 9:00 |',
    struck: 'It is ~~$140~~ $120.',
    code: 'Your code is `A17`.',
    'slack link': 'Book <https://harbor.example/book|here>.',
  }
  const found = Object.entries(written).map(([what, text]) => {
    const leaking = channels.filter((channel) =>
      fitOf(channel, { text }).breaches.some(({ rule }) => rule === 'markdown'),
    )
    return `${what}: ${leaking.map(({ name }) => name).join(' ') || 'nowhere'}`
  })
  expect(found).toMatchInlineSnapshot(`
    [
      "bold: sms whatsapp instagram messenger slack email voice",
      "single bold: sms instagram voice",
      "italic: sms instagram voice",
      "heading: sms whatsapp instagram messenger slack email voice",
      "link: sms whatsapp instagram messenger slack email voice",
      "table: sms whatsapp instagram messenger slack email voice",
      "struck: sms whatsapp instagram messenger slack email voice",
      "code: sms instagram voice",
      "slack link: chat sms whatsapp instagram messenger email voice",
    ]
  `)
})

test('the window of a live chat decides what leaks in it', () => {
  const rules = (text: string, renders: 'plain' | 'markdown' | 'html') => misfits('chat', text, undefined, { renders })
  expect(rules('**Booked** <b>now</b>', 'plain')).toEqual([
    'markdown (garbled): shows the signs of bold text: "**Booked**"',
    'html (garbled): shows HTML: "<b>"',
  ])
  expect(rules('**Booked** <b>now</b>', 'markdown')).toEqual(['html (garbled): shows HTML: "<b>"'])
  expect(rules('**Booked** <b>now</b>', 'html')).toEqual([
    'markdown (garbled): shows the signs of bold text: "**Booked**"',
  ])
  expect(rules('Put `<b>` around it', 'markdown')).toEqual([])
})

test('what a browser may run is unsafe in every kind of window', () => {
  const running = [
    '<script>fetch("https://evil.example")</script>',
    'Hello <img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '<a href="javascript:alert(1)">here</a>',
    '<iframe src="https://evil.example"></iframe>',
  ]
  for (const renders of ['plain', 'markdown', 'html'] as const) {
    for (const text of running) {
      expect(misfits('chat', text, undefined, { renders }).join()).toContain(
        'script (unsafe): carries markup that a browser may run',
      )
    }
  }
  expect(misfits('chat', 'The script for your visit: arrive, sit, smile. On load day = Monday')).toEqual([])
  expect(misfits('email', 'Hello', { subject: 'Hi', html: '<p onclick="x()">Hello</p>' })).toEqual([
    'script (unsafe): carries markup that a browser may run: "<p onclick="x()""',
  ])
})

test('an SMS tells its segments, what they cost, and how the same words would cost less', () => {
  const sms = channelOf('sms')
  const text = `We’ve booked you for Tuesday at 9:00 with Dr. Okafor — see you at the Harbour Street office then.`
  expect(sms && fitOf(sms, { text }, { segments: 1, cost: { perSegment: 0.0079, atMost: 0.01 } })).toEqual({
    channel: 'sms',
    parts: [text.slice(0, 67), text.slice(67)],
    size: { unit: 'characters', used: 97, limit: 1600 },
    encoding: 'UCS-2',
    cost: 0.0158,
    breaches: [
      { rule: 'segments', effect: 'costly', because: 'takes 2 segments (UCS-2), and 1 are allowed' },
      { rule: 'cost', effect: 'costly', because: 'costs 0.0158 (2 segments), and 0.01 is allowed' },
      {
        rule: 'typography',
        effect: 'costly',
        because: 'takes 2 segments for the sake of "’—"; in plain letters it takes 1',
        at: 2,
      },
    ],
  })
  expect(misfits('sms', `${'Ваш прием записан. '.repeat(5)}`)).toEqual([])
})

test('typographic letters that Smart Encoding replaces cost nothing, the others do', () => {
  const text = (letter: string) =>
    `We${letter}ve booked you for Tuesday at 9:00 with Dr. Okafor, see you at the office then.`
  const smartly = (written: string) => misfits('sms', written, undefined, { smartEncoding: true, segments: 1 })
  expect(smartly(text('’'))).toEqual([])
  expect(smartly(text('→'))).toEqual([
    'segments (costly): takes 2 segments (UCS-2), and 1 are allowed',
    'typography (costly): takes 2 segments for the sake of "→"; in plain letters it takes 1',
  ])
})

test('an address is split where a segment ends inside it', () => {
  const split = `${'a'.repeat(140)} https://harbor.example/book/tuesday`
  expect(misfits('sms', split)).toEqual([
    'link-split (garbled): has an address that lies across parts 1 and 2: "https://harbor.example/book/tuesday"',
  ])
  expect(misfits('sms', `${'a'.repeat(152)} https://harbor.example/book/tuesday`)).toEqual([])
  expect(misfits('whatsapp', split)).toEqual([])
})

test('an address that is cut, wrapped or misspelt is no address', () => {
  const broken = [
    'https://harbor.example/bo…',
    'See https:// harbor.example',
    'http:/harbor.example',
    'https://h.example/b?day=\n3',
  ]
  expect(broken.map((text) => misfits('whatsapp', text).length)).toEqual([1, 1, 1, 1])
  expect(misfits('whatsapp', 'Book at https://harbor.example/b. Then call… us.')).toEqual([])
})

test('a link that shows one address and opens another is misleading', () => {
  expect(misfits('chat', 'Pay at [harbor.example](https://evil.example/pay)')).toEqual([
    'link-hidden (misleading): shows the address harbor.example but opens evil.example',
  ])
  expect(
    misfits('chat', 'Pay at [our page](https://pay.example) or [harbor.example](https://www.harbor.example/p)'),
  ).toEqual([])
  const html = '<a href="https://evil.example">https://harbor.example</a>'
  expect(misfits('email', 'Pay', { subject: 'Pay', html })).toEqual([
    'link-hidden (misleading): shows the address harbor.example but opens evil.example',
  ])
})

test('Instagram carries bytes, not letters, and only addresses with their scheme', () => {
  expect(misfits('instagram', 'a'.repeat(1000))).toEqual([])
  expect(misfits('instagram', 'ж'.repeat(501))).toEqual(['length (refused): has 1002 bytes, and 1000 fit'])
  expect(misfits('instagram', '😀'.repeat(251))).toEqual(['length (refused): has 1004 bytes, and 1000 fit'])
  expect(misfits('instagram', 'Book at harbor.com/book')).toEqual([
    'link-bare (garbled): has an address without https://, which cannot be tapped: "harbor.com/book"',
  ])
})

test('lengths are refused, cut or unwise, by channel', () => {
  const limits = { sms: 1600, whatsapp: 4096, messenger: 2000, slack: 40_000 }
  for (const [name, limit] of Object.entries(limits)) {
    const worst = (length: number) => misfits(name, 'a'.repeat(length)).filter((line) => !line.includes('(unwise)'))
    expect(worst(limit)).toEqual([])
    expect(worst(limit + 1)).toHaveLength(1)
  }
  expect(misfits('slack', 'a'.repeat(4001))).toEqual(['length (unwise): has 4001 characters, and 4000 are advised'])
  expect(misfits('voice', 'word '.repeat(113))).toEqual(['length (unwise): has 113 words, and 112 are advised'])
  expect(misfits('whatsapp', 'a'.repeat(1601), undefined, { characters: 1600 })).toEqual([
    'length (refused): has 1601 characters, and 1600 fit',
  ])
})

test('WhatsApp carries three buttons of 20 characters under 1024, between two lines of 60', () => {
  const button = { title: 'Tuesday at 9:00', id: 'tue-9' }
  expect(misfits('whatsapp', 'Which one?', { buttons: [button, button, button], header: 'h', footer: 'f' })).toEqual([])
  const form = {
    buttons: [button, button, button, { title: 'x'.repeat(21), id: 'y'.repeat(257) }],
    header: 'h'.repeat(61),
    footer: 'f'.repeat(61),
  }
  expect(misfits('whatsapp', 'a'.repeat(1025), form)).toMatchInlineSnapshot(`
    [
      "length (refused): has a text above what is tapped of 1025 characters, and 1024 fit",
      "length (refused): has a header of 61 characters, and 60 fit",
      "length (refused): has a footer of 61 characters, and 60 fit",
      "buttons (refused): has 4 buttons, and 3 fit",
      "buttons (refused): has a title "xxxxxxxxxxxxxxxxxxxxx" of 21 characters, and 20 fit",
      "buttons (refused): has an id of a choice of 257 characters, and 256 fit",
    ]
  `)
})

test('a list has ten rows in all, within their lengths, and names its sections where there are several', () => {
  const row = { title: 'Tuesday', description: '9:00', id: '1' }
  const ten = { button: 'Choose', sections: [{ rows: Array.from({ length: 10 }, () => row) }] }
  expect(misfits('whatsapp', 'Which one?', { list: ten })).toEqual([])
  const list = {
    button: 'b'.repeat(21),
    sections: [
      { title: 's'.repeat(25), rows: Array.from({ length: 6 }, () => row) },
      { rows: [{ title: 't'.repeat(25), description: 'd'.repeat(73), id: 'i'.repeat(201) }, row, row, row, row] },
    ],
  }
  expect(misfits('whatsapp', 'Which one?', { list })).toMatchInlineSnapshot(`
    [
      "list (refused): has 11 rows in its list, and 10 fit",
      "list (refused): has a button of a list of 21 characters, and 20 fit",
      "list (refused): has several sections in its list, and one of them has no title",
      "list (refused): has a title of a section of 25 characters, and 24 fit",
      "list (refused): has a title "ttttttttttttttttttttttttt" of 25 characters, and 24 fit",
      "list (refused): has an id of a choice of 201 characters, and 200 fit",
      "list (refused): has a description of a row of 73 characters, and 72 fit",
    ]
  `)
  expect(misfits('sms', 'Which one?', { list: ten, buttons: [row], quickReplies: [row] })).toMatchInlineSnapshot(`
    [
      "buttons (refused): has buttons, which this channel does not show",
      "buttons (refused): has quick replies, which this channel does not show",
      "list (refused): has a list, which this channel does not show",
    ]
  `)
})

test('Messenger and Instagram carry thirteen quick replies and cut long ones', () => {
  const replies = Array.from({ length: 14 }, () => ({ title: 'Yes' }))
  for (const name of ['messenger', 'instagram']) {
    expect(misfits(name, 'Shall I?', { quickReplies: replies.slice(1) })).toEqual([])
    expect(misfits(name, 'Shall I?', { quickReplies: replies })).toEqual([
      'buttons (refused): has 14 quick replies, and 13 fit',
    ])
    expect(misfits(name, 'Shall I?', { quickReplies: [{ title: 'x'.repeat(21) }] })).toEqual([
      'buttons (cut): has a title "xxxxxxxxxxxxxxxxxxxxx" of 21 characters, and 20 fit',
    ])
  }
})

test('a day after the customer wrote, only a template or a tag gets through', () => {
  const hourMs = 3_600_000
  const late = { sinceCustomerMs: 25 * hourMs }
  expect(misfits('whatsapp', 'Still there?', undefined, { sinceCustomerMs: 24 * hourMs })).toEqual([])
  expect(misfits('whatsapp', 'Still there?', undefined, late)).toEqual([
    "window (refused): comes 25 hours after the customer's last message; after 24, only a template is delivered then",
  ])
  expect(misfits('whatsapp', 'Still there?', { template: 'reminder' }, late)).toEqual([])
  expect(misfits('instagram', 'Still there?', undefined, late)).toEqual([
    "window (refused): comes 25 hours after the customer's last message; after 24, nothing is delivered then",
  ])
  expect(misfits('instagram', 'Still there?', { tag: 'HUMAN_AGENT' }, late)).toEqual([])
  expect(misfits('messenger', 'Still there?', { tag: 'HUMAN_AGENT' }, { sinceCustomerMs: 169 * hourMs })).toHaveLength(
    1,
  )
  expect(misfits('sms', 'Still there?', undefined, late)).toEqual([])
})

test('an email has a subject of one line, keeps its thread, and says something of its own', () => {
  const asked: Occasion = { answers: { text: 'When?', form: { subject: 'My visit', messageId: '<1@mail.example>' } } }
  expect(misfits('email', 'On Tuesday.', { subject: 'Re: My visit', inReplyTo: '<1@mail.example>' }, asked)).toEqual([])
  expect(misfits('email', 'On Tuesday.', { subject: 'Your request' }, asked)).toEqual([
    'thread (garbled): does not say which message it answers, so it starts a new thread',
    'thread (garbled): answers "My visit" under another subject: "Your request"',
  ])
  expect(misfits('email', 'On Tuesday.', {})).toEqual(['subject (garbled): has no subject'])
  expect(misfits('email', 'On Tuesday.', { subject: 'a\r\nBcc: x@evil.example' })).toEqual([
    'subject (refused): has a line break in its subject',
  ])
  expect(misfits('email', 'Subject: Your visit\n\nOn Tuesday.')).toEqual([
    'subject (garbled): has its subject in the text: "Subject: Your visit"',
  ])
  expect(misfits('email', '> When can I come?\n> Maya')).toEqual([
    'quoting (garbled): quotes what was written before and says nothing itself',
  ])
  expect(misfits('email', 'On Tuesday.\n\n> When can I come?')).toEqual([])
  expect(misfits('email', '', { subject: 'Hi', html: '<p>On Tuesday.</p>' })).toEqual([
    'html (garbled): has no text beside its HTML, which some readers cannot show',
  ])
  expect(misfits('email', 'On Tuesday.', { subject: 'Hi', html: '<p>On Tuesday.</p>', htmlOnly: true })).toHaveLength(1)
})

test('an email is signed once, and by somebody', () => {
  expect(misfits('email', 'On Tuesday.\n\nBest regards,\nThe desk\n\n> Thanks\n> Best regards,\n> Maya')).toEqual([])
  expect(misfits('email', 'On Tuesday.\n\nBest regards,\n[Your Name]')).toEqual([
    'signature (garbled): has a blank that somebody was to fill in: "[Your Name]"',
  ])
  expect(misfits('email', 'On Tuesday.', { subject: 'Re: Visit', footer: '[Your Name]\nHarbor Dental' })).toHaveLength(
    1,
  )
  expect(misfits('email', 'On Tuesday.\n\nBest regards,\nThe desk\n\nKind regards,\nHarbor Dental')).toEqual([
    'signature (garbled): is signed 2 times',
  ])
})

test('what is read aloud has no markup, page address or emoji; how to speak it is no markup', () => {
  expect(misfits('voice', 'See “https://harbor.example/a”.')).toEqual([
    'link-bare (garbled): reads an address aloud: "https://harbor.example/a"',
  ])
  expect(misfits('voice', 'You are **booked** 😀 at https://harbor.example')).toEqual([
    'markdown (garbled): shows the signs of bold text: "**booked**"',
    'link-bare (garbled): reads an address aloud: "https://harbor.example"',
    'emoji (garbled): reads an emoji aloud: "😀"',
  ])
  expect(
    misfits(
      'voice',
      '<speak>At <say-as interpret-as="time">2pm</say-as><break time="300ms"/>on <emphasis>Tuesday</emphasis>.</speak>',
    ),
  ).toEqual([])
})

test('a channel is known by its own name and by those of other systems', () => {
  const names = [
    'SMS',
    'TYPE_SMS',
    'Live_Chat',
    'IG',
    'FB',
    'WhatsApp',
    'highlevel-email',
    'ghl_ig',
    'web chat',
    'Phone',
  ]
  expect(names.map((name) => channelOf(name)?.name).join(' ')).toBe(
    'sms sms chat instagram messenger whatsapp email instagram chat voice',
  )
  expect(['Custom', 'kiosk', '', 'constructor'].map(channelOf)).toEqual([undefined, undefined, undefined, undefined])
})

const choice = fc.record({ title: fc.string({ maxLength: 40 }) })
const form: fc.Arbitrary<MessageForm> = fc.record(
  {
    subject: fc.string({ maxLength: 100 }),
    html: fc.string({ maxLength: 60 }),
    buttons: fc.array(choice, { maxLength: 30 }),
    quickReplies: fc.array(choice, { maxLength: 20 }),
    list: fc.record({
      button: fc.string(),
      sections: fc.array(fc.record({ rows: fc.array(choice) }), { maxLength: 4 }),
    }),
    template: fc.string(),
  },
  { requiredKeys: [] },
)
const pieces = fc.constantFrom(
  '**a**',
  '_b_',
  '<b>',
  '&amp;',
  'https://a.example/b',
  '’',
  '😀',
  '\n',
  '> ',
  'words ',
  '[a](b.c)',
)
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.array(pieces, { maxLength: 60 }).map((each) => each.join('')),
)

test('any message on any channel travels whole, and what does not fit is named and lies in the text', () => {
  fc.assert(
    fc.property(fc.constantFrom(...channels), text, form, fc.nat(1e9), (channel, written, carried, sinceCustomerMs) => {
      const { parts, breaches } = fitOf(channel, { text: written, form: carried }, { sinceCustomerMs })
      expect(parts.join('')).toBe(written)
      for (const { rule, because, at = 0 } of breaches) {
        expect(ruleNames).toContain(rule)
        expect(because).toMatch(/\S/)
        expect(at).toBeGreaterThanOrEqual(0)
        expect(at).toBeLessThanOrEqual(written.length)
      }
    }),
  )
})

test('a text of 200,000 characters is judged on every channel, even one made to be slow', () => {
  const hostile = ['**', '[a](http://', '<a onx', '|-', '’', '가', 'e\u0301', 'https://a?\n', '<http://a|', '[your ']
  for (const channel of channels) {
    for (const piece of hostile) {
      const long = piece.repeat(Math.ceil(200_000 / piece.length))
      expect(fitOf(channel, { text: long, form: { subject: long, html: long } }).parts.join('')).toBe(long)
    }
  }
})

test('what fits a channel still fits without its buttons', () => {
  fc.assert(
    fc.property(fc.constantFrom(...channels), text, form, (channel, written, carried) => {
      const { buttons, quickReplies, list, ...rest } = carried
      const without = fitOf(channel, { text: written, form: rest }).breaches
      const withThem = fitOf(channel, { text: written, form: carried }).breaches
      for (const breach of without) expect(withThem).toContainEqual(breach)
    }),
  )
})
