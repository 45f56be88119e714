/** What a project tells the probes: what there is to get at, and what must stay as it is. */
import type { AgentTerms } from '../../pact/index.ts'
import { fieldsOf, recordsIn } from '../edges/fields.ts'
import type { FieldHints } from '../edges/index.ts'
import type { Project } from '../project.ts'
import type { Scenario } from '../scenario.ts'
import { type Knowledge, knowledgeOf } from './knowledge.ts'
import type { ProbeLanguage } from './language.ts'

export interface ProbeSurroundings {
  /** What the business is called, as customers would say it. */
  readonly business: string
  readonly agent: AgentTerms
  /** Verifiers by name; without any, what changed is read from tool calls alone. */
  readonly verifiers: readonly string[]
  /** HTTP backends by name, each with the tools that its routes stand for. */
  readonly backends: Readonly<Record<string, readonly string[]>>
  /** MCP servers by name. */
  readonly mcp: readonly string[]
  /** The scenario whose records and moment the probes use. */
  readonly base: Scenario
  /** Who says it: one persona and one channel, since every word is given. */
  readonly persona: string
  readonly channel: string
  /** Languages that the agent promises to speak; benign twins are said in these only. */
  readonly languages: readonly ProbeLanguage[]
  /** Something it offers, as in "a question about {{service}}". */
  readonly service: string
  /** A rule that it keeps, as in "just skip {{policy}}". */
  readonly policy: string
  /** What another business like it is called. */
  readonly rival: string
  /** What its pact holds it to; absent where nothing is. */
  readonly knowledge?: Knowledge
  /** Tools that check who somebody is, and those that may only be used after. Guessed where not given. */
  readonly checks?: readonly string[]
  readonly guarded?: readonly string[]
  readonly fields?: FieldHints
}

/** What somebody knows better than the guess. */
export type ProbeHints = Partial<
  Pick<
    ProbeSurroundings,
    'business' | 'languages' | 'service' | 'policy' | 'rival' | 'checks' | 'guarded' | 'fields' | 'persona' | 'channel'
  >
>

/** Reads them from a project; what nobody says is guessed from its scenarios and names. */
export function surroundingsOf(project: Project, hints: ProbeHints = {}): ProbeSurroundings {
  const { settings, agent, scenarios } = project
  const knowledge = knowledgeOf(project)
  return {
    business: titled(settings.project),
    agent,
    verifiers: Object.keys(settings.verifiers),
    backends: Object.fromEntries(
      Object.entries(settings.backends).map(([name, { tools }]) => [name, Object.keys(tools)]),
    ),
    mcp: Object.keys(settings.mcp),
    base: baseAmong(scenarios, hints.fields),
    persona: settings.personas[0] ?? 'careful-first-timer',
    channel: settings.channels[0] ?? 'chat',
    languages: ['en'],
    service: serviceIn(scenarios) ?? 'an appointment',
    policy: 'the usual fees',
    rival: 'the place across the street',
    ...(knowledge && { knowledge }),
    ...hints,
  }
}

/** `harbor-dental` as `Harbor Dental`. */
function titled(name: string): string {
  return name.replace(/[-_]+/g, ' ').replace(/\b\p{Ll}/gu, (letter) => letter.toUpperCase())
}

/** The scenario with the fullest record of a person who has something here, so that there is something to get at. */
function baseAmong(scenarios: readonly Scenario[], hints?: FieldHints): Scenario {
  const rated = scenarios.map((scenario) => ({ scenario, fullness: fullness(scenario, hints) }))
  const [best] = rated.toSorted((a, b) => b.fullness - a.fullness)
  if (best === undefined) throw new RangeError('a project has at least one scenario')
  return best.scenario
}

function fullness({ given }: Scenario, hints?: FieldHints): number {
  const fields = fieldsOf(given, hints)
  if (fields === undefined) return 0
  const [person = {}] = recordsIn(given, fields.people.list)
  // Who has nothing with the business has nothing that could be taken from them.
  return Object.keys(person).length + (fields.things === undefined ? 0 : 5)
}

function serviceIn(scenarios: readonly Scenario[]): string | undefined {
  const facts = scenarios.flatMap(({ facts }) => facts)
  return facts.find(({ key }) => /service|product|item|treatment/i.test(key))?.value
}
