/** An evidence pack's page for an auditor: what was promised, what came of it, how it was judged, and how to check all of that. */
import type { Manifest, PackedFile } from '../../learn/index.ts'
import type { Pact, PromiseTally, Summary } from '../../pact/index.ts'
import type { StoredRun } from '../../store/index.ts'
import { clipped, escapeMarkup } from '../reports/escape.ts'
import { pageEnd, pageStart, runFacts } from '../reports/html-page.ts'
import { wideTable } from '../reports/html-table.ts'
import { byStanding, count, gateWords, headline, interval, ownFailures, percent, standingOf } from '../reports/words.ts'
import { type Broken, brokenShown } from './broken.ts'

export interface Evidence {
  readonly run: StoredRun
  readonly pact: Pact
  readonly summary: Summary
  /** The first of what was broken; empty also where only hashes are packed. */
  readonly broken: readonly Broken[]
  readonly manifest: Omit<Manifest, 'files'>
  readonly files: readonly PackedFile[]
  /** Of the key that signs; absent where nobody does. */
  readonly fingerprint?: string
  readonly project: string
}

export function evidencePage(evidence: Evidence): string {
  const { run, summary, manifest, project } = evidence
  const { title, detail } = headline({ summary })
  const kept = `${manifest.conversations} of ${count(manifest.planned, 'planned conversation')} are in this pack.`
  const own = ownFailures(summary)
  const start = pageStart({
    title: `Evidence: ${project}`,
    kicker: `${project}: evidence`,
    headline: title,
    lede: [detail, `${kept}${own === '' ? '' : ` Failures on our own side: ${own}.`}`],
    facts: { ...runFacts(run), made: manifest.madeAt.slice(0, 16).replace('T', ' ') },
  })
  return `${start}${[promises(evidence), ...broken(evidence), judges(evidence), files(evidence), checking(evidence)].join('\n')}\n${pageEnd(run.id)}`
}

function promises({ summary }: Evidence): string {
  const rows = byStanding(summary.promises).map((promise) => promiseRow(promise))
  const head = ['promise', 'held', 'rate (95 %)', 'target', 'unjudged']
  return section(
    'What was promised, and what came of it',
    'Rates are over conversations in which the promise was decided. What could not be judged is in no rate and is no pass. Conversations under faults and controls are in the pack and in no rate.',
    wideTable('Promises', head, rows),
  )
}

function promiseRow(promise: PromiseTally) {
  const { id, explanation, severity, held, violated, unjudged, rate, target } = promise
  const standing = standingOf(promise)
  const name = `<span class="pill ${standing}">${standing}</span> ${escapeMarkup(id)}<span class="what">${escapeMarkup(`${severity}: ${explanation}`)}</span>`
  const share = rate === undefined ? 'not measured' : `${percent(rate.rate)} (${interval(rate)})`
  return [
    name,
    `${held} of ${held + violated}`,
    share,
    `${percent(target)}, ${gateWords(promise)}`,
    String(unjudged),
  ] as const
}

function broken({ broken: all }: Evidence): readonly string[] {
  if (all.length === 0) return []
  const rows = all.map(({ condition, because, line, trial, scenario, said }) => {
    const words =
      said === undefined ? '' : `<span class="what">${said.from}: “${escapeMarkup(clipped(said.text, 300))}”</span>`
    return [
      `${trial}: ${escapeMarkup(scenario)}`,
      escapeMarkup(condition),
      `${escapeMarkup(because)}${words}`,
      String(line),
    ] as const
  })
  return [
    section(
      'Where promises were broken',
      `The first ${brokenShown} at most, with the words that show it. The line is that of conversations.jsonl and of verdicts.jsonl.`,
      wideTable('Broken promises', ['conversation', 'promise', 'why', 'line'], rows),
    ),
  ]
}

function judges({ pact }: Evidence): string {
  const code = `<p>${count(pact.conditions.length, 'promise')} ${pact.conditions.length === 1 ? 'is' : 'are'} judged by code, which gives the same verdict whenever it is asked.</p>`
  if (pact.rubrics.length === 0) return section('How it was judged', '', code)
  const rows = pact.rubrics.map(({ id, question, jury = 'default' }) => {
    const { jurors = [], rule = 'holds' } = pact.juries[jury] ?? {}
    const models = jurors.length === 0 ? 'nobody: unjudged' : `${jurors.join(', ')} (${rule})`
    return [escapeMarkup(id), escapeMarkup(question), escapeMarkup(models)] as const
  })
  const table = wideTable('Read by juries', ['promise', 'question', 'models'], rows)
  return section('How it was judged', 'Models and all that they are told are in judges.json.', `${code}\n${table}`)
}

function files({ files: all }: Evidence): string {
  const rows = all.map(({ path, bytes, sha256 }) => {
    const grouped = sha256.match(/.{8}/g)?.join(' ') ?? sha256
    return [escapeMarkup(path), bytes.toLocaleString('en-GB'), `<code>${grouped}</code>`] as const
  })
  return section(
    'Files',
    'As the manifest has them; the manifest has this page as well.',
    wideTable('Files', ['file', 'bytes', 'SHA-256'], rows),
  )
}

function checking({ fingerprint, manifest }: Evidence): string {
  const signed =
    fingerprint === undefined
      ? '<p>Nobody signed this pack: its hashes show damage, and show no change by whoever can also write the manifest.</p>'
      : `<p>Signed with Ed25519. Fingerprint of the key:</p><p><code>${fingerprint}</code></p><p>Compare it with one that you were given in another way: a key in the pack itself may be anybody’s.</p>`
  return section(
    'How to check it',
    '',
    `${signed}<p>With Fieldproof ${escapeMarkup(manifest.fieldproof)}, in the folder that holds this page; it checks hashes and signature, and judges a sample again:</p><p><code>npx fieldproof evidence --verify . --public-key their-key.pem</code></p><p>Without it: <code>sha256sum</code> gives the hashes, and <code>manifest.sig</code> is the signature of the bytes of <code>manifest.json</code>, in base64.</p>`,
  )
}

const section = (title: string, hint: string, content: string) =>
  `<section><h2>${title}</h2>${hint === '' ? '' : `<p class="hint">${hint}</p>`}\n${content}\n</section>`
