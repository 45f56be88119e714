/** `fieldproof label`: what a person says of a verdict; and, without one, which verdicts to look at next. */
import { join } from 'node:path'
import type { ToLabel } from '../../learn/index.ts'
import type { Finding } from '../../pact/index.ts'
import { Problem } from '../../problem.ts'
import type { Label, Labels } from '../../store/index.ts'
import { inColumns } from '../columns.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { wholeNumber } from '../options.ts'
import { dataFolder } from '../production.ts'
import { allJudged, oneSource, ownProject, type Sources, sourceOptions, sourceWords, withSources } from '../sources.ts'

export const label: Command = {
  name: 'label',
  summary: 'say whether a verdict was right, or list the verdicts that are worth looking at next',
  arguments: [
    { form: '[conversation]', description: "a conversation of production, or a trial's number in the run" },
    { form: '[promise]', description: 'the promise that the verdict is of' },
    {
      form: '[truth]',
      description: 'held or violated; confirm or dismiss what the verdict says; or the level of a rubric',
    },
  ],
  options: [
    ...sourceOptions,
    { form: '--because <words>', description: 'why; needed where you say other than the verdict' },
    { form: '--who <name>', description: 'who says so; your user name when left out' },
    { form: '--condition <id>', description: 'list only verdicts on this promise' },
    { form: '--next <n>', description: 'list so many; 30 when left out', read: wholeNumber('--next', 1) },
    { form: '--json', description: 'list as JSON, one verdict per line' },
  ],
  examples: [
    'fieldproof label',
    'fieldproof label c-1042 booked-means-booked confirm',
    'fieldproof label c-1042 polite Flat',
    "fieldproof label 7 polite dismiss --run latest --because 'the customer asked for it'",
  ],

  async run(given, io) {
    const [conversation, condition, truth] = given.arguments
    return withSources(given, io, async (sources) => {
      if (conversation === undefined) await listNext(given, oneSource(given, sources), io)
      else if (condition === undefined || truth === undefined) throw incomplete()
      else await say({ conversation, condition, truth }, given, sources, io)
      return exitCodes.ok
    })
  },
}

async function listNext(given: Given, sources: Sources, io: Io): Promise<void> {
  const { strataOf, toLabel } = await import('../../learn/index.ts')
  const { condition, next = 30, json } = given.options
  const { project, people } = sources
  const strata = await strataOf(allJudged(sources), {
    ...{ pact: project.pact, people },
    ...(condition !== undefined && { condition: String(condition) }),
  })
  const wanted = toLabel(strata, Number(next))
  if (json === true) for (const each of wanted) io.out(JSON.stringify(each))
  else {
    io.out(`${wanted.length} verdicts to label next, of ${sourceWords(sources)}`)
    const rows = wanted.map((each) => [where(each), each.condition, each.said, each.because])
    for (const line of inColumns([['conversation', 'promise', 'said', 'why'], ...rows])) io.out(line)
    io.out('"fieldproof label <conversation> <promise> confirm" or "dismiss --because …" says whether it was right.')
  }
}

const where = ({ source, name }: ToLabel) => (source === 'production' ? name : `trial ${name}`)

interface Saying {
  readonly conversation: string
  readonly condition: string
  readonly truth: string
}

async function say({ conversation, condition, truth }: Saying, given: Given, sources: Sources, io: Io): Promise<void> {
  const found = await findingOf(conversation, condition, given, sources)
  const { outcome } = found.finding
  const rubric = sources.project.pact.rubrics.find(({ id }) => id === condition)
  const level = rubric?.levels.find(({ name }) => name === truth)
  const meant = level === undefined ? truthOf(truth, outcome) : level.holds ? 'held' : 'violated'
  const because = given.options.because as string | undefined
  if (meant !== outcome && because === undefined) throw withoutReason(outcome)
  const who = (given.options.who as string | undefined) ?? io.env.USER ?? 'command line'
  const spoken: Label = {
    ...{ project: found.project, source: found.source, conversation: found.id, condition, said: outcome, truth: meant },
    ...(level !== undefined && { level: level.name }),
    ...(because !== undefined && { because }),
    ...{ who, atMs: io.now().getTime() },
  }
  await found.labels.put(spoken)
  if (found.source === 'production') await noteDeed(spoken, given, io)
  const word = meant === outcome ? 'confirmed' : `dismissed: the verdict says ${outcome}, and it was ${meant}`
  io.out(`${conversation} ${condition}: ${word}.`)
}

interface Found {
  readonly finding: Finding
  readonly project: string
  readonly source: string
  readonly id: string
  readonly labels: Labels
}

/** Where a run is named, it is a trial; else what production has comes first. */
async function findingOf(wanted: string, condition: string, { options }: Given, sources: Sources): Promise<Found> {
  const { production, run } = sources
  const isRunNamed = run !== undefined && options.run !== undefined
  const grading = isRunNamed ? undefined : await production?.observed.grading(production.project, wanted)
  if (production !== undefined && grading !== undefined) {
    const { project, labels } = production
    return {
      finding: findingIn(grading.verdict.findings, condition),
      project,
      source: 'production',
      id: wanted,
      labels,
    }
  }
  if (run === undefined) throw noConversation(wanted)
  const { findTrial } = await import('../find-run.ts')
  const { id, verdict } = await findTrial(run.store, run.run, wanted).catch((thrown: unknown) => {
    throw production === undefined || isRunNamed ? thrown : noConversation(wanted, run.run.id)
  })
  const finding = findingIn(verdict.findings, condition)
  return { finding, project: ownProject, source: run.run.id, id, labels: run.labels }
}

function findingIn(findings: readonly Finding[], condition: string): Finding {
  const found = findings.find((finding) => finding.condition === condition)
  if (found !== undefined) return found
  throw new Problem({
    code: 'cli/no-such-condition',
    message: `The verdict has no condition "${condition}".`,
    hint: `Conditions: ${findings.map((finding) => finding.condition).join(', ')}.`,
  })
}

function truthOf(truth: string, outcome: Finding['outcome']): 'held' | 'violated' {
  if (truth === 'held' || truth === 'violated') return truth
  const isDecided = outcome === 'held' || outcome === 'violated'
  if (isDecided && truth === 'confirm') return outcome
  if (isDecided && truth === 'dismiss') return outcome === 'held' ? 'violated' : 'held'
  throw new Problem({
    code: 'cli/bad-option',
    message: isDecided
      ? `"${truth}" is nothing that can be said of a verdict.`
      : `The verdict says ${outcome}, which cannot be confirmed or dismissed.`,
    hint: isDecided ? 'Say confirm, dismiss, held or violated.' : 'Say held or violated.',
  })
}

async function noteDeed({ project, conversation, condition, truth, who, atMs }: Label, given: Given, io: Io) {
  const { openAccess } = await import('../../store/index.ts')
  const access = await openAccess(join(dataFolder(given, io), 'access.db'))
  try {
    await access.did({ atMs, project, who, what: `labelled ${truth}`, about: `${conversation} ${condition}` })
  } finally {
    await access.close()
  }
}

const incomplete = () =>
  new Problem({
    code: 'cli/bad-option',
    message: 'A label needs a conversation, a promise and what is true.',
    hint: 'For example: fieldproof label c-1042 booked-means-booked confirm.',
  })

const withoutReason = (outcome: string) =>
  new Problem({
    code: 'cli/bad-option',
    message: `The verdict says ${outcome}, and you say otherwise without a reason.`,
    hint: "Say why, for those who mend the judge: --because 'the customer asked for it'.",
  })

const noConversation = (wanted: string, run?: string) =>
  new Problem({
    code: 'cli/no-such-conversation',
    message:
      run === undefined
        ? `Production has no graded conversation "${wanted}".`
        : `Production has no graded conversation "${wanted}", and run ${run} no such trial.`,
    hint: 'Check its name, the project (--name) and the folder (--data); for a trial, name the run with --run.',
  })
