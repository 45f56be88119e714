/** A sticker, alone, before the words. What the channel makes of it in text is all that arrives here. */
import { SENT } from './edits.ts'
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'

export const sticker: PerturbationKind = {
  id: 'sticker',
  family: 'message',
  per: 'message',
  summary: 'sends a message first that is a sticker and nothing else',
  example: { before: 'Can I come by?', after: `[sticker]${SENT}Can I come by?` },
  options: noOptions,
  create: () => ({ spots: () => [{ at: 0, from: '', to: (random) => random.pick(STICKERS) + SENT }] }),
}

const STICKERS = ['[sticker]', '[GIF]', '👍', '[sticker: waving cat]'] as const
