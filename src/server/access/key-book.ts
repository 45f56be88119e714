/** Making, changing and ending keys, each with its deed. The command line and the HTTP API both do it here. */
import type { Access, AccessKey, Deed, Scope } from '../../store/index.ts'
import { hashOf, newKey, withSecret } from './keys.ts'

/** Who asks for it, and from where. */
export type By = Pick<Deed, 'who' | 'from'>

export interface NewKey {
  readonly project: string
  readonly name: string
  readonly scopes: readonly Scope[]
}

export interface KeyBook {
  /** @returns the key as it is written, which is told this once and kept nowhere */
  create(key: NewKey, by: By): Promise<{ readonly key: AccessKey; readonly text: string }>
  /** Another secret for the same key; the one before opens for so long yet. Nothing when there is no such key. */
  rotate(
    project: string,
    id: string,
    overlapMs: number,
    by: By,
  ): Promise<{ readonly key: AccessKey; readonly text: string } | undefined>
  /** It opens nothing from now on. Nothing when there is no such key. */
  revoke(project: string, id: string, by: By): Promise<AccessKey | undefined>
}

export function keyBook(access: Access, now: () => number): KeyBook {
  const standing = async (project: string, id: string) => {
    const key = await access.key(id)
    return key?.project === project && key.revokedMs === undefined ? key : undefined
  }
  return {
    async create({ project, name, scopes }, by) {
      const { id, secret, text } = newKey()
      const key: AccessKey = { id, project, name, scopes, hash: hashOf(secret), createdMs: now() }
      await access.putKey(key, { ...by, atMs: now(), project, what: 'created key', about: `${id} (${name})` })
      return { key, text }
    },
    async rotate(project, id, overlapMs, by) {
      const known = await standing(project, id)
      if (known === undefined) return undefined
      const { secret, text } = withSecret(id)
      const key: AccessKey = {
        ...known,
        hash: hashOf(secret),
        before: { hash: known.hash, untilMs: now() + overlapMs },
        rotatedMs: now(),
      }
      await access.putKey(key, { ...by, atMs: now(), project, what: 'rotated key', about: `${id} (${known.name})` })
      return { key, text }
    },
    async revoke(project, id, by) {
      const known = await standing(project, id)
      if (known === undefined) return undefined
      const key: AccessKey = { ...known, revokedMs: now() }
      await access.putKey(key, { ...by, atMs: now(), project, what: 'revoked key', about: `${id} (${known.name})` })
      return key
    },
  }
}
