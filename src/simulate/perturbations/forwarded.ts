/** A message that comes as one that was passed on. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'

export const forwarded: PerturbationKind = {
  id: 'forwarded',
  family: 'message',
  per: 'message',
  summary: 'passes the message on as one from elsewhere',
  example: { before: 'Can I come by?', after: 'Fwd: Can I come by?' },
  options: noOptions,
  create: () => ({ spots: () => [{ at: 0, from: '', to: (random) => random.pick(HEADS) }] }),
}

const HEADS = [
  'Fwd: ',
  '[Forwarded] ',
  '---------- Forwarded message ----------\n\n',
  'This is what I wrote to your other address:\n\n',
] as const
