/** Scenarios one by one, in the HTML report, where a run was given a budget. */
import type { BudgetOutcome, ScenarioAnswer } from '../../simulate/index.ts'
import { byState, evenWords, moreWords, rulesWords, spentWords, statesWords } from './budget.ts'
import { escapeMarkup } from './escape.ts'
import { interval, percent, sentence } from './words.ts'

const standing = { proven: 'kept', refuted: 'broken', undecided: 'open' } as const
const glyph = { proven: '✓', refuted: '✕', undecided: '~' } as const

/** Empty where there was no budget. @param anchors where a conversation of the report is linked to */
export function budgetHtml(budget: BudgetOutcome | undefined, anchors: ReadonlySet<number>): string {
  if (budget === undefined) return ''
  const rows = byState(budget.scenarios).map((answer) => rowHtml(answer, budget.budget.target, anchors))
  return `<section id="budget"><h2>Scenario by scenario</h2>
<p class="hint">${[statesWords(budget), spentWords(budget), evenWords(budget)].map((text) => escapeMarkup(sentence(text))).join(' ')}</p>
<p class="hint">The band is where the share of a scenario's conversations without a violation lies, from 0 to 100 %, the upright stroke what it is held to. ${rulesWords(
    budget,
  )
    .map((text) => escapeMarkup(sentence(text)))
    .join(' ')}</p>
<table class="promises"><thead><tr><th scope="col">scenario</th><th scope="col" class="plot"></th><th scope="col">without a violation</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></section>`
}

function rowHtml(answer: ScenarioAnswer, target: number, anchors: ReadonlySet<number>): string {
  const { scenario, state, clean, violating, range, violated } = answer
  const linked = violated.find(({ order }) => anchors.has(order))
  const link =
    linked === undefined ? '' : `<span class="more"><a href="#trial-${linked.order}">trial ${linked.order}</a></span>`
  return `<tr><th scope="row"><span class="pill ${standing[state]}">${glyph[state]} ${state}</span>${escapeMarkup(scenario)}</th>\
<td class="plot">${rangeSvg(answer, target)}</td>\
<td class="numbers">${clean} of ${clean + violating}<span class="soft">${escapeMarkup(interval(range))}</span><span class="more">${escapeMarkup(moreWords(answer))}</span>${link}</td></tr>`
}

/** A band on an axis from 0 to 1, without a dot: counts of what was left alone early are no estimate. */
function rangeSvg({ scenario, state, range }: ScenarioAnswer, target: number): string {
  const at = (share: number) => `${(100 * share).toFixed(2)}%`
  const label = `${scenario}: lies within ${interval(range)}, held to ${percent(target)}`
  return `<svg height="26" role="img" aria-label="${escapeMarkup(label)}"><line class="tick" x1="0%" x2="0%" y1="0" y2="26"/><line class="tick" x1="100%" x2="100%" y1="0" y2="26"/>\
<line class="range s-${standing[state]}" x1="${at(range.low)}" x2="${at(range.high)}" y1="13" y2="13"/><line class="target" x1="${at(target)}" x2="${at(target)}" y1="4" y2="22"/></svg>`
}
