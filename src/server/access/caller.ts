/** Whoever a request comes from, and what they may. */
import type { AccessKey, Person, Role, Scope } from '../../store/index.ts'

export interface Caller {
  /** As the audit log names them. */
  readonly who: string
  readonly project: string
  readonly may: readonly Scope[]
  readonly key?: string
  /** Set when they are a person who is signed in. */
  readonly session?: { readonly hash: string; readonly person: string; readonly role: Role; readonly token: string }
}

const all: readonly Scope[] = ['ingest', 'read', 'review', 'admin']
const ofRole: Readonly<Record<Role, readonly Scope[]>> = { viewer: ['read'], reviewer: ['read', 'review'], admin: all }

/** Whoever is on this machine, while there are neither keys nor people. */
export const anyoneHere: Caller = { who: 'this machine', project: 'default', may: all }

export function callerOfKey({ id, name, project, scopes }: AccessKey): Caller {
  return { who: `key ${id} (${name})`, project, may: scopes.includes('admin') ? all : scopes, key: id }
}

export function callerOfPerson({ name, project, role }: Person, hash: string, token: string): Caller {
  return { who: name, project, may: ofRole[role], session: { hash, person: name, role, token } }
}
