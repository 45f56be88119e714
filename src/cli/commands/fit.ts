/**
 * `fieldproof fit`: rates of a persona from recorded conversations, and how close simulated customers come to them.
 *
 * Plays nothing and judges nothing. Ends with 2 when there is nothing to fit.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Problem } from '../../problem.ts'
import type { Fit, Heard } from '../../simulate/index.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'

const usualId = 'fitted'

export const fit: Command = {
  name: 'fit',
  summary: 'estimate how customers write from recorded conversations, and how close simulated ones come',
  arguments: [{ form: '<conversations...>', description: 'JSONL or JSON files, plain or gzip; - for standard input' }],
  options: [
    {
      form: '--map <mapping>',
      description: 'how foreign records are read: openai-messages, tau, transcript, or a file',
    },
    { form: '--channel <name>', description: 'only conversations on this channel' },
    { form: '--out <file>', description: 'write a persona with these rates, in YAML' },
    { form: '--id <id>', description: `the persona's id; ${usualId} when left out`, read: idOf },
    {
      form: '--against <run-or-file...>',
      description: 'how far the simulated customers of runs, or of JSONL files, are from the recorded ones',
    },
    projectOption,
    storeOption,
    { form: '--seed <n>', description: 'decides draws of intervals; 1 when left out', read: wholeNumber('--seed', 0) },
    { form: '--json', description: 'print JSON' },
    { form: '--force', description: 'overwrite the file that is there' },
  ],
  examples: [
    'fieldproof fit conversations.jsonl --out personas/ours.yaml --id ours',
    'fieldproof fit --map transcript --channel sms logs/*.jsonl.gz',
    'fieldproof fit conversations.jsonl --against latest',
  ],

  async run(given, io) {
    const { fit: fitTo, realismOf } = await import('../../simulate/index.ts')
    const { fitJson, fitLines } = await import('../reports/fit.ts')
    const { freeFile } = await import('../free-file.ts')
    const { out, json, against, seed = 1 } = given.options
    const file = out === undefined ? undefined : freeFile(String(out), given, io)
    const real = onChannel(await heardIn(given.arguments, given, io), given)
    if (real.length === 0) throw nothingToFit('There is no message of a customer in what was given', given)
    const found = fitTo(real, seed as number)
    const simulated = against === undefined ? undefined : await simulatedIn(against as readonly string[], given, io)
    const realism = simulated && realismOf(real, simulated, seed as number, found.words)
    if (file !== undefined) await write(file, found, given)
    if (json === true) io.out(JSON.stringify(fitJson(found, realism), null, 2))
    else for (const line of fitLines(found, realism, io.style)) io.out(line)
    if (file !== undefined) io.err(`Written to ${String(out)}.`)
    return io.interrupted.aborted ? exitCodes.interrupted : exitCodes.ok
  },
}

async function heardIn(files: readonly string[], { options }: Given, io: Io): Promise<readonly Heard[]> {
  const { heardOf } = await import('../../simulate/index.ts')
  const { recorded } = await import('../recorded.ts')
  const { unreadRecords } = await import('../unread.ts')
  const heard: Heard[] = []
  const unread = unreadRecords(io)
  for await (const item of recorded(files, options.map as string | undefined, io)) {
    if (io.interrupted.aborted) break
    if ('conversation' in item) heard.push(heardOf(item.conversation))
    else unread.add(item)
  }
  unread.end()
  if (unread.count > 0) {
    io.err(`${unread.count} of ${unread.count + heard.length} records could not be read and are in no count.`)
  }
  return heard.filter(({ turns }) => turns.length > 0)
}

/** Simulated customers are taken as they are stored, never through the mapping of the recordings. */
async function simulatedIn(against: readonly string[], given: Given, io: Io): Promise<readonly Heard[]> {
  const files = against.filter((each) => existsSync(resolve(io.cwd, each)))
  const runs = against.filter((each) => !files.includes(each))
  const { map: _, ...options } = given.options
  const heard = [
    ...(files.length === 0 ? [] : await heardIn(files, { ...given, options }, io)),
    ...(runs.length === 0 ? [] : await heardInRuns(runs, given, io)),
  ]
  const simulated = onChannel(heard, given)
  if (simulated.length === 0) throw nothingToFit(`There is no message of a customer in ${against.join(', ')}`, given)
  return simulated
}

async function heardInRuns(wanted: readonly string[], given: Given, io: Io): Promise<readonly Heard[]> {
  const { heardOf } = await import('../../simulate/index.ts')
  const { findRun } = await import('../find-run.ts')
  const { openProjectStore } = await import('../stores.ts')
  const { store } = await openProjectStore(given, io)
  const heard: Heard[] = []
  try {
    for (const each of wanted) {
      const run = await findRun(store, each)
      for await (const { conversation } of store.trials(run.id)) heard.push(heardOf(conversation))
    }
  } finally {
    await store.close()
  }
  return heard.filter(({ turns }) => turns.length > 0)
}

function onChannel(heard: readonly Heard[], { options }: Given): readonly Heard[] {
  return options.channel === undefined ? heard : heard.filter(({ channel }) => channel === options.channel)
}

async function write(file: string, found: Fit, { options }: Given): Promise<void> {
  const { personaText } = await import('../../simulate/index.ts')
  const { cannotWrite, writePieces } = await import('../reports/writing.ts')
  const { whole } = found
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch (thrown) {
    throw cannotWrite(file, thrown)
  }
  const text = personaText(found, {
    id: (options.id as string | undefined) ?? usualId,
    title: `As customers write in ${whole.conversations} recorded conversations`,
    heading:
      'Made by "fieldproof fit". Yours to edit.\nEach rate says what it was counted from; what is not here was not seen, and is as by default.',
  })
  await writePieces(file, [text])
}

function nothingToFit(what: string, { options }: Given): Problem {
  const where = options.channel === undefined ? '' : ` on channel "${String(options.channel)}"`
  const shape = options.map === undefined ? 'name the shape of the records with --map' : 'check the mapping'
  return new Problem({
    code: 'cli/nothing-to-fit',
    message: `${what}${where}.`,
    hint:
      where === ''
        ? `If another program wrote them, ${shape}.`
        : 'Leave --channel out to see which channels there are.',
  })
}

function idOf(text: string): string {
  if (/^[a-z0-9][a-z0-9-]*$/.test(text)) return text
  throw new Problem({
    code: 'cli/bad-option',
    message: `--id takes lower-case letters, digits and hyphens, not "${text}".`,
    hint: 'For example: --id night-texter.',
  })
}
