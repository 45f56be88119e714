/** Two accounts for one person: what is theirs is on one, and the other, empty one is found first. */
import { anId } from './drawn.ts'
import type { Edge } from './edge.ts'

export const twoAccounts: Edge = {
  id: 'two-accounts',
  summary: 'two accounts for one person',
  twist({ fields: { people }, person, others }, random) {
    const ids = [person, ...others].map((each) => each[people.id])
    const kept = [people.id, people.name, people.phone, people.birth, people.location]
    const again = Object.fromEntries(Object.entries(person).filter(([field]) => kept.includes(field)))
    const double = { ...again, [people.id]: anId(random, person[people.id], ids) }
    return { title: 'There are two accounts for this person', people: [double, person, ...others] }
  },
}
