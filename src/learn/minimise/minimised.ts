/**
 * Delta debugging by chance: the fewest elements with which something still happens.
 *
 * Each element carries a chance to be needed. What is tried next is to leave out the elements that together promise the most to
 * be gone at once; when it no longer happens without them, each of them is likelier to be needed. What others need goes only
 * together with them. Ends when every element that is left was tried alone, or the tries are used up.
 *
 * @see Wang et al. 2021, Probabilistic delta debugging, ESEC/FSE
 */

export interface Element {
  readonly id: string
  /** Elements without which it makes no sense: a reply needs its question. */
  readonly needs?: readonly string[]
}

export interface Minimised {
  /** What is left, in the order in which it came. */
  readonly kept: readonly string[]
  /** Sets that were tried. */
  readonly tries: number
  /** Nothing that is left can go by itself, as far as the tries tell. False when they were used up. */
  readonly isMinimal: boolean
}

export interface MinimiseOptions {
  /** Default 200. */
  readonly triesAtMost?: number
  /** Chance of an element to be needed before anything is known. Default 0.2. */
  readonly needed?: number
}

/**
 * @param elements in order; ids differ, and what is needed comes before what needs it
 * @param happens whether it still happens with these alone; asked once for each set
 */
export async function minimised(
  elements: readonly Element[],
  happens: (kept: ReadonlySet<string>) => Promise<boolean>,
  { triesAtMost = 200, needed = 0.2 }: MinimiseOptions = {},
): Promise<Minimised> {
  const chances = new Map(elements.map(({ id }) => [id, needed]))
  const dependents = dependentsOf(elements)
  const tried = new Set<string>()
  const without = (gone: ReadonlySet<string>) => new Set([...chances.keys()].filter((id) => !gone.has(id)))
  const isNew = (gone: ReadonlySet<string>) => !tried.has([...without(gone)].join('\n'))

  while (tried.size < triesAtMost) {
    const gone = worthTrying(chances, dependents, isNew)
    if (gone === undefined) return { kept: [...chances.keys()], tries: tried.size, isMinimal: true }
    const kept = without(gone)
    tried.add([...kept].join('\n'))
    if (await happens(kept)) for (const id of gone) chances.delete(id)
    else raise(chances, gone)
  }
  return { kept: [...chances.keys()], tries: tried.size, isMinimal: false }
}

/** The set whose leaving out promises most: its size times the chance that none of it is needed. Nothing when all were tried. */
function worthTrying(
  chances: ReadonlyMap<string, number>,
  dependents: ReadonlyMap<string, readonly string[]>,
  isNew: (gone: ReadonlySet<string>) => boolean,
): ReadonlySet<string> | undefined {
  const withAll = (id: string) => [id, ...(dependents.get(id) ?? [])].filter((each) => chances.has(each))
  const promise = (ids: Iterable<string>) => {
    let none = 1
    let size = 0
    for (const id of ids) {
      none *= 1 - (chances.get(id) ?? 1)
      size += 1
    }
    return size * none
  }
  const open = [...chances]
    .sort(([, a], [, b]) => a - b)
    .map(([id]) => withAll(id))
    .filter((ids) => promise(ids) > 0)
  const together = new Set<string>()
  let best: ReadonlySet<string> | undefined
  let most = 0
  const look = (ids: Iterable<string>) => {
    const promised = promise(ids)
    const gone = new Set(ids)
    if (promised <= most || !isNew(gone)) return
    most = promised
    best = gone
  }
  for (const ids of open) {
    for (const id of ids) together.add(id)
    look(together)
    look(ids)
  }
  return best
}

/** At least one of these is needed; of a single one, this one. */
function raise(chances: Map<string, number>, gone: ReadonlySet<string>): void {
  let none = 1
  for (const id of gone) none *= 1 - (chances.get(id) ?? 0)
  for (const id of gone) {
    const raised = (chances.get(id) ?? 0) / (1 - none)
    chances.set(id, gone.size === 1 ? 1 : Math.min(doubtful, raised))
  }
}

/** Nothing is certain before it was left out alone. */
const doubtful = 0.999

/** Of each element all that cannot stay without it, directly or through others. */
function dependentsOf(elements: readonly Element[]): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>(elements.map(({ id }) => [id, []]))
  const needs = new Map(elements.map(({ id, needs: direct = [] }) => [id, direct]))
  for (const { id } of elements) {
    const seen = new Set<string>()
    const look = (from: string) => {
      for (const each of needs.get(from) ?? []) {
        if (seen.has(each) || !all.has(each)) continue
        seen.add(each)
        look(each)
      }
    }
    look(id)
    for (const each of seen) all.get(each)?.push(id)
  }
  return all
}
