import { expect, test } from 'vitest'
import { openApiOf } from './openapi.ts'

const visit = {
  type: 'object',
  required: ['patientId', 'start'],
  properties: {
    patientId: { type: 'string' },
    start: { type: 'string' },
    status: { type: 'string', default: 'booked' },
    note: { type: 'string', nullable: true },
  },
}
const body = { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Visit' } } } } }
const document = {
  openapi: '3.0.3',
  paths: {
    '/offices/{office}/visits': { get: {}, post: body },
    '/offices/{office}/visits/{visitId}': { get: {}, patch: {}, delete: {} },
    '/offices/{office}': { get: {} },
    '/reports/{day}': { get: {} },
  },
  components: { schemas: { Visit: visit } },
}

test('resources are known from a path that ends in a variable and can be written to', () => {
  expect(openApiOf(document).resources).toEqual({
    visits: { collection: '/offices/{office}/visits', item: '/offices/{office}/visits/{id}' },
  })
})

test('a body is held against its schema, and gets the defaults that stand there', () => {
  const { hold } = openApiOf(document)
  const good = { patientId: '1', start: '2026-03-02T09:00', note: null }
  expect(hold('POST', '/offices/o1/visits', good)).toEqual({ body: { ...good, status: 'booked' }, problems: [] })
  expect(hold('POST', '/offices/o1/visits', { patientId: 7 }).problems).toEqual([
    "the body must have required property 'start'",
    'patientId must be string',
  ])
  expect(hold('PATCH', '/offices/o1/visits/3', { patientId: 7 }).problems).toEqual([])
})

test('a document without paths is told as a problem', () => {
  expect(() => openApiOf({ openapi: '3.0.3' })).toThrow(
    'The OpenAPI document of a shadow cannot be used: it has no "paths"',
  )
})
