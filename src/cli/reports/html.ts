/**
 * The HTML report: one file, no network, written piece by piece.
 *
 * Two readings of the run: one for counts, one for the few conversations that are shown. Neither
 * holds more than a conversation at a time.
 */
import { lstat, rename } from 'node:fs/promises'
import { isCounted } from '../../simulate/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import { digestOf, type Pointer } from './digest.ts'
import { escapeMarkup } from './escape.ts'
import { conversationHtml } from './html-conversation.ts'
import { pageEnd, pageStart, runFacts } from './html-page.ts'
import { summaryHtml } from './html-summary.ts'
import { type Reported, replayOf } from './reported.ts'
import { count, headline } from './words.ts'
import { cannotWrite, writePieces } from './writing.ts'

/** Conversations shown with a violation, at most, unless more are needed to show every violated condition. */
const shownAtMost = 40
const examplesPerFault = 4

/**
 * Writes the report. The file appears when it is whole; until then it has `.part` after its name. What is there and
 * is no plain file, such as a pipe or `/dev/stdout`, is written to and never replaced.
 *
 * @throws Problem `cli/cannot-write`
 */
export function writeHtmlReport(reported: Reported, file: string): Promise<void> {
  return writeHtmlFile(file, () => htmlReport(reported))
}

/** As `writeHtmlReport`, of any page. @throws Problem `cli/cannot-write` */
export async function writeHtmlFile(file: string, page: () => AsyncIterable<string>): Promise<void> {
  const known = await lstat(file).catch(() => undefined)
  if (known !== undefined && !known.isFile()) return writePieces(file, page())
  const partial = `${file}.part`
  await writePieces(partial, page())
  await rename(partial, file).catch((thrown: unknown) => {
    throw cannotWrite(file, thrown)
  })
}

/** The report in pieces, in order. */
export async function* htmlReport(reported: Reported): AsyncGenerator<string> {
  const { name, run, store, promises } = reported
  const digest = await digestOf(counted(store.trials(run.id), reported), promises, shownAtMost)
  const told = [
    ...digest.worst,
    ...digest.unjudged,
    ...fixExamples(reported),
    ...faultExamples(reported),
    ...budgetExamples(reported),
    ...(reported.addition?.examples ?? []),
  ]
  const shown = [...new Map(told.map(({ id, order }) => [order, { id, order }])).values()]
  const anchors = new Set(shown.map(({ order }) => order))
  const { title, detail } = headline(reported)
  yield pageStart({
    title: `${name}: report of ${run.id}`,
    kicker: name,
    headline: title,
    lede: [detail],
    facts: runFacts(run),
  })
  yield summaryHtml(reported, digest, anchors)
  yield conversationsStart(digest.worst, digest.unjudged, digest.violating)
  for (const [index, { id }] of shown.entries()) {
    const trial = await store.trial(run.id, id)
    if (trial !== undefined) yield conversationHtml(trial, replayOf(reported, trial.index), index === 0)
  }
  yield '</section>'
  yield pageEnd(run.id)
}

/** Trials under faults and controls are in no count of the summary; the few that show what a fault breaks are shown beside the others. */
async function* counted(
  trials: AsyncIterable<TrialRecord>,
  { isEven = () => true }: Reported,
): AsyncIterable<TrialRecord> {
  for await (const trial of trials) if (isCounted(trial.conversation) && isEven(trial.index)) yield trial
}

/** One conversation for each of the promises that each fault breaks most. */
function faultExamples({ faults = [] }: Reported): readonly Pick<Pointer, 'id' | 'order'>[] {
  const examples = faults.flatMap(({ breaks }) => breaks.slice(0, examplesPerFault).map(({ example }) => example))
  return [...new Map(examples.map(({ order, conversation }) => [order, { id: conversation, order }])).values()]
}

/** One conversation for each scenario that is not proven, of what it violates most. */
function budgetExamples({ budget }: Reported): readonly Pick<Pointer, 'id' | 'order'>[] {
  const open = (budget?.scenarios ?? []).filter(({ state }) => state !== 'proven')
  return open.flatMap(({ violated }) => violated.slice(0, 1).map(({ order, conversation: id }) => ({ id, order })))
}

/** One conversation for each way of going wrong that the report says to mend. */
function fixExamples({ control }: Reported): readonly Pick<Pointer, 'id' | 'order'>[] {
  return (control?.fixes ?? []).map(({ example: { order, conversation } }) => ({ id: conversation, order }))
}

function conversationsStart(worst: readonly Pointer[], unjudged: readonly Pointer[], violating: number): string {
  if (worst.length + unjudged.length === 0) {
    return `<section id="conversations"><h2>Conversations</h2><p class="empty-state">No conversation has a violation, and none was left unjudged. "fieldproof show" lists them all.</p>`
  }
  const conditions = [...new Set(worst.flatMap(({ violated }) => violated))]
  const options = conditions.map((id) => `<option value="${escapeMarkup(id)}">${escapeMarkup(id)}</option>`)
  const others =
    unjudged.length === 0 ? '' : `, then ${count(unjudged.length, 'conversation')} that could not be judged`
  return `<section id="conversations"><h2>Conversations</h2>
<p class="hint">Showing ${worst.length} of ${count(violating, 'conversation')} with a violation, worst first, at least one for each promise that was violated${others}.</p>
<div class="tools needs-js"><label>Violating <select id="filter"><option value="">any promise</option>${options.join('')}</select></label>\
<button type="button" id="toggle">Open all</button><span id="shown" role="status" class="soft"></span></div>
`
}
