import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressRules } from './addresses.ts'
import { mailRules, telephoneRules } from './contacts.ts'
import { roleOf } from './fields.ts'
import { finder } from './finding.ts'
import { lookAt } from './look.ts'
import { numberRules } from './numbers.ts'
import { hasTellingField } from './rules.ts'
import { randomRule, secretRules } from './secrets.ts'

const rules = [...secretRules, ...mailRules, ...numberRules, ...telephoneRules, randomRule, ...addressRules]

/** Pieces of what rules look for, whole and broken off. */
const piece = fc.oneof(
  fc.constantFrom(
    ...['sk-live-', 'ghp_', 'xoxb-', 'AKIA', 'AIza', 'SG.', 'hf_', 'npm_', 'eyJ', '-----BEGIN RSA PRIVATE KEY-----'],
    ...[
      'Bearer ',
      'BASIC ',
      'password: ',
      'my pwd is ',
      'API key=',
      'client_secret ',
      'https://a:',
      '@',
      '%40',
      ' at ',
    ],
    ...[' dot com', '(dot) com', 'example.com', 'SSN ', 'social security number ', 'GB29', 'DE89 ', 'AB 12 34 56 C'],
    ...[' Baker Street', ' Harbor View DR.', ' Oak St', ' Elm Ave, Apt 4', ' stay', 'Lindenstraße ', 'HAUPTSTRASSE '],
    ...['Goetheplatz ', 'rue de la Paix', 'Via Roma ', 'Calle Mayor, ', '+351 ', '(415) ', '555-0132', 'call me: '],
  ),
  fc.stringMatching(/^\d{1,17}$/),
  fc.stringMatching(/^[A-Za-z0-9+/_-]{1,40}$/),
  fc.constantFrom(' ', '-', '.', ', ', '\n', 'é', '日本', '"', "'", '/'),
)
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

test('a rule that the first look leaves out would have found nothing', () => {
  const { find } = finder(rules)
  fc.assert(
    fc.property(text, (text) => {
      expect(find(text, lookAt(text))).toEqual(rules.flatMap((rule) => rule.find(text)))
    }),
    { numRuns: 3000 },
  )
})

test('a text of words has no sign of anything', () => {
  const text = 'The earliest free time is Tuesday at two in the afternoon; shall I book it for your dog?'
  expect(lookAt(text)).toEqual({ signs: 0, digits: 0, digitsTogether: 0, digitsDialled: 0 })
})

test('dates, times, prices and ids are no telephone numbers', () => {
  const text = '2026-03-02 at 10:30, 2026-03-02T10:30:00.123456+00:00, $1,250.00, call_48213377'
  expect(lookAt(text).digitsDialled).toBeLessThan(7)
  expect(lookAt('2026-03-02 415-555-0132').digitsDialled).toBe(10)
})

const part = fc.constantFrom(
  ...['api', 'access', 'private', 'key', 'auth', 'token', 'client', 'secret', 'pin', 'code', 'password', 'cvv2', 'pan'],
  ...['social', 'security', 'number', 'national', 'tax', 'id', 'passport', 'date', 'of', 'birth', 'dob', 'ssn', 'iban'],
  ...['card', 'account', 'cell', 'phone', 'mobile', 'whatsapp', 'e', 'mail', 'email', 'address', 'line', '1', 'home'],
  ...['billing', 'street', 'first', 'name', 'sur', 'full', 'user', 'customer', 'patient', 'on', 'cardholder', 'cookie'],
)
const titled = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1)
const fieldName = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('_', '-', ' ', '.', ''))
  .map(([parts, between]) => parts.map((word, at) => (between === '' && at > 0 ? titled(word) : word)).join(between))

test('the name of every field that says what its value is has the sign of it, however it is written in JSON', () => {
  fc.assert(
    fc.property(fieldName, (name) => {
      if (['plain', 'id'].includes(roleOf(name, 'customer'))) return
      const json = JSON.stringify({ customer: { [name]: 1 } })
      for (const text of [json, JSON.stringify({ json })]) expect(hasTellingField(lookAt(text), '')).toBe(true)
    }),
    { numRuns: 2000 },
  )
})
