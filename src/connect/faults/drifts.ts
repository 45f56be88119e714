/**
 * Drifts made from what a backend really answers: every change of shape that its replies could undergo, each with a
 * stable name, so that it can be said which of them an agent has met and which not.
 */
import type { Json } from '../../conversation/index.ts'
import { arrayObject } from './array-object.ts'
import { casing } from './casing.ts'
import { cents } from './cents.ts'
import { dateFormat } from './date-format.ts'
import type { DriftKind } from './drift.ts'
import { extraField } from './extra-field.ts'
import { flatten } from './flatten.ts'
import { missingField } from './missing-field.ts'
import { nest } from './nest.ts'
import { newValue } from './new-value.ts'
import { nullField } from './null-field.ts'
import { pagination } from './pagination.ts'
import { rename } from './rename.ts'
import { retype } from './retype.ts'
import { zoneDropped } from './zone-dropped.ts'

const kinds: readonly Pick<DriftKind, 'kind' | 'applicable'>[] = [
  rename,
  casing,
  nest,
  flatten,
  retype,
  nullField,
  missingField,
  extraField,
  newValue,
  dateFormat,
  zoneDropped,
  cents,
  pagination,
  arrayObject,
]

/** One reply as it was observed. */
export interface Observed {
  /** `GET /offices/{id}/slots`: method and path pattern. */
  readonly endpoint: string
  readonly json: Json
}

/** A drift that can be played. */
export interface Drift {
  /**
   * Endpoint, field, kind, and where a kind has several the variant: `GET /offices/{id}/slots $.slots[*].start
   * date-format epoch-ms`. The same for the same change, whenever it is made.
   */
  readonly id: string
  readonly endpoint: string
  readonly kind: string
  readonly field: string
  /** A fault set, as a project file would have it. */
  readonly settings: Json
}

/** Every drift that makes sense for the replies, in order, each once. */
export function driftsOf(replies: readonly Observed[]): readonly Drift[] {
  const found = new Map<string, Drift>()
  for (const { endpoint, json } of replies) {
    const [method = 'GET', path = '/**'] = endpoint.split(' ')
    for (const { kind, applicable } of kinds) {
      for (const { path: field, variant, settings } of applicable(json)) {
        const id = [endpoint, field, kind, ...(variant === undefined ? [] : [variant])].join(' ')
        if (found.has(id)) continue
        found.set(id, { id, endpoint, kind, field, settings: { match: { method, path }, do: settings } })
      }
    }
  }
  return [...found.values()]
}

/** How much of what could drift has drifted before an agent. Counts, never a rate alone. */
export interface DriftCoverage {
  /** Endpoints that agents really asked, with how many drifts of each were played. */
  readonly endpoints: readonly { readonly endpoint: string; readonly played: number; readonly of: number }[]
  /** By kind of drift: at how many of the endpoints it makes sense for it was played. */
  readonly kinds: readonly { readonly kind: string; readonly played: number; readonly of: number }[]
  /** Cells of kind x endpoint that make sense, and those played. */
  readonly played: number
  readonly of: number
  /** The cells that were not played. */
  readonly missing: readonly { readonly endpoint: string; readonly kind: string }[]
}

/**
 * @param drifts those that make sense
 * @param asked endpoints that an agent really asked: what nobody asks need not be covered
 * @param played ids of the drifts that struck
 */
export function driftCoverage(
  drifts: readonly Drift[],
  asked: ReadonlySet<string>,
  played: ReadonlySet<string>,
): DriftCoverage {
  const cells = new Map<string, { endpoint: string; kind: string; played: boolean }>()
  for (const { id, endpoint, kind } of drifts) {
    if (!asked.has(endpoint)) continue
    const key = `${endpoint} ${kind}`
    const cell = cells.get(key) ?? { endpoint, kind, played: false }
    cell.played ||= played.has(id)
    cells.set(key, cell)
  }
  const all = [...cells.values()]
  const by = <Key extends 'endpoint' | 'kind'>(key: Key) =>
    [...new Set(all.map((cell) => cell[key]))].map((name) => {
      const mine = all.filter((cell) => cell[key] === name)
      return { [key]: name, played: mine.filter((cell) => cell.played).length, of: mine.length } as {
        [name in Key]: string
      } & { played: number; of: number }
    })
  return {
    endpoints: by('endpoint'),
    kinds: by('kind'),
    played: all.filter((cell) => cell.played).length,
    of: all.length,
    missing: all.filter((cell) => !cell.played).map(({ endpoint, kind }) => ({ endpoint, kind })),
  }
}
