/** How providers sign what they deliver, and how they number who and what there is. */
import { createHmac } from 'node:crypto'
import { hash64 } from '../../stats/index.ts'

export function hmac(hash: 'sha1' | 'sha256', secret: string, text: string | Buffer, form: 'hex' | 'base64'): string {
  return createHmac(hash, secret).update(text).digest(form)
}

/** So many digits that the text decides: for numbers that nobody has. */
export function digitsOf(text: string, n: number): string {
  return (BigInt(`0x${hash64(text)}`) % 10n ** BigInt(n)).toString().padStart(n, '0')
}

/**
 * A telephone number of the form that North American ones have, in an area code that the numbering plan keeps for its
 * own expansion (N9X): nobody has it, and nobody can be called by mistake.
 */
export function phoneOf(text: string): string {
  const [area = '', tens = '', ...rest] = digitsOf(text, 9)
  return `+1${2 + (Number(area) % 8)}9${tens}${rest.join('')}`
}
