/**
 * Which agent a conversation is with, where its spans name several.
 *
 * The one that stands outermost: those that it calls on work for it, and its version is the conversation's. Of several
 * equally far out, such as one that hands over to another, the first to begin. The name of a service stands only where no
 * span names an agent.
 */
import { isWeak } from '../formats/index.ts'
import type { About } from '../intake/reader.ts'
import type { Observation } from '../observation.ts'
import { Family } from './family.ts'

/** @param observations in order */
export function agentNamed(observations: readonly Observation[]): NonNullable<About['agent']> {
  const naming = observations.filter(({ agent }) => agent?.id !== undefined)
  const id = (isOneName(naming) ? naming[0] : outermost(naming, new Family(observations)))?.agent?.id
  if (id === undefined) return versionIn(observations)
  return { id, ...versionIn(observations), ...versionIn(naming.filter(({ agent }) => agent?.id === id)) }
}

/** The latest that is told. */
function versionIn(observations: readonly Observation[]): { readonly version?: string } {
  const version = observations.findLast(({ agent }) => agent?.version !== undefined)?.agent?.version
  return version === undefined ? {} : { version }
}

function isOneName(naming: readonly Observation[]): boolean {
  return naming.every(({ agent }) => agent?.id === naming[0]?.agent?.id)
}

function outermost(naming: readonly Observation[], family: Family): Observation | undefined {
  const placed = naming.map((each) => ({
    each,
    depth: (isWeak('agent.id', each) ? 1_000_000 : 0) + family.around(each).length,
  }))
  const least = Math.min(...placed.map(({ depth }) => depth))
  return placed.find(({ depth }) => depth === least)?.each
}
