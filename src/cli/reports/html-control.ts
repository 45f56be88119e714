/** What real habits cost, in the HTML report: customers who write as testers do beside customers as they are, then what to mend first. */
import { type AgainstControl, type Contrast, type Fix, habitWords } from '../../simulate/index.ts'
import {
  fixesHint,
  fixesTitle,
  fixWords,
  gapSentence,
  politeWords,
  rangeWords,
  shareWords,
  sureWords,
  wrongWords,
} from './control.ts'
import { escapeMarkup } from './escape.ts'
import { points } from './faults.ts'
import { type GapAxis, gapAxisOf, gapAxisSvg, gapSvg } from './html-plots.ts'
import { count, listed, sentence } from './words.ts'

/** Scenarios named for each fix. */
const scenariosNamed = 5

/** Empty where the run had no controls. @param anchors conversations of the report that can be linked to */
export function controlHtml(control: AgainstControl | undefined, anchors: ReadonlySet<number>): string {
  if (control === undefined) return ''
  const { overall, personas, channels, habits } = control
  const all = [overall, ...personas, ...channels, ...habits]
  const axis = gapAxisOf(all.flatMap(({ controls, real }) => [controls, real]))
  const sure = habits.filter(({ surely }) => surely)
  const others = habits.filter(({ surely }) => !surely)
  const groups = [
    ['', [{ ...overall, name: 'all customers' }]],
    ['Persona', personas],
    ['Channel', channels],
    ['Habit', sure],
  ] as const
  return `<section id="control"><h2>What polite tests hide</h2>
<p class="gap">${escapeMarkup(gapSentence(control))}.</p>
<p class="hint">Each scenario was also brought as testers write: politely, in one piece, without an error. The ring is the share of those conversations without a violation, the dot that of the same scenarios brought by customers as they are, the bands their 95 % intervals. A habit is compared where it occurred, with whatever came with it. What is sure is so after correcting for every persona, channel and habit.</p>
${tableHtml(groups, axis)}
${others.length === 0 ? '' : `<details class="more-habits"><summary>${count(others.length, sure.length === 0 ? 'habit' : 'more habit')}, none of them surely worse than its polite conversations</summary>\n${tableHtml([['', others]], axis)}</details>`}
${fixesHtml(control, anchors)}</section>`
}

function tableHtml(groups: readonly (readonly [string, readonly Contrast[]])[], axis: GapAxis): string {
  const rows = groups.flatMap(([title, contrasts]) => [
    ...(title === '' || contrasts.length === 0
      ? []
      : [`<tr class="group"><th scope="rowgroup" colspan="3">${title}</th></tr>`]),
    ...contrasts.map((each) => rowHtml(each, axis)),
  ])
  return `<table class="promises gaps"><thead><tr><th scope="col">customers</th><th scope="col" class="plot">${gapAxisSvg(axis)}</th><th scope="col">polite, and as they are</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>`
}

function rowHtml(contrast: Contrast, axis: GapAxis): string {
  const { name, compared, controls, real, surely } = contrast
  const what = habitWords(name)
  const explained = what === undefined ? '' : `<span class="what">${escapeMarkup(what)}</span>`
  const sure = sureWords(contrast)
  const pill = sure === '' ? '' : `<span class="pill ${surely ? 'broken' : 'unused'}">${sure}</span>`
  const head = `<th scope="row">${pill}${escapeMarkup(name)}${explained}</th>`
  if (compared === undefined || controls === undefined || real === undefined) {
    return `<tr>${head}<td class="plot"></td><td class="numbers"><span class="soft">no pair was judged on both sides</span></td></tr>`
  }
  const rates = `polite ${shareWords(controls)}, as they are ${shareWords(real)}`
  return `<tr>${head}<td class="plot">${gapSvg(`${name}: ${rates}`, controls, real, surely ? 'broken' : 'unused', axis)}</td>\
<td class="numbers"><strong>${points(compared.difference)} points</strong> ${rangeWords(compared)}\
<span class="soft">polite ${shareWords(controls)}</span>\
<span class="soft">as they are ${shareWords(real)}</span>\
<span class="soft">${count(compared.pairs, 'pair')} of ${count(compared.scenarios, 'scenario')}</span></td></tr>`
}

function fixesHtml(control: AgainstControl, anchors: ReadonlySet<number>): string {
  const { fixes } = control
  if (fixes.length === 0) return ''
  return `<h3>${escapeMarkup(fixesTitle(control))}</h3>
<ol class="fixes">${fixes.map((fix) => fixHtml(fix, control, anchors)).join('')}</ol>
<p class="hint">${escapeMarkup(sentence(fixesHint))}</p>`
}

function fixHtml(fix: Fix, control: AgainstControl, anchors: ReadonlySet<number>): string {
  const { order } = fix.example
  const example = anchors.has(order) ? `, <a href="#trial-${order}">trial ${order}</a>` : `, such as trial ${order}`
  return `<li><strong>${escapeMarkup(fixWords(fix, control))}</strong>
<span class="wrong">${escapeMarkup(wrongWords(fix))}</span>
<span class="soft">breaks ${escapeMarkup(fix.conditions.join(', '))}</span>
<span class="soft">in ${escapeMarkup(listed(fix.scenarios, scenariosNamed))}${example}; ${escapeMarkup(politeWords(fix))}</span></li>`
}
