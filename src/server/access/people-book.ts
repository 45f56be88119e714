/** Adding, changing and removing people, each with its deed. The command line and the HTTP API both do it here. */
import { Problem } from '../../problem.ts'
import type { Access, Person, Role } from '../../store/index.ts'
import type { By } from './key-book.ts'
import type { Passwords } from './passwords.ts'

/** What is to be different; what is left out stays as it is. */
export interface PersonChange {
  readonly role?: Role
  readonly password?: string
  /** Whether they may not sign in. */
  readonly disabled?: boolean
}

/** A person without what opens anything. */
export type ShownPerson = Omit<Person, 'password'>

export interface PeopleBook {
  /**
   * Adds a person, who needs a role and a password, or changes one.
   *
   * @throws Problem `server/bad-person`, `server/name-taken` or `store/last-admin`
   */
  put(project: string, name: string, change: PersonChange, by: By): Promise<ShownPerson>
  /** Nothing when there is no such person. @throws Problem `store/last-admin` */
  remove(project: string, name: string, by: By): Promise<ShownPerson | undefined>
}

export const shortestPassword = 12

export function peopleBook(access: Access, passwords: Passwords, now: () => number): PeopleBook {
  return {
    async put(project, given, change, by) {
      const name = nameFrom(given)
      const known = await access.person(name)
      if (known !== undefined && known.project !== project) throw taken()
      const person = await changed(known ?? newPerson(name, project, now()), change)
      const what = known === undefined ? 'added person' : `changed person${wordsFor(change)}`
      await access.putPerson(person, { ...by, atMs: now(), project, what, about: `${name} (${person.role})` })
      return shown(person)
    },
    async remove(project, given, by) {
      const known = await access.person(given.toLowerCase())
      if (known === undefined || known.project !== project) return undefined
      await access.removePerson(known.name, { ...by, atMs: now(), project, what: 'removed person', about: known.name })
      return shown(known)
    },
  }

  async function changed(before: Draft, { role = before.role, password, disabled }: PersonChange): Promise<Person> {
    if (password !== undefined && password.length < shortestPassword) throw tooShort()
    const kept = password === undefined ? before.password : await passwords.hash(password)
    if (role === undefined || kept === undefined) throw incomplete()
    const { disabledMs = now(), ...rest } = before
    const isDisabled = disabled ?? before.disabledMs !== undefined
    return { ...rest, role, password: kept, ...(isDisabled && { disabledMs }) }
  }
}

/** A person who may be new: then neither role nor password is there yet. */
type Draft = Omit<Person, 'role' | 'password'> & Partial<Pick<Person, 'role' | 'password'>>

const newPerson = (name: string, project: string, createdMs: number): Draft => ({ name, project, createdMs })

export function shown({ password, ...rest }: Person): ShownPerson {
  return rest
}

function wordsFor({ role, password, disabled }: PersonChange): string {
  const words = [
    role !== undefined && 'role',
    password !== undefined && 'password',
    disabled !== undefined && (disabled ? 'disabled' : 'enabled'),
  ].filter((word) => word !== false)
  return words.length === 0 ? '' : `: ${words.join(', ')}`
}

function nameFrom(given: string): string {
  if (/^[^\s\p{Cc}]{1,200}$/u.test(given)) return given.toLowerCase()
  throw bad('A name holds neither spaces nor invisible characters.', 'A mail address is a good name.')
}

const tooShort = () =>
  bad(`A password has at least ${shortestPassword} characters.`, 'A few words that nobody would guess are long enough.')

const incomplete = () =>
  bad('Somebody who is new needs a role and a password.', 'Roles are viewer, reviewer and admin.')

const bad = (message: string, hint: string) => new Problem({ code: 'server/bad-person', message, hint })

const taken = () =>
  new Problem({ code: 'server/name-taken', message: 'This name cannot be had here.', hint: 'Choose another name.' })
