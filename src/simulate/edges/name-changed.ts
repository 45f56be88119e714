/** The name was changed in one system only: the customer goes by the new one, the record has the old one. */

import type { Scenario } from '../scenario.ts'
import { beenBefore, foreseesNo, suggesting } from './been-before.ts'
import { aSurname } from './drawn.ts'
import type { Edge } from './edge.ts'

export const nameChanged: Edge = {
  id: 'name-changed',
  summary: 'name changed in one system',
  twist({ fields: { people }, person, others, scenario }, random) {
    const name = String(person[people.name])
    const words = name.split(' ')
    if (words.length < 2) return `"${name}" has no surname that could have changed`
    const no = foreseesNo(scenario)
    if (no !== undefined) return no
    if (namesThem(scenario.expect, name)) return 'what it expects names the person, and either name may be right'
    const former = [...words.slice(0, -1), aSurname(random, name)].join(' ')
    const events = suggesting(scenario, name, former, `It may still be under my former name, ${former}.`)
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
        beenBefore('under another name'),
      ],
      events,
    }
  },
}

function namesThem({ changes = [] }: Scenario['expect'], name: string): boolean {
  return changes.some((change) => {
    const records = 'changed' in change ? [change.to] : 'added' in change ? [change.added] : []
    return records.some((record) => Object.values(record).includes(name))
  })
}
