/**
 * What came of a suite, as an HTML report.
 *
 * Without the figures and shares of other reports: over a suite's conversations, whose mix is even by design, they would
 * be rates of nothing. Shares are shown where they are production's.
 */
import type { LevelEffect, SuiteOutcome, SuitePromise } from '../../simulate/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import { replayCommand, type WayBack } from '../again.ts'
import { digestOf } from './digest.ts'
import { escapeMarkup } from './escape.ts'
import { conversationHtml } from './html-conversation.ts'
import { figuresHtml } from './html-figures.ts'
import { type Masthead, pageEnd, pageStart, runFacts } from './html-page.ts'
import { differenceSvg } from './html-plots.ts'
import { effectWords, noRateWords, productionWords, suiteStandingOf, violatedWords } from './suite.ts'
import { count, glyphs, interval, percent } from './words.ts'

/** What a suite's reports are made from. */
export interface ReportedSuite {
  /** Of the project. */
  readonly name: string
  readonly run: RunRecord
  readonly outcome: SuiteOutcome
  readonly store: Pick<Store, 'trials' | 'trial'>
  readonly back: WayBack
}

const shownAtMost = 40

/** The report in pieces, in order. */
export async function* suiteHtml(reported: ReportedSuite): AsyncGenerator<string> {
  const { run, outcome, store, back } = reported
  const digest = await digestOf(store.trials(run.id), outcome.promises, shownAtMost)
  const examples = outcome.promises.flatMap(({ example }) => example ?? [])
  const told = [...digest.worst, ...examples.map(({ order, conversation }) => ({ order, id: conversation }))]
  const shown = [...new Map(told.map(({ id, order }) => [order, { id, order }])).values()]
  const anchors = new Set(shown.map(({ order }) => order))
  yield pageStart(mastheadOf(reported))
  yield [countsHtml(outcome), promisesHtml(outcome, anchors), effectsHtml(outcome)].join('\n')
  yield `<section id="conversations"><h2>Conversations</h2>
<p class="hint">Showing ${shown.length} of ${count(digest.violating, 'conversation')} with a violation, worst first.</p>
`
  for (const [index, { id, order }] of shown.entries()) {
    const trial = await store.trial(run.id, id)
    if (trial !== undefined) yield conversationHtml(trial, replayCommand(order, run.id, back), index === 0)
  }
  yield '</section>'
  yield pageEnd(run.id)
}

function mastheadOf({ name, run, outcome: { promises, trials } }: ReportedSuite): Masthead {
  const broken = promises.filter((promise) => suiteStandingOf(promise) === 'broken').length
  return {
    title: `${name}: suite of ${run.id}`,
    kicker: name,
    headline:
      broken === 0
        ? 'No promise is shown to be broken'
        : `${broken} of ${count(promises.length, 'promise')} ${broken === 1 ? 'is' : 'are'} broken`,
    lede: [
      `${count(trials, 'conversation')} of a suite, in which what varies meets evenly. How many of them pass is no rate of anything, so it is not told.`,
    ],
    facts: runFacts(run),
  }
}

function countsHtml(outcome: SuiteOutcome): string {
  const { trials, rows, decidedRows, unjudged, ownFailures, production } = outcome
  return figuresHtml([
    ['conversations', trials.toLocaleString('en-GB'), `${decidedRows} of ${count(rows, 'row')} decided`],
    production === undefined
      ? ['production, without a violation', 'not known', noRateWords(outcome)]
      : ['production, without a violation', percent(production.rate), productionWords(production)],
    ['not judged', String(unjudged), ownFailures === 0 ? 'no failures of our own' : `our own failures: ${ownFailures}`],
  ])
}

function promisesHtml({ promises, unjudged }: SuiteOutcome, anchors: ReadonlySet<number>): string {
  const rows = promises
    .toSorted((a, b) => b.violated - a.violated)
    .map((promise) => promiseHtml(promise, unjudged, anchors))
  return `<section id="promises"><h2>Promises</h2>
<p class="hint">In how many of the suite's conversations each promise was violated. Broken is what is critical and was violated at all, and what production surely keeps less often than its target.</p>
<table class="promises"><thead><tr><th scope="col">promise</th><th scope="col">suite</th><th scope="col">production</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></section>`
}

/** @param everywhere conversations of which no promise could be judged; told once and not for each */
function promiseHtml(promise: SuitePromise, everywhere: number, anchors: ReadonlySet<number>): string {
  const { id, severity, target, production, example, unjudged } = promise
  const standing = suiteStandingOf(promise)
  const told =
    production === undefined
      ? '<span class="soft">no rate</span>'
      : `${percent(production.rate)}<span class="soft">${interval(production)}</span><span class="soft">target ${percent(target)}</span>`
  const because = example === undefined ? '' : `<span class="more">${escapeMarkup(example.because)}</span>`
  const link =
    example === undefined || !anchors.has(example.order)
      ? ''
      : `<span class="more"><a href="#trial-${example.order}">trial ${example.order}</a></span>`
  const apart = unjudged <= everywhere ? '' : `<span class="more">${unjudged} unjudged</span>`
  return `<tr><th scope="row"><span class="pill ${standing}">${glyphs[standing]} ${standing}</span>${escapeMarkup(id)}<span class="what"><em>${severity}</em></span></th>\
<td class="numbers">${escapeMarkup(violatedWords(promise))}${because}${link}${apart}</td><td class="numbers">${told}</td></tr>`
}

function effectsHtml({ effects }: SuiteOutcome): string {
  if (effects.length === 0) return ''
  return `<section id="levels"><h2>What levels do</h2>
<p class="hint">Each level against the other levels of its factor: how many points more or fewer of its conversations are without a violation, most harmful first. The dot is the difference, the band its 95 % interval, from -100 to +100. "Surely": beyond chance also after correcting for ${count(effects.length, 'level')}.</p>
<table class="promises faults"><thead><tr><th scope="col">level</th><th scope="col" class="plot"></th><th scope="col">against the others</th></tr></thead>
<tbody>
${effects.map(effectHtml).join('\n')}
</tbody></table></section>`
}

function effectHtml(effect: LevelEffect): string {
  const { factor, level, difference, low, high, surely } = effect
  const standing = !surely ? 'open' : difference < 0 ? 'broken' : 'kept'
  const { counts, points } = effectWords(effect)
  const plot = differenceSvg(`${factor} ${level}: ${points}`, { difference, low, high }, standing)
  return `<tr><th scope="row">${escapeMarkup(level)}<span class="what">${escapeMarkup(factor)}</span></th><td class="plot">${plot}</td><td class="numbers">${escapeMarkup(points)}${surely ? ', surely' : ''}<span class="soft">${escapeMarkup(counts)}</span></td></tr>`
}
