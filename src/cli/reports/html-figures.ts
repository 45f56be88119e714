/** The few large numbers that a page begins with. */
import { escapeMarkup } from './escape.ts'

/** A number, under what it counts and above what it rests on. */
export type Figure = readonly [term: string, big: string, small: string]

export function figuresHtml(figures: readonly Figure[]): string {
  return `<dl class="figures">${figures.map(figureHtml).join('')}</dl>`
}

function figureHtml([term, big, small]: Figure): string {
  return `<div class="figure"><dt>${escapeMarkup(term)}</dt><dd><div class="big">${escapeMarkup(big)}</div><div class="small">${escapeMarkup(small.replaceAll(' %', '\u00a0%'))}</div></dd></div>`
}
