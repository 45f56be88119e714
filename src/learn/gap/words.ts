/** The gap in plain sentences. Points are rounded so that they add up, since readers add. */
import type { Interval } from '../../stats/index.ts'
import { type Gap, type GapCause, gapCauses } from './gap.ts'

const meant: Readonly<Record<GapCause, string>> = {
  mix: 'customers who come in other shares than scenarios do',
  uncovered: 'traffic that no scenario has',
  behaviour: 'the same kinds of customers faring worse',
  judge: 'judges who see the test better than people do',
}
const meantTheOtherWay: Readonly<Record<GapCause, string>> = {
  mix: 'customers who come in other shares than scenarios do',
  uncovered: 'traffic that no scenario has, which fares better',
  behaviour: 'the same kinds of customers faring better',
  judge: 'judges who see production better than people do',
}

/** What made the gap, largest first, with intervals; and what was not looked at. */
export function gapSentences({ parts, intervals, n, confidence }: Gap): readonly string[] {
  const [gap, ...causes] = addingUp(
    parts.gap,
    gapCauses.map((cause) => parts[cause]),
  )
  const told = gapCauses
    .map((cause, at) => ({ cause, points: causes[at] ?? 0 }))
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .map(({ cause, points }) => {
      const words = points > 0 ? meant[cause] : meantTheOtherWay[cause]
      return `${spoken(points)} ${Math.abs(points) === 1 ? 'is' : 'are'} ${words} (${within(intervals[cause])})`
    })
  const first =
    `Production does ${percent(parts.production)} where the test does ${percent(parts.test)}: a gap of ${spoken(gap ?? 0)} points ` +
    `(${within(intervals.gap)}, ${confidence * 100} % intervals), from ${n.test.findings} findings in the test and ${n.production.findings} in production.`
  const split = told.length === 0 ? 'No part of it comes to half a point.' : `Of it, ${told.join('; ')}.`
  const labels = n.test.labels + n.production.labels
  return [
    first,
    split,
    ...(labels === 0
      ? ['Nobody labelled any of these verdicts, so what judges make of it is not known and counts as nothing.']
      : []),
  ]
}

/** Whole points that add up to the whole gap: what rounding takes from one part it gives to those it took most from. */
function addingUp(gap: number, parts: readonly number[]): readonly number[] {
  const exact = parts.map((part) => part * 100)
  const whole = Math.round(gap * 100)
  const rounded = exact.map(Math.floor)
  let left = whole - rounded.reduce((sum, part) => sum + part, 0)
  const byLoss = exact.map((part, at) => ({ at, loss: part - Math.floor(part) })).sort((a, b) => b.loss - a.loss)
  for (const { at } of byLoss) {
    if (left <= 0) break
    rounded[at] = (rounded[at] ?? 0) + 1
    left -= 1
  }
  return [whole, ...rounded.map((part) => part + 0)]
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const spoken = (points: number) => (points < 0 ? `−${-points}` : `${points}`)
const within = ({ low, high }: Interval) => `${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)}`
