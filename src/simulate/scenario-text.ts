/** Scenarios written as the YAML that `parseScenarios` reads back to the same. */
import { Document, isCollection, isPair, visit } from 'yaml'
import type { Json } from '../conversation/index.ts'
import type { Fact, Goal, Scenario, ScheduledEvent } from './scenario.ts'

/** @param heading what the file is, as a comment at its top */
export function scenariosText(scenarios: readonly Scenario[], heading: string): string {
  const document = new Document({ scenarios: scenarios.map(formOf) }, { aliasDuplicateObjects: false })
  visit(document, {
    Collection(key, node) {
      if (key !== null && node.items.every((item) => !isCollection(isPair(item) ? item.value : item))) node.flow = true
    },
    // A plain scalar that goes on over lines is read back as something else when a line begins like a block: "> so".
    Scalar(_, node) {
      if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'QUOTE_DOUBLE'
    },
  })
  return `${heading.replace(/^/gm, '# ')}\n${document.toString({ lineWidth: 120 })}`
}

function formOf({ id, title, tags, file: _, goal, facts, events, recorded, ...rest }: Scenario) {
  const more = Object.entries(rest).filter(([, value]) => value !== undefined && !isEmpty(value as Json))
  return {
    id,
    ...(title !== undefined && { title }),
    ...(tags.length > 0 && { tags }),
    goal: goalForm(goal),
    ...(facts.length > 0 && { facts: Object.fromEntries(facts.map(({ key, ...fact }) => [key, factForm(fact)])) }),
    ...(events.length > 0 && { events: events.map(eventForm) }),
    ...(recorded !== undefined && { recorded: recordedForm(recorded) }),
    ...Object.fromEntries(more),
  }
}

function recordedForm(recorded: NonNullable<Scenario['recorded']>) {
  const forms = Object.entries(recorded).map(([backend, { ignore, ...replay }]) => [
    backend,
    { ...replay, ...(ignore.length > 0 && { ignore }) },
  ])
  return Object.fromEntries(forms)
}

function goalForm({ followedBy, ...goal }: Goal): object {
  // biome-ignore lint/suspicious/noThenProperty: it is the word people write, and a list is not taken for a promise
  return followedBy === undefined ? goal : { ...goal, then: followedBy.map(goalForm) }
}

/** Kind and disclosure are always said, so that reading guesses nothing. */
function factForm({ value, type, disclose, ...rest }: Omit<Fact, 'key'>) {
  return { ...(value !== undefined && { value }), type, disclose, ...rest }
}

const eventForm = ({ when, do: what }: ScheduledEvent) => ({ ...when, do: what })

function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
