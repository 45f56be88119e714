/** How numbers are worded in every report, so that they read alike everywhere. */
import type { PromiseTally, Summary } from '../../pact/index.ts'

/** `90.6 %`; a rate that is not exactly 0 or 1 is never shown as 0 % or 100 %. */
export function percent(fraction: number): string {
  const rounded = (fraction * 100).toFixed(1)
  if (fraction < 1 && rounded === '100.0') return '99.9 %'
  if (fraction > 0 && rounded === '0.0') return '0.1 %'
  return `${rounded.replace(/\.0$/, '')} %`
}

/** `86.9 to 93.4 %` */
export function interval({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${percent(low).replace(' %', '')} to ${percent(high)}`
}

/** What is known of a promise, in one word. */
export type Standing = 'broken' | 'kept' | 'open' | 'unjudged' | 'unused'

/** `broken` when its target is refuted, or when it is critical and was violated at all. */
export function standingOf({ gate, severity, violated, unjudged }: PromiseTally): Standing {
  if (gate === undefined) return unjudged > 0 ? 'unjudged' : 'unused'
  if (gate.state === 'refuted' || (severity === 'critical' && violated > 0)) return 'broken'
  return gate.state === 'proven' ? 'kept' : 'open'
}

/** What the gate says of the target: `refuted`, `proven`, `undecided, 212 more if all hold`. */
export function gateWords({ gate }: PromiseTally): string {
  if (gate === undefined) return 'not measured'
  if (gate.state !== 'undecided') return gate.state
  return gate.moreNeeded === null ? 'undecided' : `undecided, ${gate.moreNeeded} more if all hold`
}

/** `1 conversation`, `5 conversations`. */
export function count(n: number, word: string): string {
  return `${n.toLocaleString('en-GB')} ${word}${n === 1 ? '' : 's'}`
}

/** Failures that are not the agent's, in words; empty when there were none. */
export function ownFailures({ errors }: Summary): string {
  const own = (['simulator', 'judge', 'infrastructure'] as const).filter((culprit) => errors[culprit] > 0)
  return own.map((culprit) => `${errors[culprit]} ${culprit}`).join(', ')
}
