/**
 * What stands in the place of something removed: `[email:…]`, its kind and a hash under the project's key.
 *
 * Equal values leave equal marks, so what is compared by being equal still compares: the same customer, a record that is
 * told to another, a secret that was planted. The hash is of the value without the ways to write it. With tokens, the
 * value itself follows, sealed (AES-256-GCM under a nonce that is a hash of the value); without, it is gone for good.
 * Marks are letters alone: no rule finds anything in one, and they can stand within JSON and addresses.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { RemovedKind } from './removed.ts'

/** `remove`: gone for good. `tokens`: whoever has the key can bring it back. */
export type RedactionMode = 'remove' | 'tokens'

export interface Marks {
  /** What stands for a value. */
  mark(kind: RemovedKind, value: string): string
  /**
   * The text with what was sealed back in its place; what was removed stays.
   *
   * @param written how a value is written where it stands; as it is when left out
   */
  restored(text: string, written?: (value: string) => string): string
}

const pattern = /\[([a-z]{2,8}):[a-p]{16}(?::([a-p]{56,}))?\]/g
const remembered = 20_000

/** @param master 32 bytes or more; each project has keys of its own, derived from it */
export function marksOf(master: Uint8Array, project: string, mode: RedactionMode): Marks {
  const keyFor = (use: string) => Buffer.from(hkdfSync('sha256', master, '', `fieldproof/${use}/${project}`, 32))
  const [hashing, nonces, sealing] = [keyFor('hash'), keyFor('nonce'), keyFor('seal')]
  const known = new Map<string, string>()

  function seal(value: string): string {
    const nonce = createHmac('sha256', nonces).update(value).digest().subarray(0, 12)
    const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
    const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
    return letters(Buffer.concat([nonce, cipher.getAuthTag(), sealed]))
  }

  return {
    mark(kind, value) {
      const name = `${kind}:${value}`
      const before = known.get(name)
      if (before !== undefined) return before
      const hash = createHmac('sha256', hashing)
        .update(`${kind}:${plainly(kind, value)}`)
        .digest()
      const mark = `[${kind}:${letters(hash.subarray(0, 8))}${mode === 'tokens' ? `:${seal(value)}` : ''}]`
      if (known.size >= remembered) known.clear()
      known.set(name, mark)
      return mark
    },
    restored: (text, written = (value) => value) =>
      text.replace(pattern, (whole, _kind, sealed: string | undefined) => {
        const value = sealed === undefined ? undefined : opened(sealed, sealing)
        return value === undefined ? whole : written(value)
      }),
  }
}

/** Ways to write one value that make no difference. */
function plainly(kind: RemovedKind, value: string): string {
  if (kind === 'card' || kind === 'ssn') return value.replace(/\W/g, '')
  if (kind === 'phone') return value.replace(/\D/g, '').replace(/^(?:00|0)/, '')
  if (kind === 'iban') return value.replace(/\W/g, '').toUpperCase()
  if (kind === 'secret') return value
  return value.trim().replace(/\s+/g, ' ').replace('%40', '@').toLowerCase()
}

function opened(sealed: string, key: Buffer): string | undefined {
  const bytes = Buffer.from(
    sealed.replace(/[a-p]/g, (letter) => (letter.charCodeAt(0) - 97).toString(16)),
    'hex',
  )
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

/** Hexadecimal in the letters a to p. */
function letters(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/[0-9a-f]/g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))
}
