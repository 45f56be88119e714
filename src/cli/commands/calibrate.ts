/** `fieldproof calibrate`: judges held against what people say, promise by promise. */
import type { Calibration, PromiseCalibration } from '../../learn/index.ts'
import type { Estimate } from '../../stats/index.ts'
import type { Swayed } from '../calibration/swayed.ts'
import { inColumns } from '../columns.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { juryOptions } from '../jury-options.ts'
import { share, wholeNumber } from '../options.ts'
import { count, interval, percent } from '../reports/words.ts'
import { allJudged, oneSource, type Sources, sourceOptions, sourceWords, withSources } from '../sources.ts'

export const calibrate: Command = {
  name: 'calibrate',
  summary: "correct judges' rates by what people say, and show how far judges can be trusted",
  options: [
    ...sourceOptions,
    { form: '--condition <id>', description: 'only this promise' },
    {
      form: '--error <share>',
      description: 'how many of the verdicts that stand without a person may be wrong; 0.05 when left out',
      read: share('--error', '0.05'),
    },
    { form: '--attacks', description: 'also try to talk the juries of the pact round; asks their models' },
    {
      form: '--turn-levels <n>',
      description: 'also read so many conversations of each rubric with its levels listed both ways round; asks models',
      read: wholeNumber('--turn-levels', 1),
    },
    { form: '--seed <n>', description: 'for the intervals; 1 when left out', read: wholeNumber('--seed', 0) },
    { form: '--json', description: 'as JSON' },
    ...juryOptions,
  ],
  examples: [
    'fieldproof calibrate',
    'fieldproof calibrate --condition polite --attacks --turn-levels 30',
    'fieldproof calibrate --json',
  ],

  async run(given, io) {
    const learn = await import('../../learn/index.ts')
    const { condition, error, seed = 1, json } = given.options
    return withSources(given, io, async (both) => {
      const sources = oneSource(given, both)
      const found = await learn.calibrate(allJudged(sources), {
        ...{ pact: sources.project.pact, people: sources.people, seed: Number(seed) },
        ...(condition !== undefined && { condition: String(condition) }),
        ...(error !== undefined && { error: Number(error) }),
      })
      const { swayedBy } = await import('../calibration/swayed.ts')
      const swayed = await swayedBy(sources, given, Number(seed), io)
      if (json === true) io.out(JSON.stringify({ promises: found.promises, ...swayed }, null, 2))
      else await tell(found, swayed, sources, io)
      return found.promises.some(({ labels }) => labels > 0) ? exitCodes.ok : exitCodes.undecided
    })
  },
}

async function tell({ promises }: Calibration, swayed: Swayed, sources: Sources, io: Io): Promise<void> {
  const labels = promises.reduce((sum, promise) => sum + promise.labels, 0)
  const waiting = promises.reduce((sum, promise) => sum + promise.waiting, 0)
  io.out(
    `${sourceWords(sources)}: ${count(promises.length, 'promise')}, ${count(labels, 'label')} that count, ${waiting} that wait`,
  )
  const labelled = promises.filter((promise) => promise.labels > 0)
  if (labelled.length === 0) io.out('Nobody has labelled any of it yet; "fieldproof label" says what to begin with.')
  else table(labelled, io)
  const { trustRows } = await import('../calibration/trust.ts')
  const rows = trustRows(promises, sources.project.pact, swayed)
  if (rows.length > 1) show(rows, io)
  for (const promise of labelled) for (const line of notes(promise)) io.out(line)
  if (swayed.attacks !== undefined) tellAttacks(swayed.attacks, io)
  if (swayed.turned !== undefined && Object.keys(swayed.turned).length === 0)
    io.out('No conversation was read by a jury, so there are no levels to be turned.')
  if (waiting > 0)
    io.out('Labels wait until those before them in the random order are given; "fieldproof label" lists these.')
}

function table(promises: readonly PromiseCalibration[], io: Io): void {
  const head = ['promise', 'judge', 'unjudged', 'corrected', 'finds', 'spares', 'labels']
  const rows = promises.map(({ condition, judge, unjudged, estimate, labels }) => [
    condition,
    `${percent(judge.rate)} of ${judge.n}`,
    `${unjudged}`,
    estimated(estimate?.corrected),
    estimated(estimate?.finds),
    estimated(estimate?.spares),
    `${labels}`,
  ])
  show([head, ...rows], io)
  io.out('finds: of what people call violated; spares: of what people call held; both, as the corrected rate, for all')
  io.out('conversations, with 95 % intervals.')
}

function show(rows: readonly (readonly string[])[], io: Io): void {
  for (const [index, line] of inColumns(rows).entries()) io.out(index === 0 ? io.style.dim(line) : line)
}

const estimated = (estimate: Estimate | undefined) =>
  estimate === undefined ? '' : `${percent(estimate.rate)} (${interval(estimate)})`

function notes({ condition, tiers, drift, people, jury }: PromiseCalibration): readonly string[] {
  const standing = tiers.map(({ said, doubt, n, labelled, wrong, atMost, stands, more }) => {
    const words = `  ${condition}: ${n} called ${said}, ${doubtWords[doubt]}: ${wrong} wrong of ${labelled} labels, at most ${percent(atMost)}`
    return `${words}; ${stands ? 'stands without a person' : `a person decides${more > 0 ? `, ${more} more good labels may change that` : ', since one before it is not proven'}`}`
  })
  const { broke, mended, n, pTwoSided } = drift
  const changed =
    broke + mended === 0
      ? []
      : [
          `  ${condition}: since it was labelled the judge has got ${broke} of ${n} wrong and ${mended} right; by chance ${percent(pTwoSided)}`,
        ]
  const disputes =
    people.n === 0
      ? []
      : [`  ${condition}: people agree in ${people.alike?.successes ?? 0} of ${people.n} that two labelled`]
  const jurors = (jury?.jurors ?? []).map(
    ({ juror, right }) => `  ${condition}: ${juror} right in ${right.successes} of ${right.n} (${interval(right)})`,
  )
  const size =
    jury?.effectiveSize === undefined
      ? []
      : [
          `  ${condition}: ${jury.jurors.length} jurors count as ${jury.effectiveSize.toFixed(1)}, their errors correlate by ${(jury.errorCorrelation ?? 0).toFixed(2)}`,
        ]
  const unfit = (jury?.unfit ?? []).map((why) => `  ${condition}: this jury should not sit: ${why}`)
  return [...standing, ...changed, ...disputes, ...jurors, ...size, ...unfit]
}

const doubtWords = { none: 'nothing against it', seldom: 'a path seldom seen', split: 'jurors differ' } as const

function tellAttacks(attacks: NonNullable<Swayed['attacks']>, io: Io): void {
  if (Object.keys(attacks).length === 0) io.out('The pact names no jury, so there is none to be talked round.')
  for (const [name, { attackSuccess, succeeded, blinded, untried, baseline }] of Object.entries(attacks)) {
    const isFit = baseline.cold === 'violated' && baseline.warm === 'held'
    if (attackSuccess === undefined) io.out(`  jury ${name}: no attack could be tried`)
    else if (untried.length > 0) io.out(`  jury ${name}: ${untried.length} attacks were not tried`)
    if (succeeded.length > 0) io.out(`  jury ${name}: talked round by ${succeeded.join(', ')}`)
    if (blinded.length > 0) io.out(`  jury ${name}: left without a finding by ${blinded.join(', ')}`)
    if (!isFit)
      io.out(
        `  jury ${name}: misreads plain conversations: the cold one as ${baseline.cold}, the warm one as ${baseline.warm}`,
      )
  }
}
