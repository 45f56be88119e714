/** How far each judge can be trusted: one table, in which every number has its interval and what it is of. */
import type { Agreeing, Coefficient, Lean, PromiseCalibration } from '../../learn/index.ts'
import type { Pact } from '../../pact/index.ts'
import { type Rate, rate } from '../../stats/index.ts'
import { interval, percent } from '../reports/words.ts'
import type { Swayed } from './swayed.ts'

/** What is measured, its value, where it lies with 95 % confidence, and what it is of. */
type Measured = readonly [what: string, value: string, between: string, of: string]

/** Rows for `inColumns`, the head first; none but the head where nothing is known. */
export function trustRows(
  promises: readonly PromiseCalibration[],
  { rubrics }: Pick<Pact, 'rubrics'>,
  swayed: Swayed,
): readonly (readonly string[])[] {
  const levelsOf = (id: string) => rubrics.find((each) => each.id === id)?.levels.map(({ name }) => name) ?? []
  const conditions = new Set([...promises.map(({ condition }) => condition), ...rubrics.map(({ id }) => id)])
  const rows = [...conditions].flatMap((id) => {
    const promise = promises.find(({ condition }) => condition === id)
    const rubric = rubrics.find((each) => each.id === id)
    const measured = [
      ...(promise ? [...withPeople(promise, levelsOf(id)), ...amongJurors(promise, levelsOf(id))] : []),
      ...(rubric ? swayedRows(rubric, swayed) : []),
      ...(promise ? escalated(promise) : []),
    ]
    return measured.map((each) => [id, ...each])
  })
  return [['promise', 'measure', 'value', '95 %', 'of'], ...rows]
}

function withPeople({ agreement, lean }: PromiseCalibration, levels: readonly string[]): readonly Measured[] {
  const { alike } = agreement
  return [
    ...(alike
      ? [rateRow(`agrees with people${agreement.levels === undefined ? '' : ', by level'}`, alike, 'labels')]
      : []),
    ...coefficients('', agreement, alike === undefined ? '' : `${alike.n} labels`),
    ...(lean ? leans('reads higher than people', lean, levels) : []),
  ]
}

function amongJurors({ jurors }: PromiseCalibration, levels: readonly string[]): readonly Measured[] {
  if (jurors?.alike === undefined) return []
  const { kappa: _, ...rest } = jurors
  const { alike } = jurors
  // What one does otherwise makes all the others look as if they did the opposite.
  const [most] = jurors.leans
    .filter(({ higher, to }) => to !== undefined || excludesZero(higher))
    .toSorted((a, b) => Math.abs(b.higher.value) - Math.abs(a.higher.value))
  return [
    rateRow('jurors choose the same level', alike, 'readings'),
    ...coefficients('of jurors ', rest, `${alike.n} readings`),
    ...(most ? leans(`${most.juror} reads higher than the others`, most, levels) : []),
  ]
}

function coefficients(whose: string, { kappa, alpha, gwet, levels }: Agreeing, of: string): readonly Measured[] {
  const how = levels === undefined ? '' : ', by level'
  const row = (name: string, found: Coefficient | undefined): readonly Measured[] =>
    found === undefined ? [] : [[`${name} ${whose}`.trim() + how, found.value.toFixed(2), between(found, 1, 2), of]]
  return [...row('kappa', kappa), ...row('alpha', alpha), ...row(levels === undefined ? 'AC1' : 'AC2', gwet)]
}

function leans(what: string, { n, higher, to }: Lean, levels: readonly string[]): readonly Measured[] {
  const toLevel: readonly Measured[] =
    to === undefined
      ? []
      : [
          [
            `${what.replace('reads higher than', `says "${levels[to.level] ?? to.level}" oftener than`)}`,
            percent(to.oftener.value),
            between(to.oftener, 100, 1),
            `${n}`,
          ],
        ]
  return [[what, `${signed(higher.value)} levels`, between(higher, 1, 2), `${n}`], ...toLevel]
}

function swayedRows({ id, jury = 'default' }: Pact['rubrics'][number], swayed: Swayed): readonly Measured[] {
  const test = swayed.attacks?.[jury]
  const order = swayed.turned?.[id]
  const anchors = swayed.anchors?.[id]
  const rows: Measured[] = []
  if (test?.attackSuccess) rows.push(rateRow('talked round', test.attackSuccess, 'attacks'))
  if (order?.flips) {
    const { flips, first, second, p, otherVerdict } = order
    const leaning = p < 0.05 ? `, to the ${first > second ? 'first' : 'last'} of the list` : ''
    rows.push(rateRow('turned by the order of levels', flips, `readings, ${otherVerdict} to another verdict${leaning}`))
  }
  if (anchors !== undefined && anchors.n > 0) {
    const { worse, better, n, p } = anchors
    const moved = rate(worse + better, n)
    rows.push(
      rateRow('reads anchors otherwise', moved, `anchors, ${worse} worse and ${better} better, p ${p.toPrecision(2)}`),
    )
  }
  return rows
}

function escalated({ tiers, labels, error }: PromiseCalibration): readonly Measured[] {
  if (labels === 0) return []
  const all = tiers.reduce((sum, { n }) => sum + n, 0)
  const standing = tiers.reduce((sum, { n, stands }) => sum + (stands ? n : 0), 0)
  const of = `${all - standing} of ${all} verdicts`
  const rest = standing === 0 ? 'nothing is proven to stand' : `of the others at most ${percent(error)} are wrong`
  return [['goes to a person', percent((all - standing) / all), '', `${of}; ${rest}`]]
}

const rateRow = (what: string, found: Rate, of: string): Measured => [
  what,
  percent(found.rate),
  interval(found),
  `${found.successes} of ${found.n} ${of}`,
]
const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(2)}`
const excludesZero = ({ low = 0, high = 0 }: Coefficient) => low > 0 || high < 0

function between({ low, high }: Coefficient, times: number, digits: number): string {
  if (low === undefined || high === undefined) return ''
  return `${(times * low).toFixed(digits)} to ${(times * high).toFixed(digits)}${times === 100 ? ' %' : ''}`
}
