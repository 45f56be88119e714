/** Where faults struck, on a terminal: endpoints that the agent called by families of faults. */
import { visible } from '../../conversation/index.ts'
import { type EndpointCoverage, type FaultCoverage, faultFamilies } from '../../simulate/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { count } from './words.ts'

/** Rows shown; the rest are counted. */
const endpointsShown = 24

/** The lines of the report; none where no conversation was put under a fault, or no call was seen. */
export function coverageLines({ faulted, endpoints }: FaultCoverage, style: Style): readonly string[] {
  if (faulted === 0 || endpoints.length === 0) return []
  const struck = endpoints.filter((each) => each.struck > 0)
  const names = endpointNames(endpoints)
  const never = neverStruck(endpoints)
  const rows = struck
    .slice(0, endpointsShown)
    .map((each) => [
      visible(names(each)),
      String(each.called),
      String(each.struck),
      ...faultFamilies.map((family) => (each.families[family] === 0 ? '-' : String(each.families[family]))),
    ])
  const [head = '', ...lines] = inColumns(
    [['', 'called', 'struck', ...faultFamilies], ...rows],
    [1, 2, 3, 4, 5, 6, 7, 8],
  )
  return [
    '',
    style.bold(`  Where faults struck: ${struckWords(endpoints)}`),
    ...(struck.length === 0 ? [] : [style.dim(`    ${head}`), ...lines.map((line) => `    ${line}`)]),
    ...(struck.length > rows.length
      ? [style.dim(`    and ${count(struck.length - rows.length, 'more endpoint')}`)]
      : []),
    ...(never.length === 0 ? [] : [`    never struck: ${visible(never.join(', '))}`]),
    style.dim(`    counted in conversations; ${driftsHint}`),
  ]
}

export const driftsHint = '"fieldproof drifts" says which drifts were not played'

/** `5 of 12 endpoints that the agent called`. */
export function struckWords(endpoints: readonly EndpointCoverage[]): string {
  const struck = endpoints.filter((each) => each.struck > 0).length
  return `${struck} of ${count(endpoints.length, 'endpoint')} that the agent called`
}

/** Names of endpoints that no fault struck, each with how many conversations called it. */
export function neverStruck(endpoints: readonly EndpointCoverage[]): readonly string[] {
  const names = endpointNames(endpoints)
  return endpoints.filter(({ struck }) => struck === 0).map((each) => `${names(each)} (${each.called})`)
}

/** An endpoint's name; with that of its backend where there are several. */
export function endpointNames(endpoints: readonly EndpointCoverage[]): (each: EndpointCoverage) => string {
  const isOne = new Set(endpoints.map(({ backend }) => backend)).size < 2
  return ({ backend, endpoint }) => (isOne ? endpoint : `${backend}: ${endpoint}`)
}
