/** What real habits cost, in the HTML report: customers who write as testers do beside customers as they are. */
import type { AgainstControl, Contrast } from '../../simulate/index.ts'
import { gapWords, mendingWords } from './control.ts'
import { escapeMarkup } from './escape.ts'
import { differenceSvg } from './html-plots.ts'
import { percent } from './words.ts'

/** Empty where the run had no controls. */
export function controlHtml(control: AgainstControl | undefined): string {
  if (control === undefined) return ''
  const { controls, real, overall, personas, channels, habits, mendings } = control
  const rows = [
    rowHtml('', { ...overall, name: 'all of them' }),
    ...personas.map((each) => rowHtml('persona', each)),
    ...(channels.length > 1 ? channels.map((each) => rowHtml('channel', each)) : []),
    ...habits.map((each) => rowHtml('habit', each)),
  ]
  const wins = mendings.map((each) => `<li>${escapeMarkup(mendingWords(each))}</li>`).join('')
  return `<section id="control"><h2>What polite tests hide</h2>
<p class="hint">Each scenario was also brought by a customer who writes as testers do. Without a violation were ${percent(controls.rate)} of ${controls.n} such conversations, and ${percent(real.rate)} of ${real.n} with customers as they are. The dot is how many points more or fewer, pair by pair, the band its 95 % interval, from -100 to +100. A habit is compared where it occurred, so it is what came with the habit.</p>
<table class="promises faults"><thead><tr><th scope="col">customers</th><th scope="col" class="plot"></th><th scope="col">against the same scenario as testers bring it</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>${wins === '' ? '' : `<p class="hint">What would win most, each on top of the one before:</p><ol>${wins}</ol>`}</section>`
}

function rowHtml(kind: string, contrast: Contrast): string {
  const { name, compared } = contrast
  const standing = compared === undefined ? 'unused' : compared.high < 0 ? 'broken' : 'open'
  const plot = compared === undefined ? '' : differenceSvg(`${name}: ${gapWords(contrast)}`, compared, standing)
  const what = kind === '' ? '' : `<span class="what">${kind}</span>`
  return `<tr><th scope="row">${escapeMarkup(name)}${what}</th><td class="plot">${plot}</td><td class="numbers">${escapeMarkup(gapWords(contrast))}</td></tr>`
}
