/** Messages as customers plan them, with facts in them: for tests. */
import fc from 'fast-check'
import type { GuardedFact } from './guard.ts'
import { guardOf } from './guard.ts'
import type { Occasion } from './perturbation.ts'

export const facts: readonly GuardedFact[] = [
  { type: 'name', value: 'Ana Reis' },
  { type: 'date', value: '2026-03-05' },
  { type: 'time', value: '14:00' },
  { type: 'phone', value: '+351 912 000 111' },
  { type: 'email', value: 'ana.reis@example.com' },
  { type: 'id', value: 'HD-4821' },
  { type: 'count', value: '4' },
  { type: 'choice', value: 'deep cleaning', options: ['deep cleaning', 'whitening', 'check-up'] },
]

const guard = guardOf(facts)

const sentences = [
  'Hello, my name is Ana Reis.',
  "I'd like to book a deep cleaning on March 5th at 2pm, please.",
  "Can you move it to Tuesday at 14:00? I can't come on Thursday.",
  'You can reach me at +351 912 000 111 or at ana.reis@example.com.',
  'The number is HD-4821, and it should not be changed.',
  'We are 4 people, and we need a table for 4 people at 19:30.',
  'Thank you very much, that would be great!',
  'No, not Wednesday. I said the 5th of March.',
  'How much is the whitening? I was told "about $120" before...',
  'Is there anything available tomorrow morning with Dr. Lee?',
  'Sorry, I really need help with this appointment because the price was wrong.',
  'Do you have parking? I don’t want to be late for two people.',
]

/** One to four sentences. */
export const messages = fc
  .array(fc.constantFrom(...sentences), { minLength: 1, maxLength: 4 })
  .map((chosen) => chosen.join(' '))

/** The message with its guard, for one seed. */
export function occasionOf(text: string, seed: number): Occasion {
  return { seed, key: [0, 0], spans: guard.spans(text), words: guard.words, whole: ['book a deep cleaning'] }
}
