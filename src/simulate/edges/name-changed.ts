/** The name was changed in one system only: the customer goes by the new one, the record has the old one. */
import { aSurname } from './drawn.ts'
import type { Edge } from './edge.ts'

export const nameChanged: Edge = {
  id: 'name-changed',
  summary: 'name changed in one system',
  twist({ fields: { people }, person, others }, random) {
    const name = String(person[people.name])
    const words = name.split(' ')
    if (words.length < 2) return `"${name}" has no surname that could have changed`
    const former = [...words.slice(0, -1), aSurname(random, name)].join(' ')
    return {
      title: 'The record still has the name from before',
      people: [{ ...person, [people.name]: former }, ...others],
      facts: [
        {
          key: 'formerName',
          value: former,
          type: 'name',
          disclose: 'on-ask',
          askedAs: ['former name', 'previous name', 'maiden name', 'name on file'],
        },
      ],
    }
  },
}
