import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMail } from './mail-reading.ts'

const mine = 'ana@customers.example.com'
const bytes = (...lines: readonly string[]) => Buffer.from(lines.join('\r\n'), 'utf8')
const read = (...lines: readonly string[]) => readMail(bytes(...lines), mine)

test('a mail is its own words, and around them what the record keeps', async () => {
  expect(
    await read(
      'From: The Desk <desk@x.example>',
      'Reply-To: tickets+17@x.example',
      `To: Ana <${mine}>`,
      'Cc: boss@x.example, Team: a@x.example, b@x.example;',
      'Subject: =?utf-8?q?Re=3A_caf=C3=A9?=',
      'Message-ID: <2@x.example>',
      'In-Reply-To: <1@y.example>',
      'References: <0@y.example> <1@y.example>',
      'Date: Tue, 17 Mar 2026 09:30:00 +0100',
      '',
      'Yes, at three.',
      '',
      '-- ',
      'The Desk',
      '',
      'On Tuesday, Ana wrote:',
      '> At three?',
    ),
  ).toEqual({
    text: 'Yes, at three.',
    form: {
      subject: 'Re: café',
      messageId: '<2@x.example>',
      inReplyTo: '<1@y.example>',
      references: ['<0@y.example>', '<1@y.example>'],
      others: ['boss@x.example', 'a@x.example', 'b@x.example'],
      footer: 'The Desk',
      quoted: 'At three?',
    },
    answerTo: 'tickets+17@x.example',
    from: 'The Desk <desk@x.example>',
    date: '2026-03-17T08:30:00.000Z',
    whole: 'Yes, at three.\n\n-- \nThe Desk\n\nOn Tuesday, Ana wrote:\n> At three?',
  })
})

test('HTML alone is read as a person sees it, without what it quotes', async () => {
  const html =
    '<style>p{}</style><p>Yes &amp; gladly,<br>at&nbsp;three &#9749;</p><blockquote><p>At three?</p></blockquote>'
  expect(await read('Content-Type: text/html', '', html)).toMatchObject({
    text: 'Yes & gladly,\nat three ☕',
    form: { html: '<style>p{}</style><p>Yes &amp; gladly,<br>at&nbsp;three &#9749;</p>\n', htmlOnly: true },
  })
})

test('of text and HTML the text is heard, and the HTML kept beside it', async () => {
  const mail = await read(
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    '',
    'Yes.',
    '--b',
    'Content-Type: text/html',
    '',
    '<p><b>Yes.</b></p>',
    '--b--',
  )
  expect([mail.text, mail.form.html?.trim()]).toEqual(['Yes.', '<p><b>Yes.</b></p>'])
})

test('a mail that only quotes is shown as it is', async () => {
  expect((await read('', 'On Tuesday, Ana wrote:', '> At three?')).text).toBe('On Tuesday, Ana wrote:\n> At three?')
})

test('mails that programs send of themselves are told from others', async () => {
  const automatic = async (...lines: readonly string[]) => (await read(...lines, '', 'x')).form.automatic
  expect([
    await automatic('Auto-Submitted: auto-replied (vacation)'),
    await automatic('Auto-Submitted: no'),
    await automatic('Precedence: auto_reply'),
    await automatic('Subject: x'),
  ]).toEqual(['auto-replied', undefined, 'auto_reply', undefined])
})

test('attachments are named, a mail within the mail is one of them, and neither is part of the text', async () => {
  const mail = await read(
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'See below.',
    '--b',
    'Content-Type: application/pdf; name=prices.pdf',
    'Content-Disposition: attachment; filename=prices.pdf',
    '',
    'x',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Subject: older',
    '',
    'Old words.',
    '--b--',
  )
  expect([mail.text, mail.form.attachments]).toEqual(['See below.', ['prices.pdf', 'message/rfc822']])
})

const mess = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'Content-Type: multipart/mixed; boundary=b',
          'Content-Type: text/html; charset=utf-7',
          'Content-Type: message/rfc822',
          'Content-Transfer-Encoding: base64',
          'Content-Transfer-Encoding: quoted-printable',
          'Subject: =?utf-8?b?////?=',
          'From: <<<@@@>>>, "',
          'References: <<>><a',
          'Date: yesterday',
          '--b',
          '--b--',
          '',
          '> > >',
          '=E2=82',
        ),
        fc.string({ unit: 'binary', maxLength: 60 }),
      ),
      { maxLength: 40 },
    )
    .map((lines) => bytes(...lines)),
)

test('whatever comes is read or refused, and no more is kept than came', async () => {
  let read = 0
  await fc.assert(
    fc.asyncProperty(mess, async (raw) => {
      const mail = await readMail(raw, mine).catch((thrown: unknown) => {
        expect(thrown).toBeInstanceOf(Error)
      })
      if (mail === undefined) return
      read += 1
      // Bytes that are no letters become replacement characters of up to three bytes each.
      expect(Buffer.byteLength(mail.whole)).toBeLessThanOrEqual(3 * raw.length + 10)
      expect(JSON.stringify(mail.form).length).toBeLessThanOrEqual(30 * raw.length + 500)
    }),
    { numRuns: 500 },
  )
  expect(read).toBeGreaterThan(400)
})

test('headers without end are cut, and nesting without end is refused', async () => {
  const many = Array.from({ length: 3000 }, (_, index) => `<${index}@x.example>`).join(' ')
  const mail = await read(`References: ${many}`, `Subject: ${'x'.repeat(5000)}`, '', 'Yes.')
  expect([mail.form.references?.length, mail.form.subject?.length]).toEqual([50, 998])
  const nested = Array.from({ length: 40 }, (_, at) => [
    `Content-Type: multipart/mixed; boundary=b${at}`,
    '',
    `--b${at}`,
  ])
  await expect(read(...nested.flat(), '', 'Yes.')).rejects.toThrow(/nesting/i)
})

test('long mails of nothing but marks are read in linear time', async () => {
  const pieces = ['<style>', '<', '<div class=', '<blockquote>', '</blockquote>', ' ', '&#', '<br']
  for (const piece of pieces) {
    const long = piece.repeat(1_000_000 / piece.length)
    const mail = await read('Content-Type: text/html', '', long)
    expect(mail.text.length).toBeLessThanOrEqual(long.length + 10)
  }
  for (const piece of ['\n', ' \n', '<p>\n', '> \n']) {
    const mail = await read('Content-Type: text/html', '', piece.repeat(50_000), 'x')
    expect(mail.text.endsWith('x')).toBe(true)
  }
  await expect(read('', '\n'.repeat(200_000))).rejects.toThrow('it has more than 200000 lines')
})
