/** Names, numbers and ids that belong to nobody, drawn by a seed. */
import type { Json } from '../../conversation/index.ts'
import type { KeyedRandom } from '../../stats/index.ts'

const surnames = [
  'Abernathy',
  'Castellan',
  'Dunmore',
  'Eastlake',
  'Farrow',
  'Greaves',
  'Holloway',
  'Ivers',
  'Lockhart',
  'Marlow',
]
const firstNames = ['Alba', 'Bruno', 'Celia', 'Dario', 'Edda', 'Felix', 'Greta', 'Hugo', 'Iris', 'Jonas']

export const aSurname = (random: KeyedRandom, other: string): string =>
  random.pick(surnames.filter((name) => !other.includes(name)))

export const aName = (random: KeyedRandom, other: string): string =>
  `${random.pick(firstNames.filter((name) => !other.includes(name)))} ${aSurname(random, other)}`

/** An id like those that are taken, with another number. */
export function anId(random: KeyedRandom, like: Json | undefined, taken: readonly (Json | undefined)[]): Json {
  for (;;) {
    const number = 200 + random.int(700)
    const id = typeof like === 'number' ? number : `${String(like ?? '').replace(/\d+$/, '')}${number}`
    if (!taken.includes(id)) return id
  }
}

/** The same number but for its last four digits. */
export function aPhone(random: KeyedRandom, like: string): string {
  for (;;) {
    let left = 4
    const made = [...like]
      .reverse()
      .map((character) => (/\d/.test(character) && left-- > 0 ? String(random.int(10)) : character))
      .reverse()
      .join('')
    if (made !== like) return made
  }
}

/** A date of birth a few years off. */
export function aBirth(random: KeyedRandom, like: string): string {
  const year = Number(/\d{4}/.exec(like)?.[0] ?? 1980)
  return like.replace(/\d{4}/, String(year - 3 - random.int(20)))
}
