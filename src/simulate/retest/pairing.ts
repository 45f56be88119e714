/** Which passage of the new knowledge is which of the old: the same, moved, changed, gone or new. */
import type { Passage } from './passage.ts'
import { overlap, termsOf } from './terms.ts'

export interface Pairing {
  /** Word for word the same, at the same place. */
  readonly kept: number
  /** Word for word the same, elsewhere. */
  readonly moved: readonly Pair[]
  readonly changed: readonly Pair[]
  readonly removed: readonly Passage[]
  readonly added: readonly Passage[]
}

export interface Pair {
  readonly before: Passage
  readonly after: Passage
}

/** How alike the words of two passages have to be, when they stand at the same place and when they do not. */
const alike = { here: 0.25, elsewhere: 0.6 }

export function pairingOf(before: readonly Passage[], after: readonly Passage[]): Pairing {
  const open = { before: [...before], after: [...after] }
  const kept = takeSame(open, (passage) => JSON.stringify([passage.place.file, passage.path, passage.text]))
  const moved = takeSame(open, (passage) => JSON.stringify([passage.path.slice(-1), passage.names, passage.text]))
  const sameRecords = takeSame(open, (passage) =>
    passage.form === 'record' ? JSON.stringify([passage.place.file, passage.path]) : undefined,
  )
  const here = takeAlike(open, alike.here, (a, b) => a.place.file === b.place.file && pathOf(a) === pathOf(b))
  const lone = takeLone(open)
  const elsewhere = takeAlike(open, alike.elsewhere, (a, b) => a.form === b.form)
  const changed = [...sameRecords, ...here, ...lone, ...elsewhere]
  return { kept: kept.length, moved, changed, removed: open.before, added: open.after }
}

interface Open {
  before: Passage[]
  after: Passage[]
}

const pathOf = ({ path }: Passage) => JSON.stringify(path)

function take({ before, after }: Open, pair: Pair): Pair {
  before.splice(before.indexOf(pair.before), 1)
  after.splice(after.indexOf(pair.after), 1)
  return pair
}

function takeSame(open: Open, keyOf: (passage: Passage) => string | undefined): readonly Pair[] {
  const byKey = new Map<string, Passage[]>()
  for (const passage of open.after) {
    const key = keyOf(passage)
    if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), passage])
  }
  return [...open.before].flatMap((before) => {
    const key = keyOf(before)
    const after = key === undefined ? undefined : byKey.get(key)?.shift()
    return after === undefined ? [] : [take(open, { before, after })]
  })
}

/** The most alike first. */
function takeAlike(open: Open, least: number, mayPair: (a: Passage, b: Passage) => boolean): readonly Pair[] {
  const terms = new Map([...open.before, ...open.after].map((passage) => [passage, new Set(wordsOf(passage))]))
  const none = new Set<string>()
  const of = (passage: Passage) => terms.get(passage) ?? none
  const candidates = open.before.flatMap((before) =>
    open.after
      .filter((after) => mayPair(before, after))
      .map((after) => ({ before, after, score: overlap(of(before), of(after)) })),
  )
  return candidates
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score)
    .flatMap(({ before, after }) =>
      open.before.includes(before) && open.after.includes(after) ? [take(open, { before, after })] : [],
    )
}

/** What is left over alone on both sides of one heading took the other's place, whatever its words. */
function takeLone(open: Open): readonly Pair[] {
  return [...open.before].flatMap((before) => {
    const isBeside = (passage: Passage) =>
      passage.place.file === before.place.file && pathOf(passage) === pathOf(before)
    const [after, ...others] = open.after.filter(isBeside)
    if (after === undefined || others.length > 0 || open.before.filter(isBeside).length > 1) return []
    return [take(open, { before, after })]
  })
}

function wordsOf({ names, text }: Passage): readonly string[] {
  return termsOf(`${names.join(' ')} ${text}`)
}
