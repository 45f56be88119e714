/**
 * A persona that behaves as the customers who show a pattern: how they write and when, from what they wrote, and what the
 * pattern says of how they leave and try again.
 */
import { fit as fitted, personaText } from '../../simulate/index.ts'
import { type ClusteredRate, clusteredRate } from '../../stats/index.ts'
import { grouped } from '../coverage/placed.ts'
import type { Showing, Shown } from './patterns.ts'

/** Conversations below which nothing is known of how its customers write, and turns below which there is no rate. */
const fewest = 5
const fewestTurns = 30

export interface PatternPersona {
  readonly id: string
  /** A persona file. */
  readonly text: string
}

/** Absent where fewer than five conversations show the pattern. */
export function personaOf({ pattern: { name, says }, by }: Shown, seed = 1): PatternPersona | undefined {
  if (by.length < fewest) return undefined
  const id = `real-${name}`
  const written = personaText(
    fitted(
      by.map(({ told }) => told.heard),
      seed,
    ),
    {
      id,
      title: `As customers who ${says}`,
      heading: `Fitted by "fieldproof patterns" to ${by.length} conversations of production whose customers ${says}. Yours to edit.
Each rate says what it was counted from; what is not here was not seen, and is as by default.`,
    },
  )
  return { id, text: written + conduct[name](by).join('') }
}

/** What each pattern says of how customers bear what happens to them. */
const conduct: Readonly<Record<Shown['pattern']['name'], (by: readonly Showing[]) => readonly string[]>> = {
  'drop-off': (by) => [
    rateLine(
      'leavesSilently',
      'of them left without a word',
      tally(by, ({ told }) => [told.left === 'silently']),
    ),
    rateLine('leavesEarly', 'turns after the first were the last', tally(by, turnsAfterFirst)),
  ],
  rephrasing: (by) => [
    rateLine(
      'patience: { triesAgain',
      'turns after an agent that was no help said the same again',
      tally(by, triesAgain),
      ' }',
    ),
  ],
  'asks-for-person': () => [],
  'channel-switch': () => [],
}

const turnsAfterFirst = ({ told: { customerTurns } }: Showing) =>
  customerTurns.slice(1).map((_, index) => index === customerTurns.length - 2)

const triesAgain = ({ told: { customerTurns }, happening: { again = [] } }: Showing) =>
  customerTurns.flatMap(({ isUnhelped }, index) => (isUnhelped ? [again.includes(index + 1)] : []))

function tally(by: readonly Showing[], strikes: (showing: Showing) => readonly boolean[]): ClusteredRate | undefined {
  const units = [...grouped(by, ({ told }) => told.unit).values()]
    .map((those) => those.flatMap(strikes))
    .filter(({ length }) => length > 0)
  if (units.length === 0) return undefined
  return clusteredRate(units.map((struck) => ({ successes: struck.filter(Boolean).length, n: struck.length })))
}

function rateLine(field: string, counted: string, rate: ClusteredRate | undefined, end = ''): string {
  if (rate === undefined) return ''
  const { successes, n, low, high } = rate
  if (n < fewestTurns) return `# ${field.split(' ').at(-1)}: too few for a rate: ${successes} of ${n} ${counted}.\n`
  return `# ${successes} of ${n} ${counted}; 95 %: ${shown(low)} to ${shown(high)}.\n${field}: ${shown(rate.rate)}${end}\n`
}

const shown = (fraction: number) => String(Number(fraction.toPrecision(3)))
