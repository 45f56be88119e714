/**
 * What people say of findings: of each person the newest label, and of several what most of them say.
 *
 * Where they are even, nothing is known, and that they dispute it is shown.
 */
import type { Label, LabelSource } from '../../store/index.ts'

export interface Said {
  /** Absent where people dispute it. */
  readonly truth?: 'held' | 'violated'
  /** The newest of each person, the oldest first. */
  readonly labels: readonly Label[]
}

export interface People {
  of(source: LabelSource, conversation: string, condition: string): Said | undefined
  all(): Iterable<Said>
}

export async function peopleIn(labels: AsyncIterable<Label>): Promise<People> {
  const newest = new Map<string, Map<string, Label>>()
  for await (const label of labels) {
    const key = keyOf(label.source, label.conversation, label.condition)
    const byPerson = newest.get(key) ?? new Map<string, Label>()
    byPerson.delete(label.who)
    newest.set(key, byPerson.set(label.who, label))
  }
  const said = new Map([...newest].map(([key, byPerson]) => [key, saidBy([...byPerson.values()])]))
  return {
    of: (source, conversation, condition) => said.get(keyOf(source, conversation, condition)),
    all: () => said.values(),
  }
}

const keyOf = (...names: readonly [LabelSource, string, string]) => JSON.stringify(names)

function saidBy(labels: readonly Label[]): Said {
  const held = labels.filter(({ truth }) => truth === 'held').length
  const violated = labels.length - held
  if (held === violated) return { labels }
  return { truth: held > violated ? 'held' : 'violated', labels }
}
