/**
 * What changed between two versions of a knowledge base, fact by fact.
 *
 * A passage that changed in its words alone is `reworded`: no value, name, address, or yes and no in it changed.
 * Whether its meaning did, only a person can say.
 */
import { sameValue } from '../../pact/index.ts'
import { passagesOf } from './knowledge.ts'
import { type Pair, pairingOf } from './pairing.ts'
import type { FactKind, KnowledgeFact, KnowledgeFile, KnowledgePlace, Passage } from './passage.ts'

export interface KnowledgeChange {
  /** Stable over runs: where it is and what it is about. */
  readonly key: string
  readonly what: 'changed' | 'added' | 'removed' | 'reworded'
  /** What kind of fact; `passage` for a whole passage or record. */
  readonly kind: FactKind | 'passage'
  readonly field?: string
  readonly before?: Side
  readonly after?: Side
}

/** One side of a change. */
export interface Side {
  readonly said: string
  readonly passage: Passage
  readonly place: KnowledgePlace
  readonly fact?: KnowledgeFact
}

export interface KnowledgeDifference {
  readonly changes: readonly KnowledgeChange[]
  /** Passages that stand elsewhere now, word for word the same. */
  readonly moved: readonly Pair[]
  /** Passages before and after, changed or not. */
  readonly before: readonly Passage[]
  readonly after: readonly Passage[]
}

/** @throws Problem `pact/broken-facts` when a YAML or JSON file does not parse */
export function differenceOf(
  oldFiles: readonly KnowledgeFile[],
  newFiles: readonly KnowledgeFile[],
): KnowledgeDifference {
  const [before, after] = [passagesOf(oldFiles), passagesOf(newFiles)]
  const { changed, removed, added, moved } = pairingOf(before, after)
  const changes = [
    ...changed.flatMap(factChanges),
    ...removed.map((passage) => change('removed', 'passage', sideOf(passage), undefined)),
    ...added.map((passage) => change('added', 'passage', undefined, sideOf(passage))),
  ]
  return { changes: withOwnKeys(changes.sort(inOrder)), moved, before, after }
}

/** Whether two facts state the same. */
export function sameFact(a: KnowledgeFact, b: KnowledgeFact): boolean {
  if (a.value !== undefined && b.value !== undefined) return sameValue(a.value, b.value)
  return a.kind === b.kind && a.said.toLowerCase() === b.said.toLowerCase()
}

function factChanges({ before, after }: Pair): readonly KnowledgeChange[] {
  const gone = without(before.facts, after.facts)
  const come = without(after.facts, before.facts)
  const changes: KnowledgeChange[] = []
  for (const old of gone) {
    const at = come.findIndex((fact) => isItsSuccessor(fact, old))
    const [next] = at === -1 ? [] : come.splice(at, 1)
    changes.push(
      change(
        next === undefined ? 'removed' : 'changed',
        old.kind,
        sideOf(before, old),
        next === undefined ? undefined : sideOf(after, next),
      ),
    )
  }
  changes.push(...come.map((fact) => change('added', fact.kind, undefined, sideOf(after, fact))))
  // A yes that became a no says nothing more where a value says how; a reworded no is told by its words.
  return changes.length > 0 ? changes : [change('reworded', 'passage', sideOf(before), sideOf(after))]
}

/** Facts of the first that the second does not state, each as often as it is stated. */
function without(facts: readonly KnowledgeFact[], others: readonly KnowledgeFact[]): KnowledgeFact[] {
  const left = [...others]
  return facts.filter((fact) => {
    const at = left.findIndex((other) => other.field === fact.field && sameFact(fact, other))
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

/** A list of names is not in an order: one that is gone was not replaced by one that came. */
function isItsSuccessor(fact: KnowledgeFact, old: KnowledgeFact): boolean {
  if (fact.field !== old.field) return false
  return fact.kind === old.kind ? fact.kind !== 'name' || fact.field !== undefined : fact.field !== undefined
}

function sideOf(passage: Passage, fact?: KnowledgeFact): Side {
  return { said: fact?.said ?? passage.text, passage, place: passage.place, ...(fact && { fact }) }
}

function change(
  what: KnowledgeChange['what'],
  kind: KnowledgeChange['kind'],
  before: Side | undefined,
  after: Side | undefined,
): KnowledgeChange {
  const passage = (after ?? before)?.passage
  const field = (after ?? before)?.fact?.field
  const key = [passage?.place.file, ...(passage?.path ?? []), ...(field === undefined ? [] : [field]), kind].join(' > ')
  return {
    key,
    what,
    kind,
    ...(field !== undefined && { field }),
    ...(before && { before }),
    ...(after && { after }),
  }
}

function inOrder(a: KnowledgeChange, b: KnowledgeChange): number {
  const text = ({ key, what, before, after }: KnowledgeChange) => JSON.stringify([key, what, before?.said, after?.said])
  return text(a) < text(b) ? -1 : 1
}

/** Two changes of one kind in one passage are told apart by a number. */
function withOwnKeys(changes: readonly KnowledgeChange[]): readonly KnowledgeChange[] {
  const seen = new Map<string, number>()
  return changes.map((each) => {
    const n = (seen.get(each.key) ?? 0) + 1
    seen.set(each.key, n)
    return n === 1 ? each : { ...each, key: `${each.key} ${n}` }
  })
}
