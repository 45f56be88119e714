/** `fieldproof people`: who may sign in to the server, added, listed, changed, kept out, removed. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../problem.ts'
import type { Person, Role } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { dataFolder, dataOption } from '../production.ts'

export const people: Command = {
  name: 'people',
  summary: 'add, list, change and remove who may sign in to the server',
  arguments: [
    { form: '<action>', description: 'add, list, role, password, disable, enable or remove' },
    { form: '[name]', description: 'what they sign in with; a mail address is a good name' },
  ],
  options: [
    { form: '--role <role>', description: 'viewer, reviewer or admin; viewer when left out with add' },
    { form: '--for <project>', description: 'the project they belong to; default when left out' },
    dataOption,
  ],
  examples: [
    'fieldproof people add ana@example.com --role reviewer',
    'fieldproof people role ana@example.com --role admin',
    'fieldproof people disable ana@example.com',
    'fieldproof people list',
  ],

  async run(given, io) {
    const [action = '', name = ''] = given.arguments
    const act = actions[action]
    if (act === undefined)
      throw bad(`"${action}" is nothing that can be done with people.`, Object.keys(actions).join(', '))
    const { openAccess } = await import('../../store/index.ts')
    const { passwords, peopleBook } = await import('../../server/index.ts')
    const folder = dataFolder(given, io)
    await mkdir(folder, { recursive: true })
    const access = await openAccess(join(folder, 'access.db'))
    try {
      const book = peopleBook(access, passwords(), () => io.now().getTime())
      return await act({ access, book, given, io, name })
    } finally {
      await access.close()
    }
  },
}

interface Acting {
  readonly access: import('../../store/index.ts').Access
  readonly book: import('../../server/index.ts').PeopleBook
  readonly given: Given
  readonly io: Io
  readonly name: string
}

const by = { who: 'command line' } as const

const actions: Readonly<Record<string, ((acting: Acting) => Promise<ExitCode>) | undefined>> = {
  async add({ access, book, given, io, name }) {
    if (name === '') throw bad('Whoever is added needs a name.', 'fieldproof people add ana@example.com')
    const role = roleIn(given) ?? 'viewer'
    if ((await access.person(name.toLowerCase())) !== undefined)
      throw bad(`${name} is there already.`, `fieldproof people role ${name} --role ${role}`)
    const password = await io.secret(`A password for ${name}`)
    const added = await book.put(projectIn(given), name, { role, password }, by)
    io.out(`${added.name} may sign in to ${added.project} as ${added.role}.`)
    return exitCodes.ok
  },
  async list({ access, given, io }) {
    for (const person of await access.people(given.options.for as string | undefined)) io.out(lineOf(person))
    return exitCodes.ok
  },
  async role({ access, book, given, io, name }) {
    const role = roleIn(given)
    if (role === undefined) throw bad('Which role is missing.', `fieldproof people role ${name} --role reviewer`)
    const { project } = await known(access, name)
    const changed = await book.put(project, name, { role }, by)
    io.out(`${changed.name} is ${role} of ${project} now, and signed out.`)
    return exitCodes.ok
  },
  async password({ access, book, io, name }) {
    const { project } = await known(access, name)
    const changed = await book.put(project, name, { password: await io.secret(`Another password for ${name}`) }, by)
    io.out(`${changed.name} has another password, and is signed out.`)
    return exitCodes.ok
  },
  async disable({ access, book, io, name }) {
    const { project } = await known(access, name)
    const changed = await book.put(project, name, { disabled: true }, by)
    io.out(`${changed.name} is signed out and may not sign in any more.`)
    return exitCodes.ok
  },
  async enable({ access, book, io, name }) {
    const { project } = await known(access, name)
    const changed = await book.put(project, name, { disabled: false }, by)
    io.out(`${changed.name} may sign in again, with the password that they had.`)
    return exitCodes.ok
  },
  async remove({ access, book, io, name }) {
    const { project } = await known(access, name)
    await book.remove(project, name, by)
    io.out(`${name.toLowerCase()} is gone.`)
    return exitCodes.ok
  },
}

async function known(access: Acting['access'], name: string): Promise<Person> {
  const person = await access.person(name.toLowerCase())
  if (person !== undefined) return person
  throw new Problem({
    code: 'server/no-such-person',
    message: name === '' ? 'Who is meant is missing.' : `There is nobody called "${name}".`,
    hint: 'See "fieldproof people list".',
  })
}

const lineOf = ({ name, project, role, disabledMs }: Person) =>
  [name, project, role, ...(disabledMs === undefined ? [] : ['disabled'])].join('  ')

const projectIn = ({ options }: Given) => (options.for as string | undefined) ?? 'default'

// Written here again: the store would be loaded with every command.
const roles: readonly Role[] = ['viewer', 'reviewer', 'admin']

function roleIn({ options }: Given): Role | undefined {
  const word = options.role as string | undefined
  const role = roles.find((each) => each === word)
  if (word !== undefined && role === undefined) throw bad(`There is no role "${word}".`, roles.join(', '))
  return role
}

function bad(message: string, hint: string): Problem {
  return new Problem({ code: 'cli/bad-option', message, hint: `For example: ${hint}.` })
}
