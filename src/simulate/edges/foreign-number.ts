/** The number that the customer writes from is on somebody else's account, and theirs has another. */
import { beenBefore, foreseesNo, suggesting } from './been-before.ts'
import { aBirth, aName, anId, aPhone } from './drawn.ts'
import type { Edge } from './edge.ts'

export const foreignNumber: Edge = {
  id: 'foreign-number',
  summary: "caller's number on someone else's account",
  twist({ fields: { people }, person, others, scenario }, random) {
    if (people.phone === undefined) return 'no field of the people is a phone number'
    const phone = String(person[people.phone] ?? '')
    if (!scenario.facts.some(({ value }) => value === phone)) return "the customer does not tell the record's number"
    const no = foreseesNo(scenario)
    if (no !== undefined) return no
    const ids = [person, ...others].map((each) => each[people.id])
    const known = aPhone(random, phone)
    const events = suggesting(scenario, phone, known, `It may be under my other number, ${known}.`)
    const stranger = {
      [people.id]: anId(random, person[people.id], ids),
      [people.name]: aName(random, String(person[people.name])),
      [people.phone]: phone,
      ...(people.birth !== undefined && { [people.birth]: aBirth(random, String(person[people.birth] ?? '')) }),
      ...(people.location !== undefined && { [people.location]: person[people.location] ?? null }),
    }
    return {
      title: "The customer's number is on the account of somebody else",
      people: [stranger, { ...person, [people.phone]: known }, ...others],
      facts: [
        {
          key: 'numberOnFile',
          value: known,
          type: 'phone',
          disclose: 'on-ask',
          askedAs: ['number on file', 'other number', 'another number', 'old number'],
        },
        beenBefore('with another number'),
      ],
      events,
    }
  },
}
