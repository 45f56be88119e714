/**
 * What every store of access must do. A new database is one more call of `accessConformance`.
 *
 * Public, so that a store of your own can be held to it.
 */
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { problemsIn } from '../problem.ts'
import { type Access, type AccessKey, type Deed, type Person, roles, scopes } from './access.ts'

const atMs = 1_772_409_600_000
const deed = (what: string, changes: Partial<Deed> = {}): Deed => {
  return { atMs, project: 'shop', who: 'a test', what, about: 'x', ...changes }
}
const key = (changes: Partial<AccessKey> = {}): AccessKey => {
  return { id: 'k1', project: 'shop', name: 'bot', scopes: ['ingest'], hash: 'h', createdMs: atMs, ...changes }
}
const person = (name: string, changes: Partial<Person> = {}): Person => {
  return { name, project: 'shop', role: 'viewer', password: 'p', createdMs: atMs, ...changes }
}
const session = (hash: string, name: string, untilMs: number) => ({ hash, person: name, createdMs: atMs, untilMs })
const codeOf = async (work: Promise<unknown>) =>
  problemsIn(
    await work.then(
      () => undefined,
      (thrown) => thrown,
    ),
  ).map(({ code }) => code)

/**
 * @param open a new, empty one
 * @param reopen the same again after `close`, when it outlives its process
 */
export function accessConformance(name: string, open: () => Promise<Access>, reopen?: () => Promise<Access>): void {
  describe(`${name} is a store of access`, () => {
    let access: Access
    const opened = async () => {
      access = await open()
      return access
    }
    afterEach(() => access.close())

    test('keys and people come back as they were kept, whatever they are called', async () => {
      await opened()
      const text = fc.string({ unit: 'grapheme', minLength: 1 })
      const ms = fc.integer({ min: 0, max: 2 ** 45 })
      const given = fc.record({
        name: text,
        project: text,
        role: fc.constantFrom(...roles),
        scopes: fc.subarray([...scopes], { minLength: 1 }),
        before: fc.option(fc.record({ hash: text, untilMs: ms }), { nil: undefined }),
        revokedMs: fc.option(ms, { nil: undefined }),
        disabledMs: fc.option(ms, { nil: undefined }),
      })
      let n = 0
      await fc.assert(
        fc.asyncProperty(given, async ({ name: own, project, role, before, revokedMs, disabledMs, ...rest }) => {
          const kept = key({
            ...rest,
            id: `${n++}`,
            name: own,
            project,
            ...(before && { before }),
            ...(revokedMs !== undefined && { revokedMs }),
          })
          const somebody = person(`${n} ${own}`, { project, role, ...(disabledMs !== undefined && { disabledMs }) })
          await access.putKey(kept, deed('made'))
          await access.putPerson(somebody, deed('made'))
          expect([await access.key(kept.id), await access.person(somebody.name)]).toEqual([kept, somebody])
        }),
        { numRuns: 50 },
      )
    })

    test('nobody is let in unasked once there was a key or a person, and keys that are revoked let nobody in', async () => {
      await opened()
      expect([await access.isGuarded(), await access.hasKeys()]).toEqual([false, false])
      await access.putKey(key({ revokedMs: atMs }), deed('revoked'))
      expect([await access.isGuarded(), await access.hasKeys()]).toEqual([true, false])
      await access.putPerson(person('ana'), deed('added'))
      expect([await access.isGuarded(), await access.hasKeys()]).toEqual([true, true])
    })

    test('a person alone guards as well', async () => {
      await opened()
      await access.putPerson(person('ana'), deed('added'))
      expect([await access.isGuarded(), await access.hasKeys()]).toEqual([true, true])
    })

    test('lists are of one project, or of all', async () => {
      await opened()
      await access.putKey(key({ id: 'later', createdMs: atMs + 1 }), deed('made'))
      await access.putKey(key({ id: 'first' }), deed('made'))
      await access.putKey(key({ id: 'other', project: 'bank', createdMs: atMs + 2 }), deed('made', { project: 'bank' }))
      for (const each of [person('ben'), person('ana'), person('cleo', { project: 'bank' })])
        await access.putPerson(each, deed('added', { project: each.project }))
      const names = (all: readonly { readonly id?: string; readonly name: string }[]) =>
        all.map(({ id, name: own }) => id ?? own)
      expect([names(await access.keys('shop')), names(await access.keys())]).toEqual([
        ['first', 'later'],
        ['first', 'later', 'other'],
      ])
      expect([names(await access.people('shop')), names(await access.people())]).toEqual([
        ['ana', 'ben'],
        ['ana', 'ben', 'cleo'],
      ])
    })

    test('when keys were used is kept, and of keys that are not there nothing', async () => {
      await opened()
      await access.putKey(key(), deed('made'))
      await access.used(
        new Map([
          ['k1', atMs + 5],
          ['nobody', atMs],
        ]),
      )
      await access.used(new Map())
      expect(await access.keys()).toEqual([key({ usedMs: atMs + 5 })])
    })

    test('whatever changes of a person signs them out, and nobody else', async () => {
      await opened()
      await access.putPerson(person('ana'), deed('added'))
      await access.putPerson(person('ben'), deed('added'))
      await access.putSession(session('a', 'ana', atMs + 1000), deed('signed in'))
      await access.putSession(session('b', 'ben', atMs + 1000), deed('signed in'))
      await access.putPerson(person('ana', { password: 'another' }), deed('changed'))
      expect([await access.session('a'), await access.session('b')]).toEqual([
        undefined,
        session('b', 'ben', atMs + 1000),
      ])
      await access.removePerson('ben', deed('removed'))
      expect([await access.session('b'), await access.person('ben')]).toEqual([undefined, undefined])
    })

    test('a session that begins forgets those that are over, and one that is ended is gone', async () => {
      await opened()
      await access.putSession(session('old', 'ana', atMs - 1), deed('signed in'))
      await access.putSession(session('new', 'ana', atMs + 1), deed('signed in'))
      expect(await access.session('old')).toBeUndefined()
      await access.removeSession('new', deed('signed out'))
      expect(await access.session('new')).toBeUndefined()
    })

    test('the last admin of a project is neither removed, nor disabled, nor made anything else', async () => {
      await opened()
      const ana = person('ana', { role: 'admin' })
      await access.putPerson(ana, deed('added'))
      await access.putPerson(person('out', { role: 'admin', disabledMs: atMs }), deed('added'))
      await access.putPerson(person('far', { role: 'admin', project: 'bank' }), deed('added'))
      await access.putSession(session('a', 'ana', atMs + 1000), deed('signed in'))
      const attempts = [
        access.removePerson('ana', deed('removed')),
        access.putPerson({ ...ana, role: 'reviewer' }, deed('demoted')),
        access.putPerson({ ...ana, disabledMs: atMs }, deed('disabled')),
        access.putPerson({ ...ana, project: 'bank' }, deed('moved')),
      ]
      expect(await Promise.all(attempts.map(codeOf))).toEqual(attempts.map(() => ['store/last-admin']))
      expect([await access.person('ana'), await access.session('a')]).toEqual([ana, session('a', 'ana', atMs + 1000)])
      expect((await access.deeds('shop', 10)).map(({ what }) => what)).not.toContain('removed')
      await access.putPerson(person('ben', { role: 'admin' }), deed('added'))
      await access.removePerson('ana', deed('removed'))
      expect(await access.person('ana')).toBeUndefined()
    })

    test('of two admins who are removed at the same moment one stays', async () => {
      await opened()
      for (const each of ['ana', 'ben']) await access.putPerson(person(each, { role: 'admin' }), deed('added'))
      const codes = await Promise.all(['ana', 'ben'].map((each) => codeOf(access.removePerson(each, deed('removed')))))
      expect([codes.flat(), (await access.people()).length]).toEqual([['store/last-admin'], 1])
    })

    test('what was done is told newest first, in its project alone', async () => {
      await opened()
      await access.did(deed('first', { atMs: 1, from: '127.0.0.1' }))
      await access.did(deed('second', { atMs: 2 }))
      await access.did(deed('elsewhere', { atMs: 3, project: 'bank' }))
      expect(await access.deeds('shop', 10)).toEqual([
        deed('second', { atMs: 2 }),
        deed('first', { atMs: 1, from: '127.0.0.1' }),
      ])
      expect((await access.deeds('shop', 1)).map(({ what }) => what)).toEqual(['second'])
    })

    if (reopen === undefined) return
    test('everything is there when it is opened again', async () => {
      await opened()
      await access.putKey(key(), deed('made'))
      await access.putPerson(person('ana'), deed('added'))
      await access.close()
      access = await reopen()
      expect([await access.keys(), await access.people(), (await access.deeds('shop', 9)).length]).toEqual([
        [key()],
        [person('ana')],
        2,
      ])
    })
  })
}
