/**
 * Passwords of people: scrypt with 32 MiB and three rounds each, one at a time, so that many sign-ins at once cost time and
 * not memory.
 *
 * @see OWASP Password Storage Cheat Sheet: N=2^15, r=8, p=3
 */
import { randomBytes, scrypt } from 'node:crypto'
import { same } from './keys.ts'

const [n, r, p, bytes] = [2 ** 15, 8, 3, 32]

export interface Passwords {
  /** As it is kept: `scrypt$32768$8$3$salt$hash`. */
  hash(password: string): Promise<string>
  /** Takes as long for nobody as for somebody. */
  matches(password: string, kept: string | undefined): Promise<boolean>
  /** How many wait. */
  readonly waiting: number
}

export function passwords(): Passwords {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    waiting += 1
    const mine = last.then(work).finally(() => {
      waiting -= 1
    })
    last = mine.catch(() => {})
    return mine
  }
  return {
    hash: (password) =>
      inTurn(async () => {
        const salt = randomBytes(16).toString('base64url')
        return `scrypt$${n}$${r}$${p}$${salt}$${await derived(password, salt)}`
      }),
    matches: (password, kept) =>
      inTurn(async () => {
        const [, , , , salt = 'nobody', hash = ''] = kept?.split('$') ?? []
        return same(await derived(password, salt), hash)
      }),
    get waiting() {
      return waiting
    },
  }
}

function derived(password: string, salt: string): Promise<string> {
  return new Promise((done, failed) => {
    scrypt(password.normalize('NFKC'), salt, bytes, { N: n, r, p, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      error ? failed(error) : done(key.toString('base64url')),
    )
  })
}
