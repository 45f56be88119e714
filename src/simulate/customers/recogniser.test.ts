import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Act, Setting } from './act.ts'
import { ontologyOf, type Slot, slotsOfSchema } from './ontology.ts'
import { hear } from './recogniser.ts'

const slots: readonly Slot[] = [
  { key: 'name', type: 'name' },
  { key: 'phone', type: 'phone' },
  { key: 'service', type: 'choice', options: ['cleaning', 'check-up', 'whitening'] },
  { key: 'date', type: 'date' },
  { key: 'time', type: 'time' },
  { key: 'date_of_birth', type: 'date' },
  { key: 'order_id', type: 'id' },
  { key: 'insurance', type: 'yes-no' },
  { key: 'origin_city', type: 'place' },
  { key: 'destination_city', type: 'place' },
]
const ontology = ontologyOf(slots)
const nothing: Setting = { asked: false, agreed: false, told: new Set(), needs: new Set(), known: [] }

/** `request(name phone), propose` */
function heard(text: string, setting: Partial<Setting> = {}): string {
  return hear(text, ontology, { ...nothing, ...setting })
    .acts.map(shown)
    .join(', ')
}

function shown(act: Act): string {
  if (act.type === 'request') return `request(${[...act.slots].sort().join(' ')})`
  return act.type === 'choices' ? `choices(${act.options.join(' | ')})` : act.type
}

test('knows which facts a question is for', () => {
  expect(
    [
      'Could you please provide your full name and phone number?',
      "What's the best number to reach you at?",
      'What day and time would work for you?',
      'And your date of birth?',
      'Could you tell me your order number so I can look into this?',
      'Do you have dental insurance?',
      'Where are you leaving from?',
      'Where would you like to go?',
      'Sure! I just need a few details:\n- **Full name**\n- Phone number\n- Preferred date and time',
    ].map((text) => heard(text)),
  ).toEqual([
    'request(name phone)',
    'request(phone)',
    'request(date time)',
    'request(date_of_birth)',
    'request(order_id)',
    'request(insurance)',
    'request(origin_city)',
    'request(destination_city)',
    'request(date name phone time)',
  ])
})

test('tells a claim from a plan, a condition, a denial and a question', () => {
  expect(
    [
      "You're all set! Your cleaning is booked for Tuesday at 2:00 PM.",
      'I have cancelled your appointment.',
      'I can book that for you.',
      "Once I've booked it, you will get an email.",
      'It has not been booked yet.',
      'Shall I book it?',
      "I wasn't able to book it.",
    ].map((text) => heard(text)),
  ).toEqual(['claim', 'claim', 'unknown', 'unknown', 'fail', 'propose', 'fail'])
})

test('tells reading back from offering by what the customer has said', () => {
  const text = 'So you would like a cleaning on March 5th at 2pm.'

  expect(heard(text, { known: ['march 5th', '2pm'] })).toBe('confirm')
  expect(heard('I have an opening on March 6th at 3pm.', { known: ['march 5th', '2pm'] })).toBe('offer')
  expect(heard('We are open from 9am to 5pm.', { asked: true })).toBe('inform')
})

test('reads lists as options, as wanted details or as a summary', () => {
  expect(
    [
      'I have these times:\n1. 9:00 am\n2. 2:00 pm\nWhich one works best for you?',
      "Great! Here's what I have:\n- Service: Cleaning\n- Date: March 3\nShall I go ahead and book it?",
      'Choose one: [Cleaning] [Check-up]',
    ].map((text) => heard(text)),
  ).toEqual(['choices(9:00 am | 2:00 pm)', 'confirm, propose', 'choices(Cleaning | Check-up)'])
})

test('notices handing over, refusing, waiting, not understanding, greeting and parting', () => {
  expect(
    [
      'Let me connect you with a member of our team.',
      "I'm sorry, I can't help with that.",
      'Let me check that for you. One moment please.',
      "I'm sorry, I didn't quite catch that. Could you rephrase?",
      'Hello! Welcome to Harbor Dental. How can I help you today?',
      'Is there anything else I can help you with?',
      'Thank you for contacting Harbor Dental. Have a great day!',
      '  ',
    ].map((text) => heard(text)),
  ).toEqual(['handoff', 'refuse, fail', 'promise', 'lost', 'greet', 'req-more', 'goodbye', 'empty'])
})

test('an answer that fits nothing is unknown, with little confidence', () => {
  expect(hear('Blub blub.', ontology, nothing)).toEqual({
    acts: [{ type: 'unknown', confidence: 0.2 }],
    confidence: 0.2,
  })
})

test('what a tool takes can be asked for without anybody describing it', () => {
  const schema = {
    type: 'object',
    properties: {
      party_size: { type: 'integer', description: 'How many people will eat' },
      outdoor: { type: 'boolean', description: 'Whether to sit outside on the terrace' },
    },
  }
  const own = ontologyOf(slotsOfSchema(schema))
  const asked = (text: string) => hear(text, own, nothing).acts.map(shown)

  expect([asked('How many guests will there be?'), asked('Would you like to sit outside?')]).toEqual([
    ['request(party_size)'],
    ['request(outdoor)'],
  ])
})

test('any text at all is understood as something, in finite time and with a confidence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const { acts, confidence } = hear(text, ontology, nothing)

      expect(acts.length).toBeGreaterThan(0)
      expect(confidence).toBeGreaterThan(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }),
  )
})
