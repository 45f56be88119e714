/** What `retest` prints before and after it plays: what changed, what is played for it, and what is out of date. */
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
import type { Style } from '../io.ts'
import { count } from '../reports/words.ts'

const shownWords = 70

export function changeLines({ changes, moved }: KnowledgeDifference, style: Style): readonly string[] {
  const more = moved.length === 0 ? '' : `; ${count(moved.length, 'passage')} moved, word for word the same`
  return [
    style.bold(`${count(changes.length, 'change')} of the knowledge base${more}`),
    ...changes.map((change) => `  ${change.what.padEnd(8)}  ${placed(change)}: ${wordsOf(change)}`),
  ]
}

function placed({ before, after, field }: KnowledgeChange): string {
  const side = after ?? before
  const path = [...(side?.passage.path ?? []), ...(field === undefined ? [] : [field])]
  return `${side?.place.file}:${side?.place.line} ${path.join(' > ')}`
}

function wordsOf({ before, after, kind }: KnowledgeChange): string {
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
}

export function answerLines(answers: readonly Answers[], style: Style): readonly string[] {
  const total = (key: Freshness) => answers.reduce((sum, { counts }) => sum + counts[key], 0)
  const n = (['fresh', 'stale', 'missing', 'unclear'] as const).reduce((sum, key) => sum + total(key), 0)
  const told = `${total('fresh')} of ${n} probed conversations had what is true now, ${total('stale')} what was, ${total('missing')} neither, ${total('unclear')} unclear`
  return ['', style.bold(told), ...answers.map((each) => answerLine(each, style))]
}

function answerLine({ probe, counts }: Answers, style: Style): string {
  const parts = (['fresh', 'stale', 'missing', 'unclear'] as const).flatMap((key) =>
    counts[key] === 0 ? [] : [`${counts[key]} ${key}`],
  )
  const words = parts.length === 0 ? 'not played' : parts.join(', ')
  const paint = counts.stale > 0 ? style.red : counts.missing > 0 ? style.yellow : style.green
  return `  ${paint(words.padEnd(10))}  ${probe.scenario.id}`
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
