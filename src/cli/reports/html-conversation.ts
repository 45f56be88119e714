/** One conversation of the HTML report: bubbles, what was done between them, and findings at the events that show them. */
import {
  type Change,
  changesBetween,
  type Event,
  exchangeWords,
  type Json,
  type Readings,
  readingsOf,
  type StateEvent,
  type ToolResultEvent,
} from '../../conversation/index.ts'
import type { Finding } from '../../pact/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import { clipped, escapeMarkup } from './escape.ts'
import { clockText, endingWords, unjudgedByReason } from './words.ts'

/** So that one endless conversation cannot make the file endless. */
const eventsShown = 300
const textShown = 4000
const valueShown = 4000
/** Longer values are folded away, in characters. */
const inlineValue = 140

type Violated = Extract<Finding, { outcome: 'violated' }>
type Unjudged = Extract<Finding, { outcome: 'unjudged' }>

/** @param replay the command that plays it again @param open whether it is shown unfolded */
export function conversationHtml(trial: TrialRecord, replay: string | undefined, open: boolean): string {
  const { conversation, verdict, index } = trial
  const violated = verdict.findings.filter((finding): finding is Violated => finding.outcome === 'violated')
  const unjudged = verdict.findings.filter((finding): finding is Unjudged => finding.outcome === 'unjudged')
  const readings = readingsOf(conversation)
  const events = conversation.events.slice(0, eventsShown).map((event, at) =>
    eventHtml(event, {
      id: `trial-${index}-event-${at + 1}`,
      change: event.type === 'state' ? readings.get(event.verifier) : undefined,
      marks: violated.filter((finding) => finding.at[0] === at),
      marked: violated.some((finding) => finding.at.includes(at)),
    }),
  )
  const hidden = conversation.events.length - eventsShown
  const ending = conversation.circumstances?.ending
  return `<details class="trial" id="trial-${index}" data-violated="${escapeMarkup(violated.map(({ condition }) => condition).join(' '))}"${open ? ' open' : ''}>
<summary><span class="name">${escapeMarkup(trial.scenario)}</span><span class="soft">trial ${index}, ${escapeMarkup(trial.persona)}, ${escapeMarkup(trial.channel)}</span>\
<span class="pills">${pillsHtml(violated, unjudged)}</span></summary>
<div class="inside">
<ul class="findings">${violated.map((finding) => violatedHtml(finding, index)).join('')}${unjudgedHtml(verdict.findings)}</ul>
${replay === undefined ? '' : `<p class="replay"><span>Play it again:</span><code>${escapeMarkup(replay)}</code><button type="button" class="copy needs-js">Copy</button></p>`}
${expectedHtml(conversation.circumstances?.expected as Json | undefined)}
<ol class="events">
${events.join('\n')}
</ol>
${hidden > 0 ? `<p class="ending">${hidden} more events are not shown here; "fieldproof show" has them.</p>` : ''}
${ending === undefined ? '' : `<p class="ending">Customer ${escapeMarkup(endingWords(ending.outcome))}${ending.because === undefined ? '' : `, ${escapeMarkup(ending.because)}`}</p>`}
</div></details>
`
}

const pillsShown = 3

function pillsHtml(violated: readonly Violated[], unjudged: readonly Unjudged[]): string {
  const shown = violated
    .slice(0, pillsShown)
    .map(({ condition }) => `<span class="pill broken">${escapeMarkup(condition)}</span>`)
  if (violated.length > pillsShown) shown.push(`<span class="pill broken">${violated.length - pillsShown} more</span>`)
  if (violated.length === 0 && unjudged.length > 0)
    shown.push(`<span class="pill unjudged">${unjudged.length} unjudged</span>`)
  return shown.join('')
}

function violatedHtml({ condition, because, at, score, quotes }: Violated, trial: number): string {
  const links = at
    .filter((event) => event < eventsShown)
    .map((event) => `<a href="#trial-${trial}-event-${event + 1}">event ${event + 1}</a>`)
  const quoted = (quotes ?? []).map(({ text }) => `“${escapeMarkup(clipped(text, 200))}”`).join(' ')
  return `<li><strong>${escapeMarkup(condition)}</strong> <span class="because">${escapeMarkup(clipped(because, 1000))}</span> ${links.join(', ')}\
${score === undefined ? '' : ` <span class="because">scored ${Math.round(score * 100)} of 100</span>`}${quoted === '' ? '' : ` <span class="because">${quoted}</span>`}</li>`
}

function unjudgedHtml(findings: readonly Finding[]): string {
  return [...unjudgedByReason(findings)]
    .map(
      ([because, conditions]) =>
        `<li class="unjudged"><strong>${conditions.length} unjudged</strong> <span class="because">${escapeMarkup(clipped(because, 600))}: ${escapeMarkup(conditions.join(', '))}</span></li>`,
    )
    .join('')
}

function expectedHtml(expected: Json | undefined): string {
  if (expected === undefined || Object.keys(expected as object).length === 0) return ''
  return `<details class="expected"><summary>What had to be true afterwards</summary><pre>${escapeMarkup(clipped(JSON.stringify(expected, null, 2), valueShown))}</pre></details>`
}

interface Setting {
  readonly id: string
  readonly change: Readings | undefined
  readonly marks: readonly Violated[]
  readonly marked: boolean
}

function eventHtml(event: Event, { id, change, marks, marked }: Setting): string {
  const notes = marks.map(
    ({ condition, because }) =>
      `<div class="mark">${escapeMarkup(condition)}: ${escapeMarkup(clipped(because, 300))}</div>`,
  )
  const mark = marked ? ' marked' : ''
  if (event.type !== 'message') {
    return `<li class="event ${classOf(event)}${mark}" id="${id}">${factHtml(event, change)}${notes.join('')}</li>`
  }
  const text = event.text.trim() === '' ? '(an empty message)' : clipped(event.text, textShown)
  return `<li class="event message ${event.from}${mark}" id="${id}"><div class="who"><span>${event.from}</span><span>${clockText(event.atMs)}</span></div>\
<div class="bubble${event.text.trim() === '' ? ' empty' : ''}">${escapeMarkup(text)}</div>${notes.join('')}</li>`
}

type Deed = Exclude<Event, { type: 'message' }>

/** Readings before the conversation are there to be compared with, and take little room. */
function classOf(event: Deed): string {
  if (event.type === 'tool-call' || event.type === 'tool-result') return 'call'
  return event.type === 'state' && event.when === 'before' ? 'deed quiet' : 'deed'
}

function factHtml(event: Deed, change: Readings | undefined): string {
  const at = `<span class="at">${clockText(event.atMs)}</span>`
  switch (event.type) {
    case 'tool-call':
      return fact(at, `${event.seenBy === 'ledger' ? '⇒' : '→'} ${event.tool}`, valueHtml(event.args))
    case 'tool-result':
      return resultHtml(at, event)
    case 'state':
      return stateHtml(at, event, change)
    case 'error':
      return fact(
        at,
        `failure of the ${event.culprit}`,
        escapeMarkup(clipped(`${event.code}: ${event.message}`, 1000)),
        true,
      )
    default:
      return fact(at, ...otherWords(event))
  }
}

/** What the backend answered, and below it what the agent got where that is something else. */
function resultHtml(at: string, { outcome, value, seenBy, exchange }: ToolResultEvent): string {
  const label = `${seenBy === 'ledger' ? '⇐' : '←'} ${outcome}`
  const [reached, ...why] = exchange === undefined ? [] : exchangeWords(exchange)
  const got = exchange?.got === undefined ? '' : ` ${valueHtml(exchange.got)}`
  const notes = reached === undefined ? [] : [`${escapeMarkup(reached)}${got}`, ...why.map(escapeMarkup)]
  const below = notes.map((note) => `<div class="struck">${note}</div>`).join('')
  return fact(at, label, `${valueHtml(value)}${below}`, outcome === 'error')
}

function otherWords(
  event: Extract<Deed, { type: 'handoff' | 'silence' | 'delivery' | 'audio' }>,
): readonly [string, string] {
  switch (event.type) {
    case 'handoff':
      return ['handed over', escapeMarkup([event.to, event.because].filter((part) => part !== undefined).join(': '))]
    case 'silence':
      return [
        `${event.from} says nothing`,
        `for ${clockText(event.forMs)}${event.backOn === undefined ? '' : `, and comes back on ${escapeMarkup(event.backOn)}`}`,
      ]
    case 'delivery':
      return ['delivery', `message at event ${event.message + 1}: ${escapeMarkup(event.status)}`]
    case 'audio':
      return [
        `${event.from} speaks`,
        escapeMarkup(event.heard === undefined ? '' : `heard: ${clipped(event.heard, textShown)}`),
      ]
  }
}

function stateHtml(at: string, { verifier, when, records }: StateEvent, readings: Readings | undefined): string {
  const n = Object.keys(records).length
  const label = `${verifier} ${when === 'before' ? 'before' : 'afterwards'}:`
  const size = `${n} record${n === 1 ? '' : 's'}`
  if (when === 'before' || readings?.before === undefined || readings.after === undefined) return fact(at, label, size)
  const changes = changesBetween(readings.before, readings.after)
  if (changes.length === 0) return fact(at, label, `${size}, nothing changed`)
  return fact(at, label, `<ul>${changes.map((each) => `<li>${changeHtml(each)}</li>`).join('')}</ul>`)
}

function changeHtml(change: Change): string {
  const name = `<strong>${change.kind}</strong> <span class="mono">${escapeMarkup(change.key)}</span>`
  if (change.kind === 'added') return `${name} ${valueHtml(change.after)}`
  if (change.kind === 'removed') return `${name} ${valueHtml(change.before)}`
  const fields = change.fields.map(
    ({ path, before, after }) => `${path.join('.')}: ${shortJson(before)} → ${shortJson(after)}`,
  )
  return `${name} <code>${escapeMarkup(fields.join('; '))}</code>`
}

const shortJson = (value: Json | undefined) => (value === undefined ? 'nothing' : clipped(JSON.stringify(value), 200))

function valueHtml(value: Json): string {
  const text = JSON.stringify(value) ?? 'null'
  if (text.length <= inlineValue) return `<code>${escapeMarkup(text)}</code>`
  const pretty = clipped(JSON.stringify(value, null, 2), valueShown)
  return `<details class="value"><summary><code>${escapeMarkup(`${text.slice(0, inlineValue).replace(/[\ud800-\udbff]$/, '')}…`)}</code></summary><pre>${escapeMarkup(pretty)}</pre></details>`
}

/** @param content markup, escaped already @param label plain text */
function fact(at: string, label: string, content: string, bad = false): string {
  return `<div class="fact${bad ? ' bad' : ''}">${at}<span class="label">${escapeMarkup(label)}</span> ${content}</div>`
}
