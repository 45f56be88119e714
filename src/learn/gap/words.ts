/** The gap in plain sentences. Points are rounded so that they add up, since readers add. */
import type { Interval } from '../../stats/index.ts'
import type { Gap, Part, TraitGap } from './gap.ts'
import type { Gathered } from './gather.ts'

const otherShares = 'customers who come in other shares than scenarios do'
const noScenario = ['traffic that no scenario has', 'traffic that no scenario has, which fares better'] as const

/** What a trait's part is in words; of the others the mix and the uncovered part are told apart. */
const byTrait: Readonly<Record<string, string>> = {
  channel: 'the channels they come on',
  writing: 'how they write',
  backends: 'backends that fail',
}

interface Cause extends Part {
  readonly words: string
}

/** What made the gap, largest first, with intervals; and what was not looked at. */
export function gapSentences(gap: Gap): readonly string[] {
  const { parts, intervals, n, confidence } = gap
  const causes = causesOf(gap)
  const [whole, ...points] = addingUp(
    parts.gap,
    causes.map((cause) => cause.points),
  )
  const told = causes
    .map(({ words, interval }, at) => ({ words, interval, points: points[at] ?? 0 }))
    .filter((cause) => cause.points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .map((cause) => {
      const verb = Math.abs(cause.points) === 1 ? 'is' : 'are'
      return `${spoken(cause.points)} ${verb} ${cause.words} (${within(cause.interval)})`
    })
  const first =
    `Production does ${percent(parts.production)} where the test does ${percent(parts.test)}: a gap of ${spoken(whole ?? 0)} points ` +
    `(${within(intervals.gap)}, ${confidence * 100} % intervals), from ${n.test.findings} findings in the test and ${n.production.findings} in production.`
  const split = told.length === 0 ? 'No part of it comes to half a point.' : `Of it, ${told.join('; ')}.`
  return [first, split, ...calledWords(gap), ...judgeWords(gap)]
}

/** What of the run is in none of the numbers; nothing where that is nothing. */
export function guardingSentences({ guarding }: Pick<Gathered, 'guarding'>): readonly string[] {
  if (guarding === 0) return []
  const words = guarding === 1 ? 'conversation is' : 'conversations are'
  return [
    `${guarding} more ${words} of scenarios that guard what was found before, and in no number: they do not say how customers fare.`,
  ]
}

function causesOf({ parts, intervals, traits, together }: Gap): readonly Cause[] {
  const [better, worse] = [parts.behaviour < 0, parts.judge < 0]
  return [
    ...traits.flatMap(causesOfTrait),
    { ...together, words: 'combinations of these that no scenario has' },
    {
      points: parts.behaviour,
      interval: intervals.behaviour,
      words: `the same kinds of customers faring ${better ? 'better' : 'worse'}`,
    },
    {
      points: parts.judge,
      interval: intervals.judge,
      words: `judges who see ${worse ? 'production' : 'the test'} better than people do`,
    },
  ]
}

function causesOfTrait({ trait, mix, uncovered, both }: TraitGap): readonly Cause[] {
  const words = byTrait[trait]
  if (words !== undefined) return [{ ...both, words }]
  return [
    { ...mix, words: otherShares },
    { ...uncovered, words: noScenario[uncovered.points < 0 ? 1 : 0] },
  ]
}

/** What to write scenarios for. Told in tenths, as parts of parts are small. */
function calledWords({ called }: Gap): readonly string[] {
  if (called.length === 0) return []
  const told = called.map(({ called: words, share, uncovered: { points, interval } }) => {
    return `"${words}" is ${percent(share)} of production and ${(100 * points + 0).toFixed(1)} points (${within(interval)})`
  })
  return [
    `Of what no scenario has, the most is about: ${told.join('; ')}. "fieldproof coverage --draft scenarios/drafts.yaml" drafts scenarios for it.`,
  ]
}

function judgeWords({ n, corrected: { test, production } }: Gap): readonly string[] {
  if (test && production) return []
  const labels = n.test.labels + n.production.labels
  if (labels === 0) return ['The judge’s part is not measured: there are no labels, so it counts as nothing.']
  const taken = test ? 'production’s' : production ? 'the test’s' : 'either side’s'
  const words = test || production ? 'half measured' : 'not measured'
  return [
    `The judge’s part is ${words}: ${taken} verdicts are taken as they are until some of those called held and some of those called violated are labelled.`,
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
