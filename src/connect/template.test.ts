import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fill, fillAddress, fillText, placeholdersOf } from './template.ts'

const values = { message: 'Hi "there"\n', customer: { phone: '+351', age: 7, tags: ['a'] }, session: undefined }

test('placeholders are filled anywhere inside a value, and one alone keeps its type', () => {
  const template = {
    text: '{{message}}',
    list: ['{{ customer.age }}', 'age {{customer.age}}, tags {{customer.tags}}'],
    whole: '{{customer}}',
    plain: [null, true, 3],
  }
  expect(fill(template, values)).toEqual({
    text: 'Hi "there"\n',
    list: [7, 'age 7, tags ["a"]'],
    whole: { phone: '+351', age: 7, tags: ['a'] },
    plain: [null, true, 3],
  })
})

test('a value that is known but not there yet is left out; within a text it is empty', () => {
  expect(fill({ session: '{{session}}', list: ['{{session}}', 1], text: 's={{session}}' }, values)).toEqual({
    list: [1],
    text: 's=',
  })
})

test('a placeholder that names nothing is a problem that names the ones there are', () => {
  expect(() => fill(['{{customer.fone}}'], values)).toThrow(
    expect.objectContaining({
      code: 'connect/unknown-placeholder',
      message: 'The placeholder {{customer.fone}} names no value.',
      hint: 'Known here: message, customer.phone, customer.age, customer.tags, session.',
    }),
  )
  expect(() => fill('{{constructor.name}}', {})).toThrow('The placeholder {{constructor.name}} names no value.')
})

test('whatever a customer writes, the JSON around it stays as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (message) => {
      const filled = JSON.parse(JSON.stringify(fill({ a: '{{message}}', b: 'x{{message}}y' }, { message })))
      expect(filled).toEqual(JSON.parse(JSON.stringify({ a: message, b: `x${message}y` })))
    }),
  )
})

test('what a customer writes is never read as a template', () => {
  expect(fill('{{message}} {{message}}', { message: '{{customer.phone}} $& $1' })).toBe(
    '{{customer.phone}} $& $1 {{customer.phone}} $& $1',
  )
})

test('in an address values are encoded, except the server it begins with', () => {
  const known = { start: { agent: 'http://127.0.0.1:8080' }, phone: '+351 9/1' }
  expect(fillAddress('{{start.agent}}/chat/{{phone}}?u={{phone}}', known)).toBe(
    'http://127.0.0.1:8080/chat/%2B351%209%2F1?u=%2B351%209%2F1',
  )
})

test('a text is filled as a text, and the placeholders of a value can be listed', () => {
  expect(fillText('{{customer.age}}', values)).toBe('7')
  expect(placeholdersOf({ a: '{{x.y}} {{ z }}', b: ['{{x.y}}', 1, null] })).toEqual(['x.y', 'z'])
})
