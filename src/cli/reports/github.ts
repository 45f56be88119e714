/**
 * For GitHub Actions: annotations at the lines of the pact and the scenarios, and a step summary in markdown.
 *
 * GitHub shows ten annotations of a kind per step, so the worst come first and the rest stays in the summary.
 */
import { visible } from '../../conversation/index.ts'
import type { PromiseTally } from '../../pact/index.ts'
import { clipped } from './escape.ts'
import { type Reported, replayOf, type Spot } from './reported.ts'
import { byStanding, count, gateWords, headline, interval, ownFailures, percent, standingOf } from './words.ts'

const annotationsAtMost = 10
const textShown = 300
/** One promise must not crowd out the others. */
const examplesEach = 2

type Example = PromiseTally['examples'][number]

/** First examples of every promise come before second ones. */
interface Ranked {
  readonly rank: number
  readonly line: string
}

/** Workflow commands, one a line: errors for broken promises, warnings for other violations and for what was not judged. */
export async function githubAnnotations(reported: Reported): Promise<readonly string[]> {
  const told: Ranked[] = []
  for (const promise of byStanding(reported.summary.promises)) {
    const standing = standingOf(promise)
    if (standing === 'unjudged') told.push(unjudgedAnnotation(promise, reported.places.condition(promise.id)))
    if (standing !== 'broken' && standing !== 'open') continue
    const level = standing === 'broken' ? 'error' : 'warning'
    for (const [rank, example] of promise.examples.slice(0, examplesEach).entries()) {
      const spot = await spotOf(reported, promise, example)
      told.push({ rank, line: annotation(level, promise.id, spot, violationText(promise, example, reported)) })
    }
  }
  const byRank = told.sort((a, b) => a.rank - b.rank).map(({ line }) => line)
  return ['::error ', '::warning '].flatMap((kind) =>
    byRank.filter((line) => line.startsWith(kind)).slice(0, annotationsAtMost),
  )
}

/** The scenario that showed it, else the promise. */
async function spotOf(
  { store, run, places }: Reported,
  { id }: PromiseTally,
  example: Example,
): Promise<Spot | undefined> {
  const trial = await store.trial(run.id, example.conversation)
  return (trial === undefined ? undefined : places.scenario(trial.scenario)) ?? places.condition(id)
}

function violationText({ violated, held }: PromiseTally, { order, because }: Example, reported: Reported): string {
  const replay = replayOf(reported, order)
  return `trial ${order}: ${clipped(because, textShown)} (${violated} of ${held + violated} violated)${replay === undefined ? '' : `\n${replay}`}`
}

function unjudgedAnnotation(promise: PromiseTally, spot: Spot | undefined): Ranked {
  const because = promise.unjudgedBecause[0]?.because ?? 'nothing was decided'
  const text = `${count(promise.unjudged, 'conversation')} unjudged: ${clipped(because, textShown)}`
  return { rank: 0, line: annotation('warning', promise.id, spot, text) }
}

export function annotation(level: 'error' | 'warning', title: string, spot: Spot | undefined, text: string): string {
  const place = spot === undefined ? '' : `file=${property(spot.file)},line=${spot.line},`
  return `::${level} ${place}title=${property(title)}::${data(text)}`
}

/** A line break or a "::" in what an agent said must not become a command of its own. */
const data = (text: string) => visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** The step summary: a table of promises, and one command for each that is broken. */
export function stepSummary(reported: Reported): string {
  const { name, summary } = reported
  const { title, detail } = headline(reported)
  const own = ownFailures(summary)
  const promises = byStanding(summary.promises)
  const rows = promises.map((promise) => {
    const { id, rate, held, violated, target, unjudged } = promise
    const measured =
      rate === undefined ? '' : `${held} of ${held + violated}, ${percent(rate.rate)} (${interval(rate)})`
    const apart = unjudged === 0 ? '' : `${unjudged}`
    return `| ${standingOf(promise)} | ${cell(id)} | ${measured} | ${percent(target)} ${gateWords(promise)} | ${apart} |`
  })
  const broken = promises.filter((promise) => standingOf(promise) === 'broken' && promise.examples.length > 0)
  return [
    `## ${cell(name)}: ${title}`,
    '',
    `${detail} ${summary.clean} without a violation, ${summary.violating} with one or more, ${summary.unjudged} unjudged.${own === '' ? '' : ` Our own failures: ${own}.`}`,
    '',
    ...(reported.addition === undefined ? [] : [reported.addition.markdown(cell)]),
    '| | promise | held | target | unjudged |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...broken.flatMap(({ id, examples: [example] }) =>
      example === undefined
        ? []
        : [
            `**${cell(id)}**, trial ${example.order}: ${cell(clipped(example.because, textShown))}`,
            '',
            '```sh',
            replayOf(reported, example.order) ?? '',
            '```',
            '',
          ],
    ),
  ].join('\n')
}

/** Text of strangers inside markdown: nothing of it may be markup. */
export function cell(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]<>()#+!|~$&@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\s+/g, ' ')
}
