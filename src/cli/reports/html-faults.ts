/** What faults cost, in the HTML report: each trial against its undisturbed twin. */
import type { FaultBreak, FaultCost, UnmetFault } from '../../simulate/index.ts'
import { clipped, escapeMarkup } from './escape.ts'
import { breaksPromises, brokeWords, costWords, unmetWords } from './faults.ts'
import { differenceSvg } from './html-plots.ts'

/** @param anchors where a conversation of the report is linked to, by its place in the plan */
export function faultsHtml(costs: readonly FaultCost[], anchors: ReadonlySet<number>): string {
  if (costs.length === 0) return ''
  return `<section id="faults"><h2>What faults cost</h2>
<p class="hint">Every trial was played again while the backends misbehaved: the same customer, the same seed. The dot is how many points more or fewer conversations were without a violation than their undisturbed twins, the band its 95 % interval, from -100 to +100, the upright stroke no difference. Only pairs that the fault struck are compared.</p>
<table class="promises faults"><thead><tr><th scope="col">fault</th><th scope="col" class="plot"></th><th scope="col">cost</th></tr></thead>
<tbody>
${costs.map((cost) => costHtml(cost, anchors)).join('\n')}
</tbody></table></section>`
}

/** Empty where every scenario that is about a fault met it in each of its conversations. */
export function unmetHtml(unmet: readonly UnmetFault[]): string {
  if (unmet.length === 0) return ''
  return `<section id="unmet-faults"><h2>Faults that did not strike</h2>
<p class="hint">These scenarios are about a fault. Where it did not strike, a conversation says nothing of it.</p>
<ul>${unmet.map((each) => `<li>${escapeMarkup(unmetWords(each))}</li>`).join('')}</ul></section>`
}

function costHtml(cost: FaultCost, anchors: ReadonlySet<number>): string {
  const { set, explain, overall, breaks } = cost
  const standing = breaksPromises(cost) ? 'broken' : overall === undefined ? 'unused' : 'open'
  const plot = overall === undefined ? '' : differenceSvg(`${set}: ${costWords(cost)}`, overall, standing)
  const broken = breaks.map((each) => breakHtml(each, anchors)).join('')
  return `<tr><th scope="row">${escapeMarkup(set)}<span class="what">${escapeMarkup(explain)}</span></th>\
<td class="plot">${plot}</td>\
<td class="numbers">${escapeMarkup(costWords(cost))}</td></tr>${broken === '' ? '' : `<tr class="breaks"><td colspan="3"><ul>${broken}</ul></td></tr>`}`
}

function breakHtml(broken: FaultBreak, anchors: ReadonlySet<number>): string {
  const { id, example } = broken
  const trial = anchors.has(example.order)
    ? `<a href="#trial-${example.order}">trial ${example.order}</a>`
    : `trial ${example.order}`
  return `<li>breaks <strong>${escapeMarkup(id)}</strong> ${brokeWords(broken)}: ${trial}<span class="because">${escapeMarkup(clipped(example.because, 400))}</span></li>`
}
