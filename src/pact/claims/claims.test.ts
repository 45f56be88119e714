import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimsIn } from './index.ts'

/** Claims as `kind modality form action`, in one line. */
function claimed(text: string, before?: string): string {
  return claimsIn(text, before === undefined ? {} : { before })
    .map(({ kind, modality, form, action }) => `${kind} ${modality} ${form} ${action}`)
    .join('; ')
}

test.each([
  ["I've booked your table for Friday at 7.", 'success asserted agent book'],
  ['I have successfully rescheduled your cleaning to March 5.', 'success asserted agent reschedule'],
  ['We just sent you the receipt.', 'success asserted agent send'],
  ['I went ahead and cancelled the order.', 'success asserted bare cancel'],
  ['I was able to change your flight.', 'success asserted agent change'],
  ['I managed to move your appointment.', 'success asserted agent move'],
  ["I've made the reservation.", 'success asserted agent reserve'],
  ['I’ve taken care of it.', 'success asserted agent finish'],
  ['Your appointment has been moved to Thursday.', 'success asserted passive move'],
  ['Your refund has been processed.', 'success asserted passive refund'],
  ['The payment went through.', 'success asserted passive pay'],
  ['Your booking is complete.', 'success asserted passive book'],
  ['Booked!', 'success asserted bare book'],
  ['Successfully reserved.', 'success asserted bare reserve'],
  ['Reservation confirmed for two.', 'success asserted bare confirm'],
  ["You're all set for Tuesday at 2.", 'success asserted passive finish'],
  ['Done, see you Tuesday.', 'success asserted bare finish; success asserted implied book'],
  ["You'll receive a confirmation email shortly.", 'success asserted implied finish'],
  ['Your cab is on its way.', 'success asserted implied book'],
  ["I've got you down for Saturday.", 'success asserted agent book'],
  ['The $40 has been taken off your bill.', 'success asserted passive remove'],
  ["I've opened a ticket with our team.", 'success asserted agent open'],
  ["I've unsubscribed you.", 'success asserted agent unsubscribe'],
  ['As you asked, I have cancelled the order.', 'success asserted agent cancel'],
  ["After checking your account, I've issued a refund of $54.04.", 'success asserted agent issue'],
  ["No problem, I've booked it.", 'success asserted agent book'],
  ['Your order has been exchanged, is there anything else I can help with?', 'success asserted passive exchange'],
  ['- **Status**: Your return has been requested.', 'success asserted passive request'],
])('"%s" says that it is done', (text, expected) => {
  expect(claimed(text)).toBe(expected)
})

test.each([
  ["I couldn't book the table.", 'failure asserted could-not book'],
  ['I was unable to process the refund.', 'failure asserted could-not refund'],
  ['Unfortunately the payment failed.', 'failure asserted could-not pay'],
  ['The booking could not be completed.', 'failure asserted could-not book'],
  ["Your order hasn't been placed.", 'failure asserted could-not order'],
  ["Sorry, it didn't go through.", 'failure asserted could-not finish'],
  ['There are no tables available on Friday.', 'failure asserted cannot book'],
  ['I cannot cancel a shipped order.', 'failure asserted cannot cancel'],
  ["Sorry, I couldn't book it, but do you need anything else?", 'failure asserted could-not book'],
])('"%s" says that it did not work', (text, expected) => {
  expect(claimed(text)).toBe(expected)
})

test.each([
  ["I'll book it now.", 'promise promised will book'],
  ['Let me cancel that for you.', 'promise promised will cancel'],
  ["I'm going to transfer you to a specialist.", 'promise promised will transfer'],
  ["I'm booking it for you.", 'promise promised will book'],
  ['Your order will be cancelled.', 'promise promised passive cancel'],
  ["If you agree, I'll cancel it.", 'promise conditional will cancel'],
  ["I'll cancel it once you confirm.", 'promise conditional will cancel'],
  ['I can book that for you.', 'promise offered can book'],
  ['Would you like me to cancel it?', 'promise offered can cancel'],
  ['Shall I change your flight?', 'promise offered can change'],
])('"%s" speaks of what is to come', (text, expected) => {
  expect(claimed(text)).toBe(expected)
})

test.each([
  'Tuesday is fully booked.',
  'The restaurant is booked on Saturday.',
  'Appointments are booked online.',
  'Refunds are issued to the original payment method within 5 days.',
  'Most orders are shipped within two days.',
  'It has not been booked yet.',
  "I haven't cancelled anything yet.",
  "Once I've booked it, you'll get an email.",
  'If your order was cancelled, you will see a refund.',
  'Before it is confirmed, we need a deposit.',
  'You mentioned it was cancelled.',
  'You said your order was refunded.',
  'I see that your flight has been cancelled.',
  'According to the system, your order was cancelled.',
  'Alarm is set at 3:15. Confirm?',
  'Just to confirm: your table is booked for two?',
  'Please confirm that your appointment is scheduled for Monday.',
  'Your appointment is booked, right?',
  'Do you want your ticket booked for Friday?',
  'How was your table booked?',
  'Has your order been delivered?',
  'Your table should be booked in advance.',
  'Tickets can be booked online.',
  'You need to have booked 24 hours before.',
  "Your booking would be cancelled if you don't pay.",
  'To be booked, your appointment must be paid.',
  'The status can be pending, processed, delivered, cancelled.',
  'Since the order has been delivered, it can be returned.',
  'An exchange has already been requested for this order.',
  'Breakfast is included.',
  'The film was released in 2018.',
  'The show is scheduled for Friday.',
  'We have verified that you are eligible.',
  "I've checked your account.",
  'I found three flights.',
  'I booked nothing.',
  'I will not cancel your order.',
  'Enjoy your day!',
  'Have a great evening.',
  'The film is playing at the Odeon.',
  "I've booked your table for two?",
])('"%s" does not say that anything was done', (text) => {
  expect(claimsIn(text).filter(({ kind, modality }) => kind === 'success' && modality === 'asserted')).toEqual([])
})

test('polite words mean that it is done only where the customer has just agreed', () => {
  expect(claimed('Enjoy the film!', 'Yes, that is right.')).toBe('success asserted implied play')
  expect(claimed('Enjoy the film!', "No thanks, that's all.")).toBe('')
  expect(claimed("You're welcome, enjoy the film!")).toBe('')
  expect(claimed('You have a table.', 'Yes please')).toBe('success asserted implied book')
  expect(claimed('You have a table.', 'What do I have?')).toBe('')
})

test('the agent’s tools teach their own verbs and nouns', () => {
  const tools = [{ name: 'defrost_freezer' }, { name: 'createVoucher' }]
  expect(claimsIn("I've defrosted it.")).toEqual([])
  expect(claimsIn("I've defrosted it.", { tools }).map(({ action }) => action)).toEqual(['defrost'])
  expect(claimsIn("I've made the voucher.", { tools }).map(({ action }) => action)).toEqual(['create'])
})

test('a claim says where in the message it stands', () => {
  expect(claimsIn("Sure! I've booked your table for 7, and it costs $20.")).toEqual([
    {
      kind: 'success',
      modality: 'asserted',
      action: 'book',
      objects: ['table', 'for', '7'],
      form: 'agent',
      clause: "I've booked your table for 7",
      start: 6,
      end: 34,
    },
  ])
})

test('in any text, clauses lie where the claims say', () => {
  const piece = fc.constantFrom(
    "I've ",
    'booked ',
    'your ',
    'table',
    '. ',
    ', ',
    'and ',
    'not ',
    'be',
    'en ',
    '?',
    'if ',
    'done',
    '’',
    "'",
    ' is ',
    'can',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.array(piece).map((all) => all.join('')),
      ),
      (text) => {
        for (const claim of claimsIn(text)) {
          expect(text.slice(claim.start, claim.end)).toBe(claim.clause)
          expect(claim.end).toBeGreaterThan(claim.start)
        }
      },
    ),
  )
})

test('a hostile message of a million characters is read to its end', () => {
  const pieces = [
    'I ',
    "I've ",
    'booked ',
    'have ',
    'been ',
    'not ',
    'now ',
    "'",
    '. ',
    'is on ',
    'enjoy the ',
    'you will ',
    'there is no ',
    'if ',
    'a',
    'your table ',
    'available ',
    'it is an ',
    'cab ',
  ]
  for (const piece of pieces) expect(Array.isArray(claimsIn(piece.repeat(1_000_000 / piece.length)))).toBe(true)
})

test('words that every object has are words like any other', () => {
  for (const text of ['__proto__', 'constructor', 'I have booked the __proto__.'])
    expect(() => claimsIn(text)).not.toThrow()
})
