/**
 * Who may do what on a server: projects, keys of programs, people with their sessions, and what they did.
 *
 * It lies in a database of its own, so that a copy of the conversations gives nobody a key. Nothing in it opens anything:
 * of secrets only hashes are kept. Moments are milliseconds since 1970.
 */

export const scopes = ['ingest', 'read', 'review', 'admin'] as const
/** `ingest` sends; `read` sees; `review` judges what a jury said; `admin` decides who may, and may all of it. */
export type Scope = (typeof scopes)[number]

export const roles = ['viewer', 'reviewer', 'admin'] as const
export type Role = (typeof roles)[number]

/** What a program speaks for a project with. */
export interface AccessKey {
  /** The part of the key that may be shown. */
  readonly id: string
  readonly project: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** SHA-256 of the secret part, in hex. */
  readonly hash: string
  /** The secret before the last rotation, and until when it still opens. */
  readonly before?: { readonly hash: string; readonly untilMs: number }
  readonly createdMs: number
  readonly rotatedMs?: number
  readonly revokedMs?: number
  /** About when it was used last; told within a minute. */
  readonly usedMs?: number
}

export interface Person {
  /** What they sign in with, in small letters. */
  readonly name: string
  readonly project: string
  readonly role: Role
  /** As `passwords.ts` of the server writes it. */
  readonly password: string
  readonly createdMs: number
  /** From when on they may not sign in; everything else of them stays. */
  readonly disabledMs?: number
}

/** A person who is signed in. */
export interface Session {
  /** SHA-256 of what the cookie holds, in hex. */
  readonly hash: string
  readonly person: string
  readonly createdMs: number
  readonly untilMs: number
}

/** Something that somebody did. */
export interface Deed {
  readonly atMs: number
  readonly project: string
  /** `key:ab12…`, `person:ana`, `command line`. */
  readonly who: string
  readonly what: string
  readonly about: string
  /** The address it came from, where it came by network. */
  readonly from?: string
}

export interface Access {
  /** Whether a key or a person was ever made here: from then on nobody gets in without. */
  isGuarded(): Promise<boolean>
  /** Whether somebody can get in now. */
  hasKeys(): Promise<boolean>
  key(id: string): Promise<AccessKey | undefined>
  /** Of one project, or all; the oldest first. */
  keys(project?: string): Promise<readonly AccessKey[]>
  putKey(key: AccessKey, deed: Deed): Promise<void>
  /** When keys were used, by id. */
  used(moments: ReadonlyMap<string, number>): Promise<void>
  person(name: string): Promise<Person | undefined>
  /** Of one project, or all; by name. */
  people(project?: string): Promise<readonly Person[]>
  /**
   * Ends the sessions of the person: whoever knew the old password is out.
   *
   * @throws Problem `store/last-admin` when it would leave a project that has an admin without any who may sign in
   */
  putPerson(person: Person, deed: Deed): Promise<void>
  /** @throws Problem `store/last-admin` */
  removePerson(name: string, deed: Deed): Promise<void>
  session(hash: string): Promise<Session | undefined>
  /** Begins a session, and forgets those that are over. */
  putSession(session: Session, deed: Deed): Promise<void>
  removeSession(hash: string, deed: Deed): Promise<void>
  did(deed: Deed): Promise<void>
  /** Newest first. */
  deeds(project: string, limit: number): Promise<readonly Deed[]>
  close(): Promise<void>
}
