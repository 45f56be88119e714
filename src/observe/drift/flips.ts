/** What a jury found of the same conversations at first and now, rubric by rubric. */
import type { Finding, Pact } from '../../pact/index.ts'
import { mcnemar } from '../../stats/index.ts'
import type { Anchor, Outcomes, RubricAgain } from './rows.ts'

const examplesShown = 5

/** What was found by the rubrics that could be read. */
export function outcomesIn(findings: readonly Finding[], { rubrics }: Pact): Outcomes {
  const read = findings.filter(({ condition }) => rubrics.some(({ id }) => id === condition))
  return Object.fromEntries(
    read.flatMap(({ condition, outcome }) =>
      outcome === 'held' || outcome === 'violated' ? [[condition, outcome]] : [],
    ),
  )
}

/** @param read what was found now, by conversation */
export function flipsIn(
  anchors: readonly Anchor[],
  read: ReadonlyMap<string, Outcomes>,
): Readonly<Record<string, RubricAgain>> {
  const rubrics = new Set(anchors.flatMap(({ baseline = {} }) => Object.keys(baseline)))
  const pairs = (rubric: string) =>
    anchors.flatMap(({ thread, baseline }) => {
      const [before, now] = [baseline?.[rubric], read.get(thread)?.[rubric]]
      return before === undefined || now === undefined ? [] : [{ thread, before, now }]
    })
  return Object.fromEntries(
    [...rubrics].map((rubric) => {
      const own = pairs(rubric)
      const flipped = own.filter(({ before, now }) => before !== now)
      const worse = flipped.filter(({ now }) => now === 'violated').length
      const better = flipped.length - worse
      const p = Math.min(1, rubrics.size * mcnemar({ broke: worse, mended: better }).pTwoSided)
      return [rubric, { n: own.length, worse, better, p, examples: flipped.slice(0, examplesShown) }]
    }),
  )
}
