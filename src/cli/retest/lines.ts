/** What `retest` prints before and after it plays: what changed, what is played for it, and what is out of date. */
import { visible } from '../../conversation/index.ts'
import type {
  Chosen,
  Copied,
  Freshness,
  KnowledgeChange,
  KnowledgeDifference,
  Outdated,
  Probe,
  Side,
} from '../../simulate/index.ts'
import { type ClusteredRate, clusteredRate } from '../../stats/index.ts'
import type { Style } from '../io.ts'
import { count, interval, percent } from '../reports/words.ts'

const shownWords = 70

export function changeLines({ changes, moved }: KnowledgeDifference, style: Style): readonly string[] {
  const more = moved.length === 0 ? '' : `; ${count(moved.length, 'passage')} moved, word for word the same`
  return [
    style.bold(`${count(changes.length, 'change')} of the knowledge base${more}`),
    ...changes.map((change) => `  ${change.what.padEnd(8)}  ${placed(change)}: ${wordsOf(change)}`),
  ]
}

export function placed({ before, after, field }: KnowledgeChange): string {
  const side = after ?? before
  const path = [...(side?.passage.path ?? []), ...(field === undefined ? [] : [field])]
  return `${side?.place.file}:${side?.place.line} ${path.join(' > ')}`
}

export function wordsOf({ before, after, kind }: KnowledgeChange): string {
  const side = (one: Side) => (kind === 'rule' ? `${one.said}, in "${short(one.passage.text)}"` : short(one.said))
  return [before, after].flatMap((each) => (each === undefined ? [] : [side(each)])).join(' -> ')
}

const short = (text: string) => (text.length > shownWords ? `${text.slice(0, shownWords - 1)}…` : text)

export function chosenLines(chosen: readonly Chosen[], of: number, style: Style): readonly string[] {
  return [
    '',
    style.bold(`${count(chosen.length, 'scenario')} of ${of} may depend on that`),
    ...chosen.flatMap(({ scenario, because }) => [
      `  ${scenario.id}`,
      ...once(because.map(({ change, why }) => `    ${why} (${placed(change)})`)).map(style.dim),
    ]),
  ]
}

export function probeLines(
  { probes, without }: { readonly probes: readonly Probe[]; readonly without: readonly KnowledgeChange[] },
  style: Style,
): readonly string[] {
  return [
    '',
    style.bold(`${count(probes.length, 'probe')} for what changed`),
    ...probes.map(({ scenario, now, was }) => {
      const wants = scenario.goal.wants?.[0]?.ask ?? scenario.goal.want
      const old =
        was === undefined || was.said === now?.said ? '' : `${now === undefined ? '' : ', '}not ${short(was.said)}`
      return `  ${scenario.id}: "${wants}" ${style.dim(`${now === undefined ? '' : short(now.said)}${old}`)}`
    }),
    ...without.map((change) => style.dim(`  no question is known for ${placed(change)}`)),
  ]
}

export function outdatedLines(outdated: readonly Outdated[], style: Style): readonly string[] {
  if (outdated.length === 0) return []
  return [
    '',
    style.bold(`${count(outdated.length, 'expectation')} to mend: the new knowledge does not say so any more`),
    ...outdated.map(({ scenario, expected, change }) => {
      const now = change.after === undefined ? '' : `; now ${short(change.after.said)}`
      return `  ${scenario.id} expects "${expected}"${now} (${scenario.file ?? ''})`
    }),
  ]
}

/** What the conversations said of one changed fact. */
export interface Answers {
  readonly probe: Probe
  readonly counts: Readonly<Record<Freshness, number>>
  /** The first conversation that had what was, else the first that had neither, and what the agent answered first in it. */
  readonly example?: { readonly id: string; readonly order: number; readonly said: string }
}

export function answerLines(answers: readonly Answers[], style: Style): readonly string[] {
  const fresh = freshRate(answers)
  const rate = fresh === undefined ? '' : `${percent(fresh.rate)} (${interval(fresh)})`
  return ['', style.bold(freshnessWords(answers, rate)), ...answers.flatMap((each) => answerOf(each, style))]
}

/** `70 of 72 probed conversations had what is true now, 0 what was, 2 neither, 0 unclear`, with the rate where there is one. */
export function freshnessWords(answers: readonly Answers[], rate: string): string {
  const { n, fresh, stale, missing, unclear } = totalOf(answers)
  const told = `${fresh} of ${n} probed conversations had what is true now, ${stale} what was, ${missing} neither, ${unclear} unclear`
  return rate === '' ? told : `${told}: ${rate} of what can be told`
}

/** Over all probes. */
export function totalOf(answers: readonly Answers[]): Readonly<Record<Freshness | 'n', number>> {
  const total = (key: Freshness) => answers.reduce((sum, { counts }) => sum + counts[key], 0)
  const all = { fresh: total('fresh'), stale: total('stale'), missing: total('missing'), unclear: total('unclear') }
  return { n: all.fresh + all.stale + all.missing + all.unclear, ...all }
}

/** The share of decided conversations that had what is true now, clustered by what was asked. */
export function freshRate(answers: readonly Answers[]): ClusteredRate | undefined {
  const clusters = answers
    .map(({ counts: { fresh, stale, missing } }) => ({ successes: fresh, n: fresh + stale + missing }))
    .filter(({ n }) => n > 0)
  return clusters.length === 0 ? undefined : clusteredRate(clusters)
}

function answerOf({ probe, counts, example }: Answers, style: Style): readonly string[] {
  const parts = (['fresh', 'stale', 'missing', 'unclear'] as const).flatMap((key) =>
    counts[key] === 0 ? [] : [`${counts[key]} ${key}`],
  )
  const words = parts.length === 0 ? 'not played' : parts.join(', ')
  const paint = counts.stale > 0 ? style.red : counts.missing > 0 ? style.yellow : style.green
  return [
    `  ${paint(words.padEnd(10))}  ${probe.scenario.id}`,
    ...(example === undefined ? [] : [style.dim(`    trial ${example.order}: "${visible(short(example.said))}"`)]),
  ]
}

export function copiedLines(
  copied: readonly (Copied & { readonly at: string })[],
  { scenarios, passages }: { readonly scenarios: number; readonly passages: number },
  style: Style,
): readonly string[] {
  return [
    style.bold(
      `${count(copied.length, 'line')} of ${count(scenarios, 'scenario')} copied from ${count(passages, 'passage')} of the knowledge base`,
    ),
    ...copied.flatMap(({ scenario, line, place, passage, words, at }) => [
      `  ${at} ${scenario.id}: "${short(line)}"`,
      style.dim(`    ${words} words in a row from ${place.file}:${place.line}: "${short(passage.text)}"`),
    ]),
    ...(copied.length === 0 ? [] : ['  Such lines test that you find what you wrote. Say them as a customer would.']),
  ]
}

const once = (lines: readonly string[]) => [...new Set(lines)]
