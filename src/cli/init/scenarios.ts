/** The first three scenarios of a new project: for the sample agent, and for an agent that nothing is known of. */
export const sampleScenarios = `# Situations in which customers turn to the agent, and what must be true afterwards.
defaults:
  startsAt: 2026-03-02T09:00:00+00:00        # a Monday

scenarios:
  - id: open-on-sunday
    goal: { want: know whether you are open on Sunday, kind: ask, wants: [{ ask: are you open on Sunday, answer: closed }] }
    expect: { told: [closed] }

  - id: book-haircut
    goal: { want: book a haircut, kind: book, say: [get a haircut, make an appointment for a haircut] }
    facts:
      name: Ana Reis
      day: { value: 2026-03-05, type: date, say: [thursday, this thursday] }
      time: { value: '14:00', say: [2 pm, '14:00'] }
    expect:
      changes:
        - { verifier: bookings, added: { service: haircut, day: '{{facts.day}}', time: '{{facts.time}}', name: '{{facts.name}}' } }

  # The customer says a wrong time first and corrects it when asked to confirm.
  - id: book-haircut-and-correct-the-time
    goal: { want: book a haircut, kind: book }
    facts:
      name: Tobias Lund
      day: { value: 2026-03-06, type: date, say: [friday, this friday] }
      time: { value: '16:30', wrongFirst: '15:30' }
    expect:
      changes:
        - { verifier: bookings, added: { service: haircut, day: '{{facts.day}}', time: '{{facts.time}}', name: '{{facts.name}}' } }
`

/** For a bot that reads the clock of the real world: which date "Thursday" is depends on the day it runs on. */
export const undatedScenarios = `# Situations in which customers turn to the agent, and what must be true afterwards.
scenarios:
  - id: open-on-sunday
    goal: { want: know whether you are open on Sunday, kind: ask, wants: [{ ask: are you open on Sunday, answer: closed }] }
    expect: { told: [closed] }

  - id: book-haircut
    goal: { want: book a haircut, kind: book, say: [get a haircut, make an appointment for a haircut] }
    facts:
      name: Ana Reis
      day: { value: thursday, say: [thursday, this thursday] }
      time: { value: '14:00', say: [2 pm, '14:00'] }
    expect:
      changes:
        - { verifier: bookings, added: { service: haircut, time: '{{facts.time}}', name: '{{facts.name}}' } }

  # The customer says a wrong time first and corrects it when asked to confirm.
  - id: book-haircut-and-correct-the-time
    goal: { want: book a haircut, kind: book }
    facts:
      name: Tobias Lund
      day: { value: friday, say: [friday, this friday] }
      time: { value: '16:30', wrongFirst: '15:30' }
    expect:
      changes:
        - { verifier: bookings, added: { service: haircut, time: '{{facts.time}}', name: '{{facts.name}}' } }
`

export const ownScenarios = `# Situations in which customers turn to the agent, and what must be true afterwards. Make them your own:
# what do your customers want, what do they know, and by what would you see that it went well?
scenarios:
  - id: opening-hours
    goal: { want: know when you are open, kind: ask, wants: [{ ask: what are your opening hours }] }
    # Values that the customer must have been told:
    # expect: { told: ['9:00', '18:00'] }

  - id: asks-for-a-person
    goal: { want: talk to a person, kind: ask, onRefusal: escalate }
    expect: { handoff: true }

  - id: changes-the-day
    goal: { want: make an appointment, kind: book }
    facts:
      name: Ana Reis
      day: { value: 2026-03-06, type: date, say: [friday, this friday], wrongFirst: thursday }
      time: '14:00'
      phone: +1 555 010 0142
    # What must have changed in the backend, as a verifier of fieldproof.yaml sees it:
    # expect:
    #   changes:
    #     - { verifier: bookings, added: { day: '{{facts.day}}', time: '{{facts.time}}' } }
`
