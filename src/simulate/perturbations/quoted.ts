/** A message under or over a quote of what was said earlier. The quote holds no value of its own. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'

export const quoted: PerturbationKind = {
  id: 'quoted',
  family: 'message',
  per: 'message',
  summary: 'quotes what was said earlier above the message',
  example: { before: 'Can I come by?', after: '> Hello! How can we help you?\n\nCan I come by?' },
  options: noOptions,
  create: () => ({ spots: () => [{ at: 0, from: '', to: (random) => random.pick(QUOTES) }] }),
}

const QUOTES = [
  '> Hello! How can we help you?\n\n',
  '> Thanks for getting in touch, somebody will be with you soon.\n>\n> The team\n\n',
  '"Thanks for your message, we will get back to you."\n\n',
] as const
