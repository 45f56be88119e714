/** Drifts on a terminal and as JSON: which can be made of what backends answer, which were played, which were not. */
import { type Drift, type DriftCoverage, driftCell, driftCoverage, driftsAtMost } from '../../connect/index.ts'
import { visible } from '../../conversation/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import type { MetInRun, SeenDrifts } from '../seen-drifts.ts'
import { count } from './words.ts'

const fieldsShown = 3
const notSeen = 'Drifts are made of what stands behind the proxy: put it under "backends:" of the project.'

export interface DriftsReported extends SeenDrifts {
  /** Those that were asked for; the coverage is of all. */
  readonly chosen: readonly Drift[]
}

/** @param each a line for each drift, in place of one for each kind at an endpoint */
export function driftLines(reported: DriftsReported, each: boolean, style: Style): readonly string[] {
  const { from, drifts, cut, met, chosen } = reported
  if (met?.asked.size === 0) return [`No call to a backend was seen in run ${met.runs.join(' and ')}. ${notSeen}`]
  const endpoints = [...new Set([...drifts.map(({ endpoint }) => endpoint), ...(met?.asked ?? [])])]
  const coverage = met && driftCoverage(drifts, met.asked, met.cells)
  const read = met === undefined ? '' : `, of ${count(met.conversations, 'conversation')}`
  const sample = chosen.length < drifts.length ? `, ${chosen.length} of them chosen` : ''
  return [
    `${count(drifts.length, 'drift')} can be made of ${from}${read}${sample}.`,
    ...cut.map((endpoint) => `${visible(endpoint)} has more than the ${driftsAtMost} that were made of it.`),
    ...endpoints.flatMap((endpoint) => {
      const mine = chosen.filter((drift) => drift.endpoint === endpoint)
      const lines = each ? mine.map((drift) => rowOf(drift, met)) : kindRows(mine, met)
      const title = `${style.bold(visible(endpoint))}${endpointWords(endpoint, drifts, coverage)}`
      return ['', title, ...inColumns(lines).map((line) => `  ${line}`)]
    }),
    ...(coverage === undefined ? [] : coverageLines(coverage)),
  ]
}

function endpointWords(endpoint: string, drifts: readonly Drift[], coverage: DriftCoverage | undefined): string {
  if (drifts.every((drift) => drift.endpoint !== endpoint)) return ': no JSON to make a drift of'
  const row = coverage?.endpoints.find((each) => each.endpoint === endpoint)
  return row === undefined ? '' : `: ${row.played} of ${count(row.of, 'kind')} played`
}

function rowOf(drift: Drift, met: MetInRun | undefined): readonly string[] {
  return [...(met === undefined ? [] : [playedWord(met.played.has(drift.name))]), drift.name, visible(drift.id)]
}

function kindRows(drifts: readonly Drift[], met: MetInRun | undefined): readonly (readonly string[])[] {
  const cells = [...new Set(drifts.map(driftCell))]
  return cells.map((cell) => {
    const mine = drifts.filter((drift) => driftCell(drift) === cell)
    const byName = mine.filter(({ name }) => met?.played.has(name)).length
    const fields = [...new Set(mine.map(({ field }) => visible(field)))]
    const more = fields.length - fieldsShown
    return [
      ...(met === undefined ? [] : [playedWord(met.cells.has(cell))]),
      mine[0]?.kind ?? '',
      `${count(mine.length, 'drift')}${byName > 0 ? `, ${byName} played` : ''}`,
      `${fields.slice(0, fieldsShown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    ]
  })
}

const playedWord = (isPlayed: boolean) => (isPlayed ? 'played' : 'not')

function coverageLines({ kinds, played, of }: DriftCoverage): readonly string[] {
  const rows = kinds.map((each) => [each.kind, `${each.played} of ${count(each.of, 'endpoint')}`])
  return [
    '',
    'played at',
    ...inColumns(rows).map((line) => `  ${line}`),
    '',
    `In all ${played} of ${of} kinds at endpoints were played.`,
  ]
}

/** `schema` names the form, as in the report of a run. */
export function driftsJson({ drifts, cut, met, chosen }: DriftsReported): Readonly<Record<string, unknown>> {
  const coverage = met && driftCoverage(drifts, met.asked, met.cells)
  return {
    schema: 'fieldproof.drifts/1',
    runs: met?.runs ?? null,
    conversations: met?.conversations ?? null,
    /** Of all drifts that can be made, whatever was chosen: kinds at endpoints. */
    coverage: coverage ?? null,
    asked: met === undefined ? null : [...met.asked],
    possible: drifts.length,
    /** Endpoints that have more than were made. */
    cut,
    drifts: chosen.map((drift) => ({
      ...drift,
      ...(met !== undefined && { played: met.played.has(drift.name), kindPlayed: met.cells.has(driftCell(drift)) }),
    })),
  }
}
