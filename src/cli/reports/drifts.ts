/** Drifts on a terminal and as JSON: which can be made of what backends answer, which were played, which were not. */
import { type Drift, type DriftCoverage, driftCell, driftCoverage } from '../../connect/index.ts'
import { visible } from '../../conversation/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import type { MetInRun, SeenDrifts } from '../seen-drifts.ts'
import { count } from './words.ts'

const fieldsShown = 3

export interface DriftsReported extends SeenDrifts {
  /** Those that were asked for; the coverage is of all. */
  readonly chosen: readonly Drift[]
}

/** @param each a line for each drift, in place of one for each kind at an endpoint */
export function driftLines(
  { from, drifts, met, chosen }: DriftsReported,
  each: boolean,
  style: Style,
): readonly string[] {
  const endpoints = [...new Set([...drifts.map(({ endpoint }) => endpoint), ...(met?.asked ?? [])])]
  const coverage = met && driftCoverage(drifts, met.asked, met.cells)
  const read = met === undefined ? '' : `, of ${count(met.conversations, 'conversation')}`
  const sample = chosen.length < drifts.length ? `, ${chosen.length} of them chosen` : ''
  return [
    `${count(drifts.length, 'drift')} can be made of ${from}${read}${sample}.`,
    ...endpoints.flatMap((endpoint) => {
      const mine = chosen.filter((drift) => drift.endpoint === endpoint)
      const row = coverage?.endpoints.find((of) => of.endpoint === endpoint)
      const isSeen = drifts.some((drift) => drift.endpoint === endpoint)
      const words = isSeen ? row && `${row.played} of ${count(row.of, 'kind')} played` : 'no JSON to make a drift of'
      const lines = each ? mine.map((drift) => rowOf(drift, met)) : kindRows(mine, met)
      return [
        '',
        `${style.bold(visible(endpoint))}${words ? `: ${words}` : ''}`,
        ...inColumns(lines).map((line) => `  ${line}`),
      ]
    }),
    ...(coverage === undefined ? [] : coverageLines(coverage)),
  ]
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
export function driftsJson({ drifts, met, chosen }: DriftsReported): Readonly<Record<string, unknown>> {
  const coverage = met && driftCoverage(drifts, met.asked, met.cells)
  return {
    schema: 'fieldproof.drifts/1',
    run: met?.run ?? null,
    conversations: met?.conversations ?? null,
    /** Of all drifts that can be made, whatever was chosen: kinds at endpoints. */
    coverage: coverage ?? null,
    asked: met === undefined ? null : [...met.asked],
    possible: drifts.length,
    drifts: chosen.map((drift) => ({
      ...drift,
      ...(met !== undefined && { played: met.played.has(drift.name), kindPlayed: met.cells.has(driftCell(drift)) }),
    })),
  }
}
