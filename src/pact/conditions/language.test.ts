import { beforeAll, expect, test } from 'vitest'
import { checkOf } from './kind.sample.ts'
import { language } from './language.ts'
import { said } from './said.sample.ts'

beforeAll(async () => {
  await language.prepare?.()
})

test('an answer in another language than the customer writes is a violation', () => {
  const check = checkOf(language, {})
  expect(
    check.check(
      said(
        'customer: Queria marcar uma consulta para amanhã à tarde, pode ser?',
        'agent: Sure, we have a free slot tomorrow afternoon.',
      ),
    ),
  ).toEqual({
    outcome: 'violated',
    because: 'answered in English instead of Portuguese: "Sure, we have a free slot tomorrow afternoon."',
    at: [1],
  })
})

test('a customer who changes language is followed', () => {
  const check = checkOf(language, {})
  const lines = [
    'customer: Can I book a cleaning for tomorrow?',
    'agent: Of course, would two in the afternoon suit you?',
    'customer: Lo siento, prefiero hablar en español si es posible.',
    'agent: Claro que sí, ¿le viene bien mañana a las dos?',
  ]
  expect(check.check(said(...lines))).toEqual({ outcome: 'held' })
})

test('texts too short to tell are not held against anybody', () => {
  const check = checkOf(language, {})
  expect(check.check(said('customer: ok', 'agent: Gracias, hasta luego, que tenga un buen día.'))).toEqual({
    outcome: 'not-applicable',
  })
  expect(
    check.check(said('customer: Can I come in tomorrow morning please?', 'agent: Dr. Okafor, 14:00, $120.')),
  ).toEqual({
    outcome: 'not-applicable',
  })
})

test('names and quotes in another language do not change the language of an answer', () => {
  const check = checkOf(language, {})
  const lines = [
    'customer: What should I order for dinner tonight?',
    'agent: Our guests love the "Crème brûlée à la vanille de Madagascar" and the wine at www.chez-nous.example.',
  ]
  expect(check.check(said(...lines))).toEqual({ outcome: 'held' })
  const named = [
    'customer: Is there anywhere nice to eat around here tonight?',
    'agent: El Tesoro Taqueria & Grill in San Francisco.',
  ]
  expect(check.check(said(...named))).toEqual({ outcome: 'not-applicable' })
})

test('a promised language is wanted whatever the customer writes', () => {
  const check = checkOf(language, { is: ['fr', 'en'] })
  const answer = 'agent: Ihr Termin ist am Dienstag um vierzehn Uhr, bitte kommen Sie pünktlich.'
  expect(check.check(said('customer: hallo', answer))).toEqual({
    outcome: 'violated',
    because:
      'answered in German instead of French or English: "Ihr Termin ist am Dienstag um vierzehn Uhr, bitte kommen Sie pünktlich."',
    at: [1],
  })
})
