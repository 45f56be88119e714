import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMail } from './mail-reading.ts'
import { bytesOf, habitsOf, letter, outOfOffice, subjectOf } from './mail-writing.ts'

const ana = { name: 'Ana Reis', address: 'ana@customers.example.com' }
const plain = { quotes: true, html: false, autoReplies: 0 }
const read = async (raw: Uint8Array) => readMail(raw, 'desk@agent.example.com')

test('what a customer writes arrives as it was written, in any script, with lines of any length', async () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 400 })
  const text = fc.oneof(
    words,
    fc.lorem({ maxCount: 60 }),
    fc.array(words).map((lines) => lines.join('\n')),
  )
  await fc.assert(
    fc.asyncProperty(text, async (said) => {
      const { whole } = await read(
        await bytesOf(letter(said, '<1@x.example>', 'Hi', plain), ana, 'desk@agent.example.com'),
      )
      expect(whole).toBe(said.replace(/\r\n?/g, '\n').replaceAll('\0', '').replace(/\n+$/, ''))
    }),
  )
})

test('subjects and names in any script arrive, and none of them adds a header', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), async (said) => {
      const raw = await bytesOf(
        letter('Hello.', '<1@x.example>', said, plain),
        { ...ana, name: said },
        'desk@agent.example.com',
      )
      const [head = ''] = Buffer.from(raw).toString('utf8').split('\r\n\r\n')
      const names = [...head.matchAll(/^([^\s:]+):/gm)].map(([, name]) => name).filter((name) => name !== 'Subject')
      expect(names).toEqual([
        'From',
        'To',
        'Message-ID',
        'Content-Transfer-Encoding',
        'Date',
        'MIME-Version',
        'Content-Type',
      ])
    }),
  )
})

test('an answer to an answer quotes both, one mark deeper', () => {
  const before = {
    form: { subject: 'Re: Hi', messageId: '<2@x.example>', references: ['<1@x.example>'] },
    from: 'Desk <desk@x.example>',
    date: '2026-03-17T08:05:00.000Z',
    whole: 'At three?\n\nOn Monday, Ana wrote:\n> Hello.',
  }
  expect(letter('Yes.', '<3@x.example>', 'Hi', { ...plain, signature: '-- \nAna' }, before)).toEqual({
    text: 'Yes.\n\n-- \nAna\n\nOn Tue, 17 Mar 2026 at 08:05, Desk <desk@x.example> wrote:\n> At three?\n>\n> On Monday, Ana wrote:\n>> Hello.',
    form: {
      messageId: '<3@x.example>',
      subject: 'Re: Hi',
      inReplyTo: '<2@x.example>',
      references: ['<1@x.example>', '<2@x.example>'],
    },
    headers: {},
  })
})

test('a long thread keeps its first mail and the latest', () => {
  const ids = Array.from({ length: 40 }, (_, at) => `<${at}@x.example>`)
  const { form } = letter('Yes.', '<x>', 'Hi', plain, { form: { messageId: '<40@x.example>', references: ids } })
  expect([form.references?.length, form.references?.[0], form.references?.at(-1)]).toEqual([
    20,
    ids[0],
    '<40@x.example>',
  ])
})

test('the same seed gives the same habits, and shares are kept', () => {
  const given = { quotes: true, html: 0.25, signature: 0.5, autoReply: 0.1, autoReplies: 2 }
  const all = Array.from({ length: 2000 }, (_, seed) => habitsOf(given, seed, 'Ana Reis'))
  expect(all).toEqual(Array.from({ length: 2000 }, (_, seed) => habitsOf(given, seed, 'Ana Reis')))
  const share = (is: (each: (typeof all)[number]) => boolean) => all.filter(is).length / all.length
  expect(share(({ html }) => html)).toBeCloseTo(0.25, 1)
  expect(share(({ signature }) => signature !== undefined)).toBeCloseTo(0.5, 1)
  expect(share(({ autoReplies }) => autoReplies === 2)).toBeCloseTo(0.1, 1)
})

test('subjects are made of how a message begins', () => {
  expect(
    ['Hi! Can you help?', '  I would like to book a cleaning for my two daughters', '???', ''].map(subjectOf),
  ).toEqual(['Hi', 'I would like to book a cleaning for', 'Question', 'Question'])
})

test('an out-of-office reply answers the mail and says what it is', () => {
  expect(outOfOffice('<o@x.example>', { form: { subject: 'Re: Hi', messageId: '<2@x.example>' } })).toMatchObject({
    form: { subject: 'Automatic reply: Hi', inReplyTo: '<2@x.example>', automatic: 'auto-replied' },
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
})
