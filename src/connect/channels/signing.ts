/** How providers sign what they deliver, and how they number who and what there is. */
import { createHmac } from 'node:crypto'
import { hash64 } from '../../stats/index.ts'

export function hmac(hash: 'sha1' | 'sha256', secret: string, text: string, form: 'hex' | 'base64'): string {
  return createHmac(hash, secret).update(text, 'utf8').digest(form)
}

/** So many digits that the text decides: for numbers that nobody has. */
export function digitsOf(text: string, n: number): string {
  return (BigInt(`0x${hash64(text)}`) % 10n ** BigInt(n)).toString().padStart(n, '0')
}
