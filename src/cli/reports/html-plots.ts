/**
 * Plots as inline SVG, sized in percent so that they fit any width.
 *
 * Nothing is told by colour alone: every plot stands beside the numbers it draws.
 */
import type { PromiseTally, Summary } from '../../pact/index.ts'
import { escapeMarkup } from './escape.ts'
import { interval, percent, type Standing } from './words.ts'

/**
 * The left end of the axis all promises share: below every rate and target. Intervals of promises that
 * few scenarios touch reach much farther and are cut there, with a sign, so that the others stay legible.
 */
export interface Axis {
  readonly low: number
  readonly ticks: readonly number[]
}

const room = 0.1

export function axisOf(promises: readonly PromiseTally[]): Axis {
  const lowest = Math.min(0.9, ...promises.flatMap(({ rate, target }) => (rate ? [rate.rate, target] : [])))
  const low = Math.max(0, Math.floor((lowest - room) * 10 + 1e-9) / 10)
  return { low, ticks: [low, (low + 1) / 2, 1] }
}

/** Axis labels for the head of the column. */
export function axisSvg(axis: Axis): string {
  const labels = axis.ticks.map((tick, index) => {
    const anchor = index === 0 ? 'start' : index === axis.ticks.length - 1 ? 'end' : 'middle'
    return `<text x="${place(tick, axis)}" y="11" text-anchor="${anchor}">${percent(tick)}</text>`
  })
  return `<svg height="14" aria-hidden="true">${labels.join('')}</svg>`
}

/** A dot for the measured rate on its interval, and a stroke for the target. */
export function intervalSvg({ id, rate, target }: PromiseTally, standing: Standing, axis: Axis): string {
  if (rate === undefined) return ''
  const label = `${id}: ${percent(rate.rate)} held, ${interval(rate)}, target ${percent(target)}`
  const goesOn = rate.low < axis.low ? `<text class="on f-${standing}" x="0" dx="-8" y="18">‹</text>` : ''
  const ticks = axis.ticks.map(
    (tick) => `<line class="tick" x1="${place(tick, axis)}" x2="${place(tick, axis)}" y1="0" y2="26"/>`,
  )
  return `<svg height="26" role="img" aria-label="${escapeMarkup(label)}">${ticks.join('')}\
<line class="range s-${standing}" x1="${place(rate.low, axis)}" x2="${place(rate.high, axis)}" y1="13" y2="13"/>${goesOn}\
<line class="target" x1="${place(target, axis)}" x2="${place(target, axis)}" y1="4" y2="22"/>\
<circle class="f-${standing}" cx="${place(rate.rate, axis)}" cy="13" r="5"/></svg>`
}

/** A dot for a difference of shares on its interval, on an axis from -1 to 1, with a stroke at none. */
export function differenceSvg(
  label: string,
  { difference, low, high }: { readonly difference: number; readonly low: number; readonly high: number },
  standing: Standing,
): string {
  const at = (value: number) => `${(50 + 50 * Math.max(-1, Math.min(1, value))).toFixed(2)}%`
  return `<svg height="26" role="img" aria-label="${escapeMarkup(label)}"><line class="tick" x1="0%" x2="0%" y1="0" y2="26"/><line class="tick" x1="100%" x2="100%" y1="0" y2="26"/>\
<line class="range s-${standing}" x1="${at(low)}" x2="${at(high)}" y1="13" y2="13"/><line class="target" x1="50%" x2="50%" y1="4" y2="22"/>\
<circle class="f-${standing}" cx="${at(difference)}" cy="13" r="5"/></svg>`
}

/** The axis of shares that all lines of a comparison have in common; intervals that reach beyond it are cut. */
export interface GapAxis {
  readonly low: number
}

export function gapAxisOf(rates: readonly ({ readonly rate: number } | undefined)[]): GapAxis {
  const lowest = Math.min(0.9, ...rates.flatMap((each) => (each === undefined ? [] : [each.rate])))
  return { low: Math.max(0, Math.floor((lowest - room) * 10 + 1e-9) / 10) }
}

export const gapAxisSvg = (axis: GapAxis): string => axisSvg(ticked(axis))

/** A ring for what was before and a dot for what is now, each on its interval, one below the other. */
export function gapSvg(label: string, before: Ranged, now: Ranged, standing: Standing, axis: GapAxis): string {
  const whole = ticked(axis)
  const at = (value: number) => place(value, whole)
  const ticks = whole.ticks.map((tick) => `<line class="tick" x1="${at(tick)}" x2="${at(tick)}" y1="0" y2="34"/>`)
  return `<svg height="34" role="img" aria-label="${escapeMarkup(label)}">${ticks.join('')}\
<line class="range s-accent" x1="${at(before.low)}" x2="${at(before.high)}" y1="11" y2="11"/>\
<line class="range s-${standing}" x1="${at(now.low)}" x2="${at(now.high)}" y1="23" y2="23"/>\
<circle class="ring s-accent" cx="${at(before.rate)}" cy="11" r="4.5"/><circle class="f-${standing}" cx="${at(now.rate)}" cy="23" r="5"/></svg>`
}

interface Ranged {
  readonly rate: number
  readonly low: number
  readonly high: number
}

const ticked = ({ low }: GapAxis): Axis => ({ low, ticks: [low, (low + 1) / 2, 1] })

/** How many conversations were clean, violating and unjudged, as one bar. */
export function sharesSvg({ conversations, clean, violating, unjudged }: Summary): string {
  const parts = [
    { n: clean, fill: 'kept' },
    { n: violating, fill: 'broken' },
    { n: unjudged, fill: 'unjudged' },
  ]
  let from = 0
  const bars = parts.map(({ n, fill }) => {
    const width = (100 * n) / Math.max(1, conversations)
    const bar = `<rect class="f-${fill}" x="${from.toFixed(3)}%" width="${width.toFixed(3)}%" height="12"/>`
    from += width
    return bar
  })
  return `<svg class="bar" role="img" aria-label="${clean} clean, ${violating} with a violation, ${unjudged} unjudged">\
<rect class="f-grid" width="100%" height="12"/>${bars.join('')}</svg>`
}

/** A plain bar for a share of 0..1. */
export function barSvg(share: number): string {
  return `<svg aria-hidden="true"><rect class="f-grid" width="100%" height="10" rx="5"/>\
<rect class="f-accent" width="${(100 * share).toFixed(2)}%" height="10" rx="5"/></svg>`
}

/** A small square in a legend. */
export function swatchSvg(fill: string): string {
  return `<svg aria-hidden="true" viewBox="0 0 10 10"><rect class="f-${fill}" width="10" height="10" rx="2"/></svg>`
}

function place(fraction: number, { low }: Axis): string {
  const share = Math.max(0, Math.min(1, (fraction - low) / (1 - low)))
  return `${(100 * share).toFixed(2)}%`
}
