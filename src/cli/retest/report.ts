/** What a retest adds to the reports of its run: which facts changed, what depends on them, and what the agent says of each now. */
import type { Chosen, KnowledgeChange, KnowledgeDifference, Outdated, Probe, Side } from '../../simulate/index.ts'
import { escapeMarkup } from '../reports/escape.ts'
import { type Row, wideTable } from '../reports/html-table.ts'
import type { Addition } from '../reports/reported.ts'
import { interval, percent } from '../reports/words.ts'
import { headlineOf } from './headline.ts'
import { type Answers, freshnessWords, freshRate, placed, totalOf, wordsOf } from './lines.ts'

/** All of a retest that is known before it plays. */
export interface Retested {
  readonly difference: KnowledgeDifference
  readonly chosen: readonly Chosen[]
  readonly scenarios: number
  readonly without: readonly KnowledgeChange[]
  readonly outdated: readonly Outdated[]
}

/** @param answers what probed conversations said */
export function retestAddition(retested: Retested, answers: readonly Answers[]): Addition {
  return {
    key: 'retest',
    headline: headlineOf(playedOf(retested), answers),
    json: () => retestJson(retested, answers),
    html: (anchors) => retestHtml(retested, answers, anchors),
    markdown: (cell) => retestMarkdown(retested, answers, cell),
    examples: answers.flatMap(({ example }) => example ?? []),
  }
}

const playedOf = ({ difference: { changes }, chosen, scenarios }: Retested) => ({
  changes: changes.length,
  chosen: chosen.length,
  scenarios,
})

function retestJson({ difference, chosen, scenarios, without, outdated }: Retested, answers: readonly Answers[]) {
  const fresh = freshRate(answers)
  return {
    changes: difference.changes.map(changeJson),
    moved: difference.moved.length,
    scenarios: {
      of: scenarios,
      chosen: chosen.map(({ scenario, because }) => ({
        id: scenario.id,
        because: because.map(({ change, why }) => ({ change: change.key, why })),
      })),
    },
    answers: {
      ...totalOf(answers),
      rate: fresh === undefined ? null : { rate: fresh.rate, n: fresh.n, low: fresh.low, high: fresh.high },
    },
    probes: answers.map(({ probe, counts, example }) => ({
      id: probe.scenario.id,
      change: probe.change.key,
      ask: askOf(probe),
      now: probe.now?.said ?? null,
      was: probe.was?.said ?? null,
      ...counts,
      example: example === undefined ? null : { trial: example.order, id: example.id, said: example.said },
    })),
    notAsked: without.map(({ key }) => key),
    outdated: outdated.map(({ scenario, expected, change }) => ({ id: scenario.id, expected, change: change.key })),
  }
}

function changeJson({ key, what, kind, before, after }: KnowledgeChange) {
  const side = ({ said, place: { file, line } }: Side) => ({ said, file, line })
  return {
    key,
    what,
    kind,
    before: before === undefined ? null : side(before),
    after: after === undefined ? null : side(after),
  }
}

const askOf = ({ scenario: { goal } }: Probe) => goal.wants?.[0]?.ask ?? goal.want

function retestHtml(
  { difference: { changes }, chosen, scenarios, without, outdated }: Retested,
  answers: readonly Answers[],
  anchors: ReadonlySet<number>,
): string {
  const changed = changes.map(
    (change) =>
      `<li><span class="pill unused">${change.what}</span> <code>${escapeMarkup(placed(change))}</code> ${escapeMarkup(wordsOf(change))}</li>`,
  )
  const rest = [
    ...without.map((change) => `No question is known for ${placed(change)}.`),
    ...outdated.map(
      ({ scenario, expected, change }) =>
        `${scenario.id} expects "${expected}", which is no longer so${change.after === undefined ? '' : `: now ${change.after.said}`}.`,
    ),
  ]
  const depend = chosen.map(
    ({ scenario, because }) =>
      `<li><strong>${escapeMarkup(scenario.id)}</strong> ${escapeMarkup([...new Set(because.map(({ why }) => why))].join('; '))}</li>`,
  )
  const rows = answers.map((each) => rowOf(each, anchors))
  return `<section id="retest"><h2>What changed in the knowledge base</h2>
<p class="gap">${escapeMarkup(freshnessWords(answers, rateWords(answers)))}.</p>
<p class="hint">Each changed fact was asked for. Fresh: the agent said what is true now. Stale: it said what was. Missing: neither. Unclear: no code can tell, and it is in no rate.</p>
<ul class="changes">${changed.join('')}</ul>
${wideTable('What the agent says of what changed', ['asked', 'now', 'was', 'said'], rows)}
${rest.length === 0 ? '' : `<ul>${rest.map((text) => `<li>${escapeMarkup(text)}</li>`).join('')}</ul>`}
<details class="more-habits"><summary>${chosen.length} of ${scenarios} scenarios may depend on that and were played</summary><ul>${depend.join('')}</ul></details></section>`
}

function rowOf({ probe, counts, example }: Answers, anchors: ReadonlySet<number>): Row {
  const standing = counts.stale > 0 ? 'broken' : counts.missing > 0 ? 'open' : counts.fresh > 0 ? 'kept' : 'unused'
  const said = (['fresh', 'stale', 'missing', 'unclear'] as const).flatMap((key) =>
    counts[key] === 0 ? [] : [`${counts[key]} ${key}`],
  )
  const trial =
    example === undefined
      ? ''
      : anchors.has(example.order)
        ? ` <a href="#trial-${example.order}">trial ${example.order}</a>`
        : ` trial ${example.order}`
  const quote = example === undefined ? '' : `<span class="what">“${escapeMarkup(example.said)}”</span>`
  return [
    `${escapeMarkup(askOf(probe))}<span class="what">${escapeMarkup(probe.scenario.id)}</span>`,
    escapeMarkup(probe.now?.said ?? 'gone'),
    escapeMarkup(probe.was?.said ?? 'new'),
    `<span class="pill ${standing}">${said.length === 0 ? 'not played' : said.join(', ')}</span>${trial}${quote}`,
  ]
}

/** For the step summary. @param cell makes text of strangers safe */
function retestMarkdown(
  { difference: { changes } }: Retested,
  answers: readonly Answers[],
  cell: (text: string) => string,
): string {
  const wrong = answers.filter(({ counts: { stale, missing } }) => stale + missing > 0)
  return [
    `### ${freshnessWords(answers, rateWords(answers))}`,
    '',
    ...changes.map((change) => `- ${change.what} ${cell(placed(change))}: ${cell(wordsOf(change))}`),
    '',
    ...(wrong.length === 0 ? [] : ['| asked | now | was | stale | missing |', '|---|---|---|---|---|']),
    ...wrong.map(
      ({ probe, counts }) =>
        `| ${cell(askOf(probe))} | ${cell(probe.now?.said ?? 'gone')} | ${cell(probe.was?.said ?? 'new')} | ${counts.stale} | ${counts.missing} |`,
    ),
    '',
  ].join('\n')
}

/** `97.2 % (90 to 99.2 %)`; empty where nothing could. */
function rateWords(answers: readonly Answers[]): string {
  const fresh = freshRate(answers)
  return fresh === undefined ? '' : `${percent(fresh.rate)} (${interval(fresh)})`
}
