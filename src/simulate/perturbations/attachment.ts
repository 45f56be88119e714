/** A photo or a file, alone, before the words. What the channel makes of it in text is all that arrives here. */
import { SENT } from './edits.ts'
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'

export const attachment: PerturbationKind = {
  id: 'attachment',
  family: 'message',
  per: 'message',
  summary: 'sends a message first that is a photo or a file and nothing else',
  example: { before: 'Can I come by?', after: `[image]${SENT}Can I come by?` },
  options: noOptions,
  create: () => ({ spots: () => [{ at: 0, from: '', to: (random) => random.pick(ATTACHMENTS) + SENT }] }),
}

const ATTACHMENTS = ['[image]', '[attachment: scan.pdf]', '[voice message]', '[contact card]', '[location]'] as const
