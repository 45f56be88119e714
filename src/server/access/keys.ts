/**
 * Keys of programs: `fp_`, an id that may be shown, and a secret of 256 random bits.
 *
 * Only the SHA-256 of the secret is kept. A slow hash would protect nothing here, since nobody can try 2^256 secrets, and
 * would cost every request of a sender dearly.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { AccessKey } from '../../store/index.ts'

/** A key as it is written, in its two parts. */
export interface WrittenKey {
  readonly id: string
  readonly secret: string
}

/** A new key. It cannot be read again: whoever asked for it has to keep it. */
export function newKey(): WrittenKey & { readonly text: string } {
  return withSecret(randomBytes(5).toString('hex'))
}

/** The same key with another secret. */
export function withSecret(id: string): WrittenKey & { readonly text: string } {
  const secret = randomBytes(32).toString('base64url')
  return { id, secret, text: `fp_${id}_${secret}` }
}

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** The key that a text is, or nothing when it is not in the form of one. */
export function keyIn(text: string): WrittenKey | undefined {
  const [, id, secret] = /^fp_([0-9a-f]{10})_([\w-]{43})$/.exec(text) ?? []
  return id !== undefined && secret !== undefined ? { id, secret } : undefined
}

/**
 * Whether the secret opens. Takes the same time wherever it is wrong, and also when there is no such key.
 */
export function opens(known: AccessKey | undefined, secret: string, nowMs: number): boolean {
  const given = hashOf(secret)
  const isNow = same(known?.hash ?? hashOf(''), given)
  const isBefore = same(known?.before?.hash ?? hashOf(''), given)
  if (known === undefined || known.revokedMs !== undefined) return false
  return isNow || (isBefore && nowMs < (known.before?.untilMs ?? 0))
}

export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
