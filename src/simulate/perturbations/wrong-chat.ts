/** A message meant for somebody else, sent first. */
import { SENT } from './edits.ts'
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'

export const wrongChat: PerturbationKind = {
  id: 'wrong-chat',
  family: 'message',
  per: 'message',
  summary: 'sends a message first that was meant for somebody else',
  example: { before: 'Can I come by?', after: `lol did you see that${SENT}Can I come by?` },
  options: noOptions,
  create: () => ({ spots: () => [{ at: 0, from: '', to: (random) => random.pick(MEANT_FOR_OTHERS) + SENT }] }),
}

const MEANT_FOR_OTHERS = [
  'lol did you see that',
  'mum can you pick up some bread on the way',
  "I'm on the bus already, see you there",
  'love you too ❤️',
  'did the plumber show up',
  'tell her I said happy birthday!!',
] as const
