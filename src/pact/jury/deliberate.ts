/**
 * From several testimonies to one finding, by a rule that is fixed before anyone reads.
 *
 * A juror without a usable reading agrees with nobody: it makes `holds` and `level` fail and counts against a
 * majority. Where the jurors who agree chose different levels, the lower middle one is the jury's.
 */
import type { Finding } from '../verdict.ts'
import type { Testimony } from './juror.ts'
import type { Quote } from './quotes.ts'
import { type Rubric, scoreOf } from './rubric.ts'

/**
 * What makes a jury agree.
 *
 * - `holds` (default): every juror comes to the same side, kept or not.
 * - `level`: every juror chooses the same level.
 * - `majority`: more than half of all jurors come to the same side. Odd juries only.
 */
export type AgreementRule = 'holds' | 'level' | 'majority'

type Read = Testimony & { readonly level: number }

export function deliberate(rubric: Rubric, testimonies: readonly Testimony[], rule: AgreementRule): Finding {
  const jurors = testimonies.map(({ reading }) => reading)
  const agreeing = agreeingOn(rubric, testimonies, rule)
  if (agreeing === undefined) {
    return { condition: rubric.id, outcome: 'unjudged', because: whyNot(rubric, testimonies), jurors }
  }

  const level = lowerMiddle(agreeing.map((read) => read.level))
  const quotes = distinct(agreeing.flatMap((read) => read.quotes))
  const at = [...new Set(quotes.map((quote) => quote.at))].sort((a, b) => a - b)
  const rest = { condition: rubric.id, at, score: scoreOf(rubric, level), quotes, jurors }
  const chosen = rubric.levels[level]
  if (chosen?.holds) return { ...rest, outcome: 'held' }
  return { ...rest, outcome: 'violated', because: `read as "${chosen?.name}": ${chosen?.description}` }
}

/**
 * Whether jurors come to a side by a rule, and to which: true where it holds; nothing where they do not.
 *
 * @param chosen the level of each juror; undefined where a juror has no usable reading
 */
export function agreedSide(
  chosen: readonly (number | undefined)[],
  { levels }: Pick<Rubric, 'levels'>,
  rule: AgreementRule,
): boolean | undefined {
  const read = chosen.filter((level) => level !== undefined)
  if (rule === 'level' && new Set(chosen).size > 1) return undefined
  const needed = rule === 'majority' ? Math.floor(chosen.length / 2) + 1 : chosen.length
  const sides = read.map((level) => levels[level]?.holds)
  return [true, false].find((side) => {
    const agreeing = sides.filter((each) => each === side).length
    return agreeing > 0 && agreeing >= needed
  })
}

function agreeingOn(
  rubric: Rubric,
  testimonies: readonly Testimony[],
  rule: AgreementRule,
): readonly Read[] | undefined {
  const chosen = testimonies.map(({ reading, quotes }) => (quotes.length === 0 ? undefined : reading.level))
  const side = agreedSide(chosen, rubric, rule)
  if (side === undefined) return undefined
  return testimonies.flatMap((one, at) => {
    const level = chosen[at]
    return level !== undefined && rubric.levels[level]?.holds === side ? [{ ...one, level }] : []
  })
}

/** Failures first, since a juror that cannot be used explains more than one that disagrees. */
function whyNot({ levels }: Rubric, testimonies: readonly Testimony[]): string {
  const failures = testimonies.flatMap(({ reading }) =>
    reading.failure === undefined ? [] : [`${reading.juror}: ${reading.failure}`],
  )
  if (failures.length > 0) {
    return `${failures.length} of ${testimonies.length} jurors gave no usable reading (${failures.join('; ')})`
  }
  const readings = testimonies.map(({ reading }) => `${reading.juror}: "${levels[reading.level ?? 0]?.name}"`)
  return `the jurors disagree (${readings.join('; ')})`
}

function lowerMiddle(levels: readonly number[]): number {
  const sorted = [...levels].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

function distinct(quotes: readonly Quote[]): readonly Quote[] {
  return [...new Map(quotes.map((quote) => [`${quote.at} ${quote.text}`, quote])).values()]
}
