/**
 * A counterexample as a scenario that guards its promise from now on, ready to be read and sent for review.
 *
 * It says where it comes from and how surely it broke the promise, and carries tags: `regression`, `guards:` with the
 * promise's name, `found-in:` with that of the scenario or of the conversation, and `found-on:` with the day. It is played
 * word for word, so that it asks the same of every later agent; where the customer has to go on after these words, it says so.
 */
import type { Conversation } from '../../conversation/index.ts'
import { type Persona, type Project, type Scenario, personas as shipped } from '../../simulate/index.ts'
import { hash64, type Interval } from '../../stats/index.ts'
import { openingMessages } from '../coverage/kinds.ts'
import type { Counterexample } from '../minimise/counterexample.ts'
import { sizeWords } from '../minimise/size.ts'

export const regressionTag = 'regression'
const guardsTag = 'guards:'
const foundInTag = 'found-in:'
const foundOnTag = 'found-on:'
const titleLength = 60

/** Where a violation was seen. */
export type Provenance = SeenWhere & {
  /** ISO 8601. */
  readonly at: string
  readonly agent: string
  readonly pactHash: string
}

/** A trial of a run, or the conversation that a case was made of. */
type SeenWhere =
  | { readonly run: string; readonly trial: number }
  | { readonly conversation: string; readonly origin: Conversation['origin'] }

export interface Regression {
  readonly scenario: Scenario
  /** For the top of its file. */
  readonly heading: string
}

export function regressionOf(
  { trial, condition, from, to, certified }: Counterexample,
  origin: Provenance,
  project: Pick<Project, 'settings' | 'scenarios' | 'persona'>,
): Regression {
  const { scenario, persona, channel, faults } = trial
  const { file: _, repeats: __, ...rest } = scenario
  const words = JSON.stringify([condition, scenario.id, scenario.script, faults.map(({ id }) => id)])
  const id = `${condition}-${hash64(words).slice(0, 8)}`
  return {
    scenario: {
      ...rest,
      id,
      title: `${condition}: ${beginningOf(scenario).slice(0, titleLength)}`,
      tags: [
        ...new Set([
          ...scenario.tags,
          regressionTag,
          `${guardsTag}${condition}`,
          `${foundInTag}${'run' in origin ? scenario.id : origin.conversation}`,
          `${foundOnTag}${origin.at.slice(0, 10)}`,
        ]),
      ],
      personas: namesOf(persona, project),
      channels: [channel],
      faults: faults.map((set) => set.id),
    },
    heading: [
      `Guards "${condition}". Broken in ${certified.violated} of ${certified.n} conversations when it was found (${within(certified.interval)}, 95 %),`,
      `from ${sizeWords(from)} down to ${sizeWords(to)}.`,
      `Seen in ${whereWords(origin)} at ${origin.at}, with ${origin.agent}, under pact ${origin.pactHash.slice(0, 12)}.`,
    ].join('\n'),
  }
}

/** The name by which the project's files call a persona; none where no file names it, so that the project's own play it. */
export function namesOf(
  { id }: Persona,
  { settings, scenarios, persona }: Pick<Project, 'settings' | 'scenarios' | 'persona'>,
): readonly string[] {
  if (shipped.some((each) => each.id === id)) return [id]
  const names = [...settings.personas, ...scenarios.flatMap(({ personas }) => personas)]
  return names.filter((name) => persona(name).id === id).slice(0, 1)
}

/** How the customer of a scenario begins. */
export function beginningOf({ script = [], goal }: Pick<Scenario, 'script' | 'goal'>): string {
  const said = script.flatMap((step) => ('say' in step ? step.say : []))
  return said.length === 0 ? goal.want : said.slice(0, openingMessages).join(' ')
}

type Tagged = Pick<Scenario, 'tags'>

/** The promise that a regression scenario guards; nothing of any other scenario. */
export const guardedBy = (scenario: Tagged) =>
  scenario.tags.includes(regressionTag) ? tagged(scenario, guardsTag) : undefined

/** The scenario of a run, or the conversation, in which what it guards against was found. */
export const foundIn = (scenario: Tagged) => tagged(scenario, foundInTag)

/** The day on which it was found: `2026-03-02`. */
export const foundOn = (scenario: Tagged) => tagged(scenario, foundOnTag)

function tagged({ tags }: Tagged, beginning: string): string | undefined {
  return tags.find((tag) => tag.startsWith(beginning))?.slice(beginning.length)
}

function whereWords(where: SeenWhere): string {
  if ('run' in where) return `trial ${where.trial} of run ${where.run}`
  return where.origin === 'production'
    ? `conversation ${where.conversation} of production`
    : `simulated conversation ${where.conversation}`
}

const within = ({ low, high }: Interval) => `${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)} %`
