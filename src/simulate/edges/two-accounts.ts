/**
 * Two accounts for one person: what is theirs is on one, and the other, empty one is found first.
 *
 * The empty one gets the id that the scenario gave, so that it comes first in the order of ids too. Something new may
 * be put on either: nobody who is asked could say which of the two it should be.
 */
import { anId } from './drawn.ts'
import type { Edge } from './edge.ts'
import { withIdIn, withoutIdIn } from './touched.ts'

export const twoAccounts: Edge = {
  id: 'two-accounts',
  summary: 'two accounts for one person',
  twist({ fields: { people, things: theirs }, person, others, things, scenario: { expect } }, random) {
    const first = person[people.id] ?? ''
    const own = anId(random, first, [first, ...others.map((other) => other[people.id])])
    const kept = [people.id, people.name, people.phone, people.birth, people.location]
    const double = Object.fromEntries(Object.entries(person).filter(([field]) => kept.includes(field)))
    return {
      title: 'There are two accounts for this person',
      people: [double, { ...person, [people.id]: own }, ...others],
      things: things.map((thing) =>
        theirs !== undefined && thing[theirs.person] === first ? { ...thing, [theirs.person]: own } : thing,
      ),
      expect: withIdIn(withoutIdIn(expect, first), first, own),
    }
  },
}
