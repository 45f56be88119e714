import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { marksOf, type RedactionMode } from './marks.ts'
import { redacted } from './redact.ts'
import { type RemovedKind, removedKinds } from './removed.ts'
import type { RedactionTerms } from './walk.ts'

const key = Buffer.alloc(32, 7)
const terms = (mode: RedactionMode = 'remove', more: Partial<RedactionTerms> = {}): RedactionTerms => ({
  marks: marksOf(key, 'shop', mode),
  ...more,
})
const clean = (values: Json, more: Partial<RedactionTerms> = {}) => redacted(values, terms('remove', more)).values
/** Marks without their hashes. */
const short = (values: Json) => JSON.stringify(values).replace(/\[([a-z]+):[a-p]{16}(?::[a-p]+)?\]/g, '<$1>')
const said = (text: string) => JSON.parse(short(clean(text)))

const planted: readonly (readonly [RemovedKind, string])[] = [
  ['secret', 'sk-live-4f8a9b2c7d6e1f0a3b5c8d9e'],
  ['secret', 'sk-proj-Ab3dEf6hIj9lMn2pQr5tUv8x'],
  ['secret', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
  ['secret', 'AKIAIOSFODNN7EXAMPLE'],
  ['secret', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'],
  ['secret', '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----'],
  ['secret', 'q7Zk2mXv9Lr4Tn8Wp3Hs6Yd1Bc5Gf0Ja'],
  ['card', '4111 1111 1111 1111'],
  ['card', '5500-0055-5555-5559'],
  ['card', '378282246310005'],
  ['iban', 'DE89 3704 0044 0532 0130 00'],
  ['iban', 'GB29NWBK60161331926819'],
  ['ssn', '536-22-8145'],
  ['ssn', 'QQ 12 34 56 C'.replace('QQ', 'AB')],
  ['email', 'ines.moreau+shop@mail.example.com'],
  ['email', 'ines dot moreau at gmail dot com'],
  ['phone', '+351 912 345 678'],
  ['phone', '(415) 555-0132'],
  ['phone', '415-555-0132'],
  ['phone', '07700 900123'],
  ['phone', '06 12 34 56 78'],
  ['address', '221 Baker Street'],
  ['address', '221B Baker Street'],
  ['address', '3 place de la Comédie'],
  ['address', '1600 Harbor View Drive, Apt 4, Springfield, IL 62704'],
  ['address', 'Lindenstraße 14'],
  ['address', '12 rue de la Paix'],
]

test.each(planted)('%s %s is removed from what a customer writes', (kind, value) => {
  expect(said(`Hello, here it is: ${value} - thanks!`)).toBe(`Hello, here it is: <${kind}> - thanks!`)
})

test.each([
  'Your appointment is on 2026-03-02 at 10:00, order 48213377, for $1,250.00.',
  'Between 10:30 and 11:45 on 03/04/2026 we have 3 tables for 12 people.',
  'Flight HAT136 leaves on May 16 at 08:00:00, reservation 4WQ150.',
  'It weighs 12.5 kg and costs 1.299,00 EUR (19% VAT).',
  'Confirmation number 20260302-17. Version 10.4.2-beta.1, 1767261600000 ms.',
  'Read https://example.com/help/articles/5b3c4f0e-8a59-4c41-9d17-31a57bff1f2a?page=2',
  'I will drive 20 miles to your place on the way to Court 5.',
  'You may call us any time; my name is on the list.',
])('nothing is removed from "%s"', (text) => {
  expect(clean(text)).toBe(text)
})

test('a number is a card or an account only when its check digits are right', () => {
  expect(said('4111 1111 1111 1112')).toBe('4111 1111 1111 1112')
  expect(said('GB29NWBK60161331926818')).toBe('GB29NWBK60161331926818')
})

test('the mark of a telephone number makes no telephone number of what follows', () => {
  const once = clean('Reach me: +351 912 345 678, 912 345 678')
  expect(clean(once)).toBe(once)
})

test('fields that say what they hold are removed whole, and names in them wherever they stand', () => {
  const values = {
    customer: { name: 'Inês Moreau', phone: 912345678, email: 'none' },
    login: { user_name: 'Tomas Berg', password: 'hunter2' },
    'server.address': 'api.example.com',
    usage: { total_tokens: 812, output_tokens: 40 },
    text: 'Booked for inês moreau. See you, Inês! Mark it.',
  }
  expect(JSON.parse(short(clean(values)))).toEqual({
    customer: { name: '<name>', phone: '<phone>', email: 'none' },
    login: { user_name: '<name>', password: '<secret>' },
    'server.address': 'api.example.com',
    usage: { total_tokens: 812, output_tokens: 40 },
    text: 'Booked for <name>. See you, <name>! Mark it.',
  })
})

test('who says "my name is" is known from then on', () => {
  expect(said('My name is Tomas Berg and Berg is how I am listed')).toBe(
    'My name is <name> and <name> is how I am listed',
  )
})

test('names with a hyphen, an apostrophe or accents are found again', () => {
  const text = "My name is Anna-Lena O'Brien. Yes, anna-lena o'brien, Anna-Lena; my name is Zoë. ZOË!"
  expect(said(text)).toBe('My name is <name>. Yes, <name>, <name>; my name is <name>. <name>!')
})

test('JSON within texts is read, however often it was written as a text, and stays JSON', () => {
  const inner = JSON.stringify({
    content: 'Line one\n4155550132 is no number, but call\n415-555-0132',
    n: 4111111111111111,
  })
  const values = { messages: JSON.stringify([{ role: 'user', parts: inner }]) }
  const out = clean(values) as { messages: string }
  const parts = JSON.parse(JSON.parse(out.messages)[0].parts)
  expect(JSON.parse(short(parts))).toEqual({
    content: 'Line one\n4155550132 is no number, but call\n<phone>',
    n: '<card>',
  })
})

test('JSON that was cut off is searched as it stands', () => {
  expect(said('{"content":"mail me\\nines@example.com and\\n+351912345678", "x')).toBe(
    '{"content":"mail me\\n<email> and\\n<phone>", "x',
  )
})

test('ids stay, unless they are themselves a number of a person: then equal ones stay equal', () => {
  const values = {
    trace: '41111111111111114111111111111111',
    id: 'q7Zk2mXv9Lr4Tn8Wp3Hs6Yd1Bc5Gf0Ja',
    customerId: 'ines@example.com',
    session: { id: '+351912345678' },
    other: { id: '+351 912 345 678' },
  }
  const out = clean(values) as typeof values
  expect([out.trace, out.id]).toEqual([values.trace, values.id])
  expect(out.customerId).toMatch(/^\[email:[a-p]{16}\]$/)
  expect(out.session.id).toMatch(/^\[phone:[a-p]{16}\]$/)
  expect(out.other.id).toBe(out.session.id)
})

test('the business itself is no secret: what is to be kept is kept, however it is written', () => {
  const keep = ['+1 (415) 555-0132', 'hello@salon.example']
  const text = 'Call us at +1 415 555 0132 or write to Hello@Salon.example; you are 415-555-0199.'
  expect(JSON.parse(short(clean(text, { keep })))).toBe(
    'Call us at +1 415 555 0132 or write to Hello@Salon.example; you are <phone>.',
  )
})

test('what was sealed comes back with the key of its project, and with no other', () => {
  const values = { text: 'Write to ines@example.com, card 4111 1111 1111 1111' }
  const sealed = redacted(values, terms('tokens')).values as typeof values
  expect(short(sealed)).toBe('{"text":"Write to <email>, card <card>"}')
  expect(marksOf(key, 'shop', 'tokens').restored(sealed.text)).toBe(values.text)
  expect(marksOf(key, 'other', 'tokens').restored(sealed.text)).toBe(sealed.text)
  expect(marksOf(Buffer.alloc(32, 8), 'shop', 'tokens').restored(sealed.text)).toBe(sealed.text)
})

test('projects do not share marks, so nobody can look one up in another', () => {
  const mark = (project: string) => marksOf(key, project, 'remove').mark('email', 'ines@example.com')
  expect(mark('shop')).not.toBe(mark('salon'))
  expect(mark('shop')).toBe(mark('shop'))
})

test('how much was removed is counted by kind', () => {
  expect(redacted('a@example.com b@example.com 536-22-8145', terms()).removed).toEqual({ email: 2, ssn: 1 })
})

const value = fc.constantFrom(...planted.map(([, text]) => text))
const words = fc.constantFrom('hello', 'please send it to', 'thanks,', '2026-03-02', '42', '\n', '"')
const text = fc.array(fc.oneof(words, value), { maxLength: 6 }).map((list) => list.join(' '))
const json = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('content', 'role', 'seat', 'args'), tie('any'), { maxKeys: 3 }),
    tie('any').map((inner) => JSON.stringify({ inner })),
  ),
})).any

test('wherever it is planted nothing of it is left, and looking again changes nothing more', () => {
  fc.assert(
    fc.property(json, fc.constantFrom<RedactionMode>('remove', 'tokens'), (values, mode) => {
      const once = redacted(values, terms(mode)).values
      const plain = unescapedOf(JSON.stringify(once))
      for (const [, each] of planted) expect(plain).not.toContain(each)
      expect(JSON.stringify(redacted(once, terms(mode)).values)).toBe(JSON.stringify(once))
    }),
  )
})

test('what holds nothing comes back as the same object', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: true } as never), (values) => {
      const { removed, values: out } = redacted(values as Json, terms())
      if (Object.keys(removed).length === 0) expect(out).toBe(values)
    }),
  )
})

test('every kind that a mark can name has something planted or a field of its own', () => {
  expect(new Set([...planted.map(([kind]) => kind), 'name', 'field'])).toEqual(new Set(removedKinds))
})

/** Without the backslashes that texts within texts have. */
const unescapedOf = (written: string) => written.replace(/\\+n/g, '\n').replace(/\\+/g, '')
