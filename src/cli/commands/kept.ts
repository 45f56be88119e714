/** `fieldproof kept`: conversations of production held, released, forgotten; the log read again. */
import { join } from 'node:path'
import { isoOf } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'
import type { Observed } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { wholeNumber } from '../options.ts'
import { dataFolder, dataOption, withProduction } from '../production.ts'

const dayMs = 86_400_000

export const kept: Command = {
  name: 'kept',
  summary: 'hold, release and forget conversations of production, and read what was sent again',
  arguments: [
    { form: '<action>', description: 'holds, hold, release, forget or reread' },
    { form: '[conversation]', description: 'the conversation to hold, release or forget' },
  ],
  options: [
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--because <words>', description: 'why a conversation is held, for those who read it later' },
    { form: '--customer <customer>', description: 'forget all conversations of a customer' },
    {
      form: '--days <n>',
      description: 'reread: only what came in the last days; all that the log has when left out',
      read: wholeNumber('--days', 1),
    },
  ],
  examples: [
    "fieldproof kept hold c-1 --because 'complaint of 2 March'",
    'fieldproof kept forget --customer +15550100',
    'fieldproof kept reread --days 7',
  ],

  async run(given, io) {
    const [action = '', thread] = given.arguments
    const act = actions[action]
    if (act === undefined)
      throw bad(`"${action}" is nothing that can be done here.`, `one of ${Object.keys(actions).join(', ')}`)
    const project = (given.options.name as string | undefined) ?? 'default'
    return withProduction(given, io, async (observed) => {
      const deed = await act({ observed, project, thread, given, io })
      if (deed !== undefined) await noteDeed(given, io, { ...deed, project })
      return exitCodes.ok
    })
  },
}

interface Acting {
  readonly observed: Observed
  readonly project: string
  readonly thread: string | undefined
  readonly given: Given
  readonly io: Io
}

/** What was done, for the audit log; nothing where nothing was. */
interface Done {
  readonly what: string
  readonly about: string
}

const actions: Readonly<Record<string, ((acting: Acting) => Promise<Done | undefined>) | undefined>> = {
  async holds({ observed, project, io }) {
    for (const { thread, sinceMs, who, because } of await observed.keeping.holds(project))
      io.out([thread, isoOf(sinceMs), who, because].join('  '))
    return undefined
  },
  async hold({ observed, project, thread = missing(), given, io }) {
    const because = given.options.because as string | undefined
    if (because === undefined) throw bad('Say why it is held.', "--because 'complaint of 2 March'")
    const { hold } = await import('../../observe/index.ts')
    await hold(observed, { project, thread, sinceMs: io.now().getTime(), who: 'command line', because })
    io.out(`${thread} is kept until it is released.`)
    return { what: 'held conversation', about: thread }
  },
  async release({ observed, project, thread = missing(), io }) {
    const { release } = await import('../../observe/index.ts')
    await release(observed, { project, thread })
    io.out(`${thread} is kept as others are.`)
    return { what: 'released conversation', about: thread }
  },
  async forget({ observed, project, thread, given, io }) {
    const { forget, forgetCustomer, forgetPoints } = await import('../../observe/index.ts')
    const customer = given.options.customer as string | undefined
    const threads =
      customer === undefined ? [thread ?? missing()] : await observed.keeping.ofCustomer(project, customer)
    const { conversations } =
      customer === undefined
        ? await forget(observed, project, threads)
        : await forgetCustomer(observed, project, customer)
    await forgetLabels(given, io, project, threads)
    await forgetPoints(dataFolder(given, io))
    io.out(`${conversations} conversations are forgotten. The log has what was sent until its retention ends.`)
    // Whose conversations they were is forgotten, too.
    if (customer !== undefined) return { what: 'forgot customer', about: `${conversations} conversations` }
    return { what: 'forgot conversation', about: thread ?? missing() }
  },
  async reread({ observed, given, io }) {
    const { askToReread, segmentSince } = await import('../../observe/index.ts')
    const days = given.options.days as number | undefined
    const sinceMs = days === undefined ? 0 : io.now().getTime() - days * dayMs
    const segment = await segmentSince(join(dataFolder(given, io), 'log'), sinceMs)
    await askToReread(observed, segment)
    io.out(`The log is read again from segment ${segment} on, by the server that runs or the next that starts.`)
    io.out('"fieldproof status" says how far it is; nothing is graded meanwhile.')
    return { what: 'asked to read the log again', about: `from segment ${segment} on` }
  },
}

async function noteDeed(given: Given, io: Io, deed: Done & { readonly project: string }): Promise<void> {
  const { openAccess } = await import('../../store/index.ts')
  const access = await openAccess(join(dataFolder(given, io), 'access.db'))
  try {
    await access.did({ ...deed, atMs: io.now().getTime(), who: 'command line' })
  } finally {
    await access.close()
  }
}

async function forgetLabels(given: Given, io: Io, project: string, threads: readonly string[]): Promise<void> {
  const { openLabels } = await import('../../store/index.ts')
  const labels = await openLabels(join(dataFolder(given, io), 'labels.db'))
  try {
    await labels.forget(project, 'production', threads)
  } finally {
    await labels.close()
  }
}

function missing(): never {
  throw bad('Which conversation is meant is missing.', 'fieldproof kept hold c-1')
}

function bad(message: string, hint: string): Problem {
  return new Problem({ code: 'cli/bad-option', message, hint: `For example: ${hint}.` })
}
