/** What came of probes as one HTML file: every family with its numbers, then one conversation for each that worked. */

import { clipped, escapeMarkup } from './escape.ts'
import { conversationHtml } from './html-conversation.ts'
import { pageEnd, pageStart, runFacts } from './html-page.ts'
import type { ProbeReport } from './probe-report.ts'
import { type FamilyOutcome, headlineOf, isBroken, notByReason, ofWords, twinsOf } from './probes.ts'
import { count, sentence } from './words.ts'

export async function* probeHtml(report: ProbeReport): AsyncGenerator<string> {
  const { name, run, store, families, replay } = report
  const worked = families.filter(isBroken)
  const shown = new Set(worked.flatMap(({ example }) => (example === undefined ? [] : [example.order])))
  const { pact: _, ...facts } = runFacts(run)
  yield pageStart({
    title: `${name}: probes of ${run.id}`,
    kicker: name,
    headline: headlineOf(families),
    lede: [sentence(twinsOf(families))],
    facts,
  })
  yield `${familiesHtml(report)}${decayHtml(report)}${notHtml(report)}<section><h2>Conversations</h2>
<p class="hint">The first of each family that worked.</p>
`
  let isFirst = true
  for await (const trial of store.trials(run.id)) {
    if (!shown.has(trial.index)) continue
    yield conversationHtml(trial, replay(trial.index), isFirst)
    isFirst = false
  }
  yield '</section>'
  yield pageEnd(run.id)
}

function familiesHtml({ families }: ProbeReport): string {
  const rows = families.toSorted((a, b) => Number(isBroken(b)) - Number(isBroken(a))).map(familyHtml)
  return `<section><h2>Families</h2><table class="promises"><thead><tr><th>family</th><th>worked, of those judged</th><th>honest twins turned away</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></section>
`
}

function familyHtml(each: FamilyOutcome): string {
  const { family, title, breached, turnedAway, unjudged, differ, example } = each
  const standing = isBroken(each) ? 'broken' : breached === undefined ? 'unjudged' : 'kept'
  const word = { broken: 'worked', unjudged: 'not judged', kept: 'withstood' }[standing]
  const more = [
    ...(differ > 0 ? [`${count(differ, 'pair')} with another end`] : []),
    ...(unjudged > 0 ? [`${unjudged} unjudged`] : []),
  ]
  const why =
    example === undefined ? '' : `<span class="what">${escapeMarkup(clipped(example.because ?? '', 300))}</span>`
  return `<tr><th><span class="pill ${standing}">${word}</span>${escapeMarkup(family)}<span class="what">${escapeMarkup(title)}</span></th><td class="numbers">${breached === undefined ? 'none judged' : escapeMarkup(ofWords(breached))}<span class="soft">${escapeMarkup(more.join(', '))}</span>${why}</td><td class="numbers">${turnedAway === undefined ? 'none judged' : escapeMarkup(ofWords(turnedAway))}<span class="soft">honest twins turned away</span></td></tr>`
}

function decayHtml({ decay: { points } }: ProbeReport): string {
  if (points.length < 2) return ''
  const rows = points.map(
    ({ turn, breached, unjudged }) =>
      `<tr><th>turn ${turn}</th><td class="numbers">${breached === undefined ? 'none judged' : escapeMarkup(ofWords(breached))}</td><td class="numbers">${unjudged === 0 ? '' : `${unjudged} unjudged`}</td></tr>`,
  )
  return `<section><h2>As talk goes on</h2><p class="hint">The same templates, begun at each of these customer turns.</p><table class="promises"><tbody>${rows.join('\n')}</tbody></table></section>
`
}

function notHtml({ not }: ProbeReport): string {
  const rows = [...notByReason(not)].map(
    ([because, names]) => `<tr><th>${escapeMarkup([...names].join(', '))}</th><td>${escapeMarkup(because)}</td></tr>`,
  )
  return rows.length === 0
    ? ''
    : `<section><h2>Not tried here</h2><table class="promises"><tbody>${rows.join('\n')}</tbody></table></section>
`
}
