/**
 * The frame of every page: one file that needs no network, looks the same in ten years and runs
 * nothing but its own few lines of script, which a hash in its content policy names.
 */
import { createHash } from 'node:crypto'
import type { RunRecord } from '../../store/index.ts'
import { escapeMarkup } from './escape.ts'
import { script } from './html-script.ts'
import { css } from './html-style.ts'

/** What stands above the content of a page, as plain text. */
export interface Masthead {
  /** In the tab of the browser. */
  readonly title: string
  /** Above the headline: whose page it is. */
  readonly kicker: string
  readonly headline: string
  /** Below it, a paragraph each. */
  readonly lede: readonly string[]
  /** By their names, in order. */
  readonly facts?: Readonly<Record<string, string>>
}

/** Everything before the content. */
export function pageStart({ title, kicker, headline, lede, facts = {} }: Masthead): string {
  const told = Object.entries(facts).map(
    ([term, value]) => `<div><dt>${term}</dt><dd>${escapeMarkup(value)}</dd></div>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hashOf(css)}'; script-src 'sha256-${hashOf(script)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Fieldproof">
<title>${escapeMarkup(title)}</title>
<style>${css}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the report</a>
<header>
<div class="kicker"><span>${escapeMarkup(kicker)}</span><button type="button" id="theme" class="needs-js">Dark</button></div>
<h1>${escapeMarkup(headline)}</h1>
${lede.map((text) => `<p class="lede">${escapeMarkup(text)}</p>`).join('\n')}
${told.length === 0 ? '' : `<dl class="meta">${told.join('')}</dl>\n`}</header>
<main id="content">
`
}

/** Everything after it. @param run whose conversations the page shows; left out where it shows none */
export function pageEnd(run?: string): string {
  const made = run === undefined ? 'Made by Fieldproof.' : `Made by Fieldproof from run ${escapeMarkup(run)}.`
  const shown =
    ' Text of conversations is shown as it was said; characters that could hide something are written as codes.'
  return `</main>
<footer>${made}${run === undefined ? '' : shown}</footer>
<script>${script}</script>
</body>
</html>
`
}

/** What a page of a run says of it. */
export function runFacts({ agent, id, startedAt, pact, seed }: RunRecord) {
  return {
    agent: agent.version === undefined ? agent.id : `${agent.id} ${agent.version}`,
    run: id,
    started: startedAt.slice(0, 16).replace('T', ' '),
    pact: `${pact.id} version ${pact.version}`,
    seed: String(seed),
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
