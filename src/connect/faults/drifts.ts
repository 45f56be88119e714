/**
 * Drifts made from what a backend really answers: every change of shape that its replies could undergo, each with a
 * stable name, so that it can be said which of them an agent has met and which not.
 */
import type { Json } from '../../conversation/index.ts'
import { hash64 } from '../../stats/index.ts'
import type { Applicable } from './fault.ts'
import { faultKinds } from './index.ts'

/** Beyond so many replies of an endpoint that show nothing new, further ones are not looked at. */
const repliesOfNoUse = 300
/** Drifts of one endpoint, at most: a reply that has ids for names of fields would make more with every record. */
export const driftsAtMost = 2000

/** One reply as it was observed. */
export interface Observed {
  /** `GET /offices/{id}/slots`: method and path pattern; before them the backend's name, where there are several. */
  readonly endpoint: string
  /** Of a success; what a refusal says is not looked at. */
  readonly json: Json
  /** Default 200. */
  readonly status?: number
}

/** A drift that can be played. */
export interface Drift {
  /**
   * Endpoint, field, kind, and where a kind has several the variant: `GET /offices/{id}/slots $.slots[*].start
   * date-format epoch-ms`. The same for the same change, whenever it is made.
   */
  readonly id: string
  /** The same as the name of a fault set: `date-format-slots-start-5f0c…`. */
  readonly name: string
  readonly endpoint: string
  readonly kind: string
  readonly field: string
  /** A fault set, as a project file would have it. */
  readonly settings: Json
}

/** Looks at replies one by one, and keeps none of them. */
export interface DriftFinder {
  add(reply: Observed): void
  /** Every drift that makes sense for the replies, in order, each once. */
  found(): readonly Drift[]
  /** Endpoints that have more drifts than are made, which is `driftsAtMost`. */
  cut(): readonly string[]
}

export function driftFinder(): DriftFinder {
  const found = new Map<string, Drift>()
  const endpoints = new Map<string, { drifts: number; noUse: number }>()
  return {
    add(reply) {
      const known = endpoints.get(reply.endpoint) ?? { drifts: 0, noUse: 0 }
      endpoints.set(reply.endpoint, known)
      if (known.noUse >= repliesOfNoUse || known.drifts >= driftsAtMost) return
      const fresh = driftsFor(reply).filter(({ id }) => !found.has(id))
      const kept = fresh.slice(0, driftsAtMost - known.drifts)
      for (const drift of kept) found.set(drift.id, drift)
      known.drifts += kept.length
      known.noUse = fresh.length > 0 ? 0 : known.noUse + 1
    },
    found: () => [...found.values()],
    cut: () => [...endpoints].filter(([, { drifts }]) => drifts >= driftsAtMost).map(([endpoint]) => endpoint),
  }
}

/** Every drift that makes sense for the replies, in order, each once. */
export function driftsOf(replies: readonly Observed[]): readonly Drift[] {
  const finder = driftFinder()
  for (const reply of replies) finder.add(reply)
  return finder.found()
}

function driftsFor({ endpoint, json, status = 200 }: Observed): readonly Drift[] {
  const [path = '/**', method = 'GET', backend] = endpoint.split(' ').reverse()
  const made = (kind: string, { path: field, variant, settings }: Applicable): Drift => {
    const id = [endpoint, field, kind, ...(variant === undefined ? [] : [variant])].join(' ')
    return {
      id,
      name: nameOf(id, kind, field),
      endpoint,
      kind,
      field,
      settings: { match: { ...(backend !== undefined && { backend }), method, path }, do: settings },
    }
  }
  return faultKinds.flatMap(({ kind, applicable }) =>
    (applicable?.({ method, status, json }) ?? []).map((each) => made(kind, each)),
  )
}

/** Words a person can read, and enough of a hash that no two drifts share a name. */
function nameOf(id: string, kind: string, field: string): string {
  const words = field.replace(/\W+/g, '-').replace(/^-|-$/g, '').slice(-40)
  return [kind, ...(words === '' ? [] : [words]), hash64(id).slice(0, 8)].join('-')
}

/** How much of what could drift has drifted before an agent. Counts, never a rate alone. */
export interface DriftCoverage {
  /** Endpoints that agents really asked: of how many kinds that make sense there a drift was played. */
  readonly endpoints: readonly { readonly endpoint: string; readonly played: number; readonly of: number }[]
  /** By kind of drift: at how many of the endpoints it makes sense for it was played. */
  readonly kinds: readonly { readonly kind: string; readonly played: number; readonly of: number }[]
  /** Cells of kind x endpoint that make sense, and those played. */
  readonly played: number
  readonly of: number
  /** The cells that were not played. */
  readonly missing: readonly { readonly endpoint: string; readonly kind: string }[]
}

/** A kind of drift at an endpoint, which is what coverage counts. */
export const driftCell = ({ endpoint, kind }: Pick<Drift, 'endpoint' | 'kind'>) => `${endpoint} ${kind}`

/**
 * @param drifts those that make sense
 * @param asked endpoints that an agent really asked: what nobody asks need not be covered
 * @param played cells in which a drift changed a reply, as `driftCell` names them
 */
export function driftCoverage(
  drifts: readonly Drift[],
  asked: ReadonlySet<string>,
  played: ReadonlySet<string>,
): DriftCoverage {
  const cells = new Map(
    drifts
      .filter(({ endpoint }) => asked.has(endpoint))
      .map(({ endpoint, kind }) => [driftCell({ endpoint, kind }), { endpoint, kind }]),
  )
  const all = [...cells].map(([key, cell]) => ({ ...cell, played: played.has(key) }))
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
