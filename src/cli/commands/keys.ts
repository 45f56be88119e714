/** `fieldproof keys`: what programs speak to the server with, made, listed, given another secret, revoked. */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Problem } from '../../problem.ts'
import type { AccessKey, Scope } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { wholeNumber } from '../options.ts'

export const keys: Command = {
  name: 'keys',
  summary: 'make, list, rotate and revoke what programs speak to the server with',
  arguments: [
    { form: '<action>', description: 'create, list, rotate or revoke' },
    { form: '[key]', description: 'a name for the new key; the id of the one to rotate or revoke' },
  ],
  options: [
    {
      form: '--scopes <scope...>',
      description: 'what a new key may: ingest, read, review, admin; ingest alone when left out',
    },
    { form: '--for <project>', description: 'the project it belongs to; default when left out' },
    {
      form: '--overlap <hours>',
      description: 'how long the old secret still opens after rotating; 24 when left out',
      read: wholeNumber('--overlap', 0),
    },
    { form: '--data <folder>', description: 'where the server keeps everything; .fieldproof/production when left out' },
  ],
  examples: [
    'fieldproof keys create checkout-bot',
    'fieldproof keys create dashboard --scopes read',
    'fieldproof keys rotate 1f0c9d2e77 --overlap 48',
    'fieldproof keys list',
  ],

  async run(given, io) {
    const [action = '', key] = given.arguments
    const act = actions[action]
    if (act === undefined)
      throw bad(`"${action}" is nothing that can be done with keys.`, 'create, list, rotate, revoke')
    const { openAccess } = await import('../../store/index.ts')
    const folder = resolve(io.cwd, (given.options.data as string | undefined) ?? '.fieldproof/production')
    await mkdir(folder, { recursive: true })
    const access = await openAccess(join(folder, 'access.db'))
    try {
      const { keyBook } = await import('../../server/index.ts')
      const now = () => io.now().getTime()
      return await act({ access, book: keyBook(access, now), given, io, key, now })
    } finally {
      await access.close()
    }
  },
}

interface Acting {
  readonly access: import('../../store/index.ts').Access
  readonly book: import('../../server/index.ts').KeyBook
  readonly given: Given
  readonly io: Io
  readonly key: string | undefined
  readonly now: () => number
}

const by = { who: 'command line' } as const
const hourMs = 3_600_000

const actions: Readonly<Record<string, ((acting: Acting) => Promise<ExitCode>) | undefined>> = {
  async create({ book, given, io, key: name }) {
    if (name === undefined) throw bad('The new key needs a name.', 'fieldproof keys create checkout-bot')
    const made = await book.create({ project: projectIn(given), name, scopes: scopesIn(given) }, by)
    io.out(made.text)
    io.err(`${made.key.name} may ${made.key.scopes.join(', ')} in ${made.key.project}. The key is not shown again.`)
    return exitCodes.ok
  },
  async list({ access, given, io, now }) {
    const wanted = given.options.for as string | undefined
    for (const key of await access.keys(wanted)) io.out(lineOf(key, now()))
    return exitCodes.ok
  },
  async rotate({ access, book, given, io, key: id }) {
    const { project } = await known(access, id)
    const hours = (given.options.overlap as number | undefined) ?? 24
    const made = await book.rotate(project, id ?? '', hours * hourMs, by)
    if (made === undefined) throw noSuchKey(id)
    io.out(made.text)
    io.err(hours === 0 ? 'The old key opens nothing any more.' : `The old key opens for ${hours} hours yet.`)
    return exitCodes.ok
  },
  async revoke({ access, book, io, key: id }) {
    const { project } = await known(access, id)
    const revoked = await book.revoke(project, id ?? '', by)
    if (revoked === undefined) throw noSuchKey(id)
    io.out(`${revoked.id} (${revoked.name}) opens nothing any more.`)
    return exitCodes.ok
  },
}

async function known(access: Acting['access'], id: string | undefined): Promise<AccessKey> {
  const key = id === undefined ? undefined : await access.key(id)
  if (key === undefined) throw noSuchKey(id)
  return key
}

function lineOf({ id, project, name, scopes, usedMs, revokedMs, before }: AccessKey, nowMs: number): string {
  const used = usedMs === undefined ? 'never used' : `used ${dayOf(usedMs)}`
  const state = revokedMs === undefined ? used : `revoked ${dayOf(revokedMs)}`
  const overlaps = before !== undefined && revokedMs === undefined && before.untilMs > nowMs
  return [id, project, name, scopes.join(','), state, ...(overlaps ? ['old secret still opens'] : [])].join('  ')
}

/** Days are enough: uses are noted only about once a minute. */
function dayOf(ms: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short' }).format(ms)
}

const projectIn = ({ options }: Given) => (options.for as string | undefined) ?? 'default'

function scopesIn({ options }: Given): readonly Scope[] {
  const words = (options.scopes as readonly string[] | undefined) ?? ['ingest']
  const all: readonly Scope[] = ['ingest', 'read', 'review', 'admin']
  const unknown = words.find((word) => !all.some((scope) => scope === word))
  if (unknown !== undefined) throw bad(`There is no scope "${unknown}".`, all.join(', '))
  return all.filter((scope) => words.includes(scope))
}

function bad(message: string, hint: string): Problem {
  return new Problem({ code: 'cli/bad-option', message, hint: `For example: ${hint}.` })
}

function noSuchKey(id: string | undefined): Problem {
  return new Problem({
    code: 'server/no-such-key',
    message:
      id === undefined ? 'Which key is meant is missing.' : `There is no key "${id}" that still opens something.`,
    hint: 'See "fieldproof keys list"; a key is named by its id.',
  })
}
