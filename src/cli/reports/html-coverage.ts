/** Where faults struck, in the HTML report: endpoints that the agent called by families of faults. */
import { type EndpointCoverage, type FaultCoverage, faultFamilies } from '../../simulate/index.ts'
import { driftsHint, endpointNames, neverStruck, struckWords } from './coverage.ts'
import { escapeMarkup } from './escape.ts'

/** Empty where no conversation was put under a fault, or no call was seen. */
export function coverageHtml({ faulted, endpoints }: FaultCoverage): string {
  if (faulted === 0 || endpoints.length === 0) return ''
  const names = endpointNames(endpoints)
  const never = neverStruck(endpoints)
  const heads = faultFamilies.map((family) => `<th scope="col">${family}</th>`).join('')
  const said = never.length === 0 ? '' : `<p class="never">Never struck: ${escapeMarkup(never.join(', '))}.</p>\n`
  return `<section id="coverage"><h2>Where faults struck</h2>
<p class="hint">Faults struck ${struckWords(endpoints)}. Each number is in how many conversations a fault of the family struck a call of the endpoint; one conversation may be in several. Empty: never. ${escapeMarkup(driftsHint)}.</p>
${said}<div class="scroll" tabindex="0" role="region" aria-label="Endpoints by families of faults"><table class="matrix coverage"><thead><tr><th scope="col">endpoint</th><th scope="col" class="total">called in</th><th scope="col" class="total">struck in</th>${heads}</tr></thead>
<tbody>
${endpoints.map((each) => rowHtml(each, names(each))).join('\n')}
</tbody></table></div></section>`
}

function rowHtml({ called, struck, families }: EndpointCoverage, name: string): string {
  const cells = faultFamilies.map((family) =>
    families[family] === 0 ? '<td class="none"></td>' : `<td class="struck-in"><span>${families[family]}</span></td>`,
  )
  return `<tr><th scope="row" title="${escapeMarkup(name)}">${escapeMarkup(name)}</th><td class="total">${called}</td><td class="total">${struck}</td>${cells.join('')}</tr>`
}
