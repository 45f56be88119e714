/** The first screens of the HTML report: what is known of each promise, and where it breaks. */
import type { PromiseTally, Summary } from '../../pact/index.ts'
import { clusteredRate } from '../../stats/index.ts'
import type { Cell, Digest } from './digest.ts'
import { escapeMarkup } from './escape.ts'
import { budgetHtml } from './html-budget.ts'
import { controlHtml } from './html-control.ts'
import { coverageHtml } from './html-coverage.ts'
import { faultsHtml, unmetHtml } from './html-faults.ts'
import { type Figure, figuresHtml } from './html-figures.ts'
import { parityHtml } from './html-parity.ts'
import { axisOf, axisSvg, barSvg, intervalSvg, sharesSvg, swatchSvg } from './html-plots.ts'
import type { Reported } from './reported.ts'
import {
  byStanding,
  count,
  endingWords,
  gateWords,
  glyphs,
  interval,
  ownFailures,
  percent,
  standingOf,
} from './words.ts'

/** Scenarios in the matrix, at most; those with violations come first. */
const scenariosShown = 120

/** @param anchors where a conversation of the report is linked to, by its place in the plan */
export function summaryHtml(reported: Reported, digest: Digest, anchors: ReadonlySet<number>): string {
  const { summary, run } = reported
  return [
    sharesHtml(summary),
    reported.addition?.html(anchors) ?? '',
    budgetHtml(reported.budget, anchors),
    promisesHtml(summary, anchors),
    faultsHtml(reported.faults ?? [], anchors),
    unmetHtml(reported.unmet ?? []),
    controlHtml(reported.control, anchors),
    parityHtml(reported.parity),
    reported.coverage === undefined ? '' : coverageHtml(reported.coverage),
    matrixHtml(summary, digest, anchors),
    endingsHtml(summary, reported.budget === undefined ? run.planned : summary.conversations),
  ].join('\n')
}

function sharesHtml(summary: Summary): string {
  const { conversations, clean, violating, unjudged, scenarios } = summary
  const own = ownFailures(summary)
  const decided = clean + violating
  const clusters = scenarios
    .map((scenario) => ({ successes: scenario.clean, n: scenario.clean + scenario.violating }))
    .filter(({ n }) => n > 0)
  const figures: readonly Figure[] = [
    ['conversations', conversations.toLocaleString('en-GB'), `over ${count(scenarios.length, 'scenario')}`],
    decided === 0
      ? ['without a violation', 'not measured', 'nothing could be judged']
      : [
          'without a violation',
          percent(clean / decided),
          `${clean} of ${decided} judged, ${interval(clusteredRate(clusters))}`,
        ],
    scoreFigure(summary),
    ['not judged', String(unjudged), own === '' ? 'no failures of our own' : `our own failures: ${own}`],
  ]
  const legend = [
    ['kept', `${clean} without a violation`],
    ['broken', `${violating} with one or more`],
    ['unjudged', `${unjudged} unjudged`],
  ].map(([fill = '', text = '']) => `<li>${swatchSvg(fill)}${text}</li>`)
  return `${figuresHtml(figures)}
${sharesSvg(summary)}
<ul class="legend">${legend.join('')}</ul>`
}

/** Short, since the promises below say which of them veto. */
function scoreFigure({ score }: Summary): Figure {
  if (score?.score == null || score.interval === null) return ['score', 'not measured', 'no dimension was measured']
  const vetoes = score.critical.filter(({ state }) => state === 'refuted').length
  const { low, high } = score.interval
  const why = vetoes > 0 ? `, ${count(vetoes, 'critical promise')} broken` : ''
  return ['score', score.score.toFixed(0), `of 100 (${low.toFixed(0)} to ${high.toFixed(0)}), ${score.state}${why}`]
}

function promisesHtml({ promises }: Summary, anchors: ReadonlySet<number>): string {
  if (promises.length === 0)
    return '<section><h2>Promises</h2><p class="empty-state">This pact has no conditions yet.</p></section>'
  const axis = axisOf(promises)
  const rows = byStanding(promises).map((promise) =>
    promiseHtml(promise, intervalSvg(promise, standingOf(promise), axis), anchors),
  )
  return `<section id="promises"><h2>Promises</h2>
<p class="hint">The dot is the share of conversations in which the promise held, the band its 95 % interval, the upright stroke the target; ‹ says that the interval goes on. Conversations to which a promise does not apply, and those that could not be judged, are in no share.</p>
<table class="promises"><thead><tr><th scope="col">promise</th><th scope="col" class="plot">${axisSvg(axis)}</th><th scope="col">held</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></section>`
}

function promiseHtml(promise: PromiseTally, plot: string, anchors: ReadonlySet<number>): string {
  const standing = standingOf(promise)
  const { id, explanation, severity, dimension, rate, held, violated, target, unjudged, notApplicable } = promise
  const numbers =
    rate === undefined
      ? '<span class="soft">never decided</span>'
      : `${held} of ${held + violated} held<span class="soft">${percent(rate.rate)} (${interval(rate)})</span><span class="soft">target ${percent(target)} ${gateWords(promise)}</span>`
  const apart = [unjudged > 0 ? `${unjudged} unjudged` : '', notApplicable > 0 ? `${notApplicable} not applicable` : '']
  const linked = promise.examples.filter(({ order }) => anchors.has(order))
  const examples = linked.map(({ order }) => `<a href="#trial-${order}">trial ${order}</a>`).join(', ')
  return `<tr><th scope="row"><span class="pill ${standing}">${glyphs[standing]} ${standing}</span>${escapeMarkup(id)}\
<span class="what">${escapeMarkup(explanation)} <em>(${severity}, ${escapeMarkup(dimension)})</em></span></th>\
<td class="plot">${plot}</td>\
<td class="numbers">${numbers}<span class="more">${apart.filter(Boolean).join(', ')}</span>${examples === '' ? '' : `<span class="more">${examples}</span>`}</td></tr>`
}

function matrixHtml({ promises, scenarios }: Summary, digest: Digest, anchors: ReadonlySet<number>): string {
  const columns = byStanding(promises).filter(({ id }) => [...digest.cells.values()].some((row) => row.has(id)))
  if (columns.length === 0) return ''
  const sorted = [...scenarios].sort((a, b) => b.violating / b.n - a.violating / a.n || b.violating - a.violating)
  const shown = sorted.slice(0, scenariosShown)
  const linked = new Map<string, number>()
  for (const { scenario, violated, order } of digest.worst) {
    for (const condition of violated) {
      const key = JSON.stringify([scenario, condition])
      if (anchors.has(order) && !linked.has(key)) linked.set(key, order)
    }
  }
  const rows = shown.map(({ scenario, n, violating }) => {
    const row = digest.cells.get(scenario)
    const cells = columns.map(({ id }) =>
      cellHtml(row?.get(id), `${scenario}, ${id}`, linked.get(JSON.stringify([scenario, id]))),
    )
    return `<tr><th scope="row" title="${escapeMarkup(scenario)}">${escapeMarkup(scenario)}</th><td class="total">${violating} of ${n}</td>${cells.join('')}</tr>`
  })
  const rest = sorted.slice(scenariosShown)
  const restViolating = rest.filter(({ violating }) => violating > 0).length
  const more =
    rest.length === 0
      ? ''
      : ` Showing ${shown.length} of ${sorted.length} scenarios; of the others, ${restViolating} have a violation.`
  return `<section id="matrix"><h2>Where promises break</h2>
<p class="hint">Each number is how many conversations of the scenario violated the promise; the stronger the colour, the larger the share. ✓ held in all, ? could not be judged, empty does not apply. A linked number leads to a conversation.${more}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Scenarios by promises"><table class="matrix"><thead><tr><th scope="col">scenario</th><th scope="col" class="total">any</th>${columns.map(({ id }) => `<th scope="col"><span title="${escapeMarkup(id)}">${escapeMarkup(id)}</span></th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div></section>`
}

function cellHtml(cell: Cell | undefined, label: string, order: number | undefined): string {
  if (cell === undefined) return '<td class="none"></td>'
  const { held, violated, unjudged } = cell
  const told = `${label}: ${violated} violated, ${held} held${unjudged > 0 ? `, ${unjudged} unjudged` : ''}`
  const title = `title="${escapeMarkup(told)}"`
  if (violated > 0) {
    const heat = Math.ceil((4 * violated) / (violated + held))
    const content =
      order === undefined
        ? `<span>${violated}</span>`
        : `<a href="#trial-${order}" aria-label="${escapeMarkup(told)}">${violated}</a>`
    return `<td class="v${heat}" ${title}>${content}</td>`
  }
  return held === 0
    ? `<td class="unjudged" ${title}><span>?</span></td>`
    : `<td class="held" ${title}><span>✓</span></td>`
}

function endingsHtml({ endings, conversations }: Summary, planned: number): string {
  const rows = endings.map(
    ({ outcome, n }) =>
      `<tr><th scope="row">${escapeMarkup(endingWords(outcome))}</th><td class="barcell">${barSvg(n / conversations)}</td><td class="n">${n} of ${conversations}</td></tr>`,
  )
  const missing =
    planned > conversations ? ` ${planned - conversations} of ${planned} planned conversations were not had.` : ''
  return `<section id="endings"><h2>How it ended for customers</h2>
<p class="hint">From the customer's side, whatever the pact says.${missing}</p>
<table class="endings"><tbody>${rows.join('')}</tbody></table></section>`
}
