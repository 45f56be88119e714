/** One trial on a terminal: the conversation with its events numbered, and what the pact says of it. */
import { renderConversation, visible } from '../conversation/index.ts'
import type { Finding } from '../pact/index.ts'
import type { TrialRecord } from '../store/index.ts'
import type { Style } from './io.ts'
import { clipped } from './reports/escape.ts'
import { count, endingWords, listed, unjudgedByReason } from './reports/words.ts'

const textShown = 400

/** The lines of a trial. Events that show a violation have a `>` before their number. */
export function shownTrial(
  { index, scenario, persona, channel, seed, conversation, verdict }: TrialRecord,
  style: Style,
): readonly string[] {
  const shows = new Set(verdict.findings.flatMap((finding) => (finding.outcome === 'violated' ? finding.at : [])))
  const mark = (event: number) => `${shows.has(event) ? '>' : ' '}${String(event + 1).padStart(3)}`
  const [head = '', ...events] = renderConversation(conversation, { mark }).split('\n')
  const ending = conversation.circumstances?.ending
  return [
    style.bold(`trial ${index}: ${scenario}, ${persona}, ${channel}, seed ${seed}`),
    style.dim(head),
    '',
    ...events.map((line) => (line.startsWith('>') ? style.red(line) : line)),
    '',
    ...(ending === undefined
      ? []
      : [
          `customer: ${endingWords(ending.outcome)}${ending.because === undefined ? '' : `, ${visible(ending.because)}`}`,
        ]),
    ...findingLines(verdict.findings, style),
  ]
}

function findingLines(findings: readonly Finding[], style: Style): readonly string[] {
  const ids = (wanted: Finding['outcome']) =>
    findings.filter(({ outcome }) => outcome === wanted).map(({ condition }) => condition)
  const violated = findings.flatMap((finding) =>
    finding.outcome === 'violated'
      ? [
          `${style.red('violated')}  ${finding.condition}: ${oneLine(finding.because)}${eventsOf(finding.at)}`,
          ...(finding.quotes ?? []).map(({ at, text }) => `          event ${at + 1}: "${oneLine(text)}"`),
        ]
      : [],
  )
  return [
    ...violated,
    ...[...unjudgedByReason(findings)].map(
      ([because, conditions]) => `${style.yellow('unjudged')}  ${listed(conditions)}: ${oneLine(because)}`,
    ),
    ...(ids('held').length > 0 ? [`${style.green('held')}      ${ids('held').join(', ')}`] : []),
    ...(ids('not-applicable').length > 0
      ? [
          style.dim(
            `${count(ids('not-applicable').length, 'promise')} did not apply: ${ids('not-applicable').join(', ')}`,
          ),
        ]
      : []),
  ]
}

function eventsOf(at: readonly number[]): string {
  if (at.length === 0) return ''
  return ` (event${at.length === 1 ? '' : 's'} ${listed(
    at.map((event) => String(event + 1)),
    5,
  )})`
}

function oneLine(text: string): string {
  return visible(clipped(text, textShown)).replace(/\s+/g, ' ')
}
