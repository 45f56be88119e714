/**
 * What a simulated customer has in mind: goals still open, facts told, what was asked and how it feels.
 *
 * One mind belongs to one conversation. Facts and goals are the scenario's and never change; what
 * changes is which value a fact has now, after a correction or a fallback.
 */
import { keyedRandom } from '../../stats/index.ts'
import type { Persona } from '../persona.ts'
import type { Fact, Goal, Scenario, ScheduledEvent } from '../scenario.ts'
import { startOf } from './affect.ts'
import { labelOf, spoken } from './fact-words.ts'
import type { Telling } from './intent.ts'
import { flatten, isBirthday, type Ontology, ontologyOf, type Slot, slotsOfFacts, tellingWords } from './ontology.ts'
import { squeezed, stem } from './text.ts'

/** A fact as it stands now. */
export interface Known extends Fact {
  /** The value to be told now; absent when the customer does not know it. */
  now: string | undefined
  /** Words for `now` other than the scenario's, after a correction. */
  nowSay: readonly string[] | undefined
  /** The value told last. */
  toldValue: string | undefined
  timesTold: number
  timesAsked: number
  /** Values that the agent's tools know beside this one: an agent that names one of them means something else. */
  readonly rivals: readonly string[]
}

interface Want {
  readonly ask: string
  readonly answer?: string
  timesAsked: number
  answered: boolean
}

export interface OpenGoal {
  readonly goal: Goal
  readonly want: string
  readonly wants: readonly Want[]
  alternatives: readonly Readonly<Record<string, string>>[]
  stated: boolean
  /** `done`: claimed or answered. `refused`: the agent said no and the customer accepted it. */
  state: 'open' | 'done' | 'refused' | 'cancelled'
}

export interface Mind {
  /** As the customer writes where they are now. */
  persona: Persona
  readonly seed: number
  readonly facts: ReadonlyMap<string, Known>
  readonly ontology: Ontology
  readonly goals: readonly OpenGoal[]
  readonly pending: { readonly event: ScheduledEvent; fired: boolean }[]
  /** What is to happen in the backends before the customer goes on. */
  readonly changes: string[]
  /** Facts said wrong at first, to be corrected. */
  readonly toCorrect: Set<string>
  /** Milliseconds since the conversation began, of what happened last. */
  nowMs: number
  frustration: number
  rung: number
  /** Agent turns in a row that the customer could hardly make out. */
  murky: number
  insisted: number
  /** Whether something broke once, whatever the customer did then. */
  triedAgain: boolean
  /** How often the agent was told that it does something else than it was asked for. */
  misunderstood: number
  askedForPerson: boolean
  /** Whether the whole goal was put in one message already. */
  restated: boolean
  byes: number
  waited: boolean
  /** Offers taken one after the other. */
  taken: number
  /** Whether the customer has asked if all is done. */
  madeSure: boolean
  asked: boolean
  agreed: boolean
  readonly said: string[]
  lastAgentText: string
  /** How often the agent has said the same, word for word. */
  readonly heardTexts: Map<string, number>
}

/**
 * Now and then a customer says the wrong thing first and puts it right. Only facts with options can be
 * said wrong by chance: for others the wrong value would have to be made up.
 */
function slip({ key, value, options = [], wrongFirst }: Fact, { corrections }: Persona, seed: number): Partial<Known> {
  const others = options.filter((option) => option !== value)
  if (wrongFirst !== undefined || value === undefined || others.length === 0) return {}
  const random = keyedRandom(seed, 'slip-of-the-tongue', key)
  return random.chance(corrections) ? { wrongFirst: random.pick(others) } : {}
}

/** Other values of the same kind, from the fact's own options and from the agent's tools. */
function rivalsOf({ key, value, say = [], options = [] }: Fact, { slots }: Ontology): readonly string[] {
  if (value === undefined) return []
  const own = [value, ...say].map(squeezed)
  const all = [...options, ...(slots.find((slot) => slot.key === key)?.rivals ?? [])]
  return [...new Set(all.map(squeezed))].filter(
    (other) => other.length > 3 && !own.some((one) => one.includes(other) || other.includes(one)),
  )
}

/** Goals with those that follow them, in order. */
function chain(goal: Goal): readonly Goal[] {
  return [goal, ...(goal.followedBy ?? []).flatMap(chain)]
}

/** A fresh mind. `pick` chooses one of a goal's wordings. */
export function mindOf(
  scenario: Scenario,
  persona: Persona,
  seed: number,
  ontology: Ontology,
  pick: (wordings: readonly string[], goal: number) => string,
): Mind {
  const facts = new Map(
    scenario.facts.map((fact): [string, Known] => [
      fact.key,
      {
        ...fact,
        ...slip(fact, persona, seed),
        now: fact.value,
        nowSay: undefined,
        toldValue: undefined,
        timesTold: 0,
        timesAsked: 0,
        rivals: rivalsOf(fact, ontology),
      },
    ]),
  )
  return {
    persona,
    seed,
    facts,
    ontology,
    goals: chain(scenario.goal).map((goal, index) => ({
      goal,
      want: pick([goal.want, ...(goal.say ?? [])], index),
      wants: (goal.wants ?? []).map((want) => ({ ...want, timesAsked: 0, answered: false })),
      alternatives: goal.alternatives ?? [],
      stated: false,
      state: 'open',
    })),
    changes: [],
    pending: scenario.events.map((event) => ({ event, fired: false })),
    toCorrect: new Set(),
    nowMs: 0,
    frustration: startOf(persona),
    rung: 0,
    murky: 0,
    insisted: 0,
    triedAgain: false,
    misunderstood: 0,
    askedForPerson: false,
    restated: false,
    byes: 0,
    waited: false,
    taken: 0,
    madeSure: false,
    asked: false,
    agreed: false,
    said: [],
    lastAgentText: '',
    heardTexts: new Map(),
  }
}

/**
 * What a customer with these facts can be asked for, by an agent with these tools.
 *
 * The slots of the facts are made richer by what the agent's tools call them. Arguments of tools for which the customer
 * has no fact are added: asked for those, the customer is not sure.
 */
export function ontologyFor(facts: readonly Fact[], toolSlots: readonly Slot[]): Ontology {
  const slots = slotsOfFacts(facts)
  const extra = new Map<string, Slot>()
  for (const tool of toolSlots) {
    const exact = slots.findIndex((slot) => flatten(slot.key) === flatten(tool.key))
    const at = exact === -1 ? slots.findIndex((slot) => sameSlot(slot, tool)) : exact
    const own = slots[at]
    if (own === undefined) {
      if (!slots.some((slot) => slot.type === tool.type && !isBirthday(slot))) extra.set(tool.key, tool)
      continue
    }
    const aliases = [...(own.aliases ?? []), labelOf(tool.key)]
    slots[at] = {
      ...own,
      aliases,
      ...(tool.options === undefined ? {} : { options: [...new Set([...(own.options ?? []), ...tool.options])] }),
      ...(tool.options === undefined ? {} : { rivals: tool.options }),
    }
  }
  return ontologyOf([...slots, ...extra.values()])
}

/** The same name, or the same kind of value and the same telling words: `visitDate` and `date_of_visit`. */
function sameSlot(a: Slot, b: Slot): boolean {
  if (flatten(a.key) === flatten(b.key)) return true
  const [one, other] = [a, b].map(({ key }) => tellingWords(labelOf(key)).map(stem).sort().join(' '))
  return a.type === b.type && one !== '' && one === other
}

/** The goal the customer is after now; absent when none is left. */
export function currentGoal(mind: Mind): OpenGoal | undefined {
  return mind.goals.find(({ state }) => state === 'open')
}

/** A fact in the words the customer would use now; nothing when the customer does not know it or keeps it. */
export function telling(mind: Mind, key: string, seed: number): Telling | undefined {
  const fact = mind.facts.get(key)
  if (fact === undefined || fact.now === undefined || fact.disclose === 'never') return undefined
  const wrong = fact.wrongFirst !== undefined && fact.timesTold === 0
  const value = wrong ? (fact.wrongFirst ?? fact.now) : fact.now
  const stale = fact.sayForMs !== undefined && mind.nowMs > fact.sayForMs
  const say = wrong || stale || fact.now !== fact.value ? fact.nowSay : fact.say
  const forms = spoken({ type: fact.type, ...(say === undefined || wrong ? {} : { say }) }, value)
  const at = (seed + fact.timesTold) % forms.length
  return { fact: key, label: labelOf(key), type: fact.type, words: forms[at] ?? value }
}

/** Marks a fact as told with the value it has now, or with the wrong one that comes first. */
export function markTold(mind: Mind, key: string): void {
  const fact = mind.facts.get(key)
  if (fact === undefined) return
  const wrong = fact.wrongFirst !== undefined && fact.timesTold === 0
  fact.toldValue = wrong ? fact.wrongFirst : fact.now
  fact.timesTold += 1
  if (wrong) mind.toCorrect.add(key)
}

/** Facts of a goal that the agent needs and has not been told, in the scenario's order. */
export function untold(mind: Mind, goal: Goal | undefined): readonly string[] {
  return (goal?.needs ?? []).filter((key) => {
    const fact = mind.facts.get(key)
    return fact?.now !== undefined && fact.timesTold === 0 && fact.disclose !== 'never'
  })
}
