/**
 * Scenarios that play a pattern, as far as production says it: a customer of a kind who begins as one of them did and does
 * what they did, when they did it.
 *
 * What must be true afterwards only people know. It stands in the title that somebody has to say it.
 */
import type { Scenario, ScheduledEvent, Step } from '../../simulate/index.ts'
import { draftsOf } from '../coverage/draft.ts'
import { grouped } from '../coverage/placed.ts'
import type { PatternName } from './catalogue.ts'
import type { Showing, Shown } from './patterns.ts'

export interface PatternScenarioOptions {
  /** Ids that scenarios have already. */
  readonly taken: Iterable<string>
  /** Scenarios of the project: the customer and the world are those of the nearest, or of the first where none is near. */
  readonly suite: readonly Scenario[]
  /** The persona file that its customers write as, from the folder of the project. */
  readonly persona?: string
  /** Whether the agent can be reached on a channel; customers go on only on such. */
  isReached(channel: string): boolean
}

/** Kinds of customers that a pattern is drafted for. */
const mostKinds = 3

/** One for each of the kinds that show it most often. */
export function patternScenarios(
  { pattern: { name, says }, by }: Shown,
  { taken, suite, persona, isReached }: PatternScenarioOptions,
): readonly Scenario[] {
  const playable = by.filter(({ happening: { wentOn } }) => wentOn === undefined || isReached(wentOn.channel))
  const kinds = [...grouped(playable, ({ kind }) => kind)]
    // What came once may be chance.
    .filter(([, those]) => those.length > 1)
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, mostKinds)
  const drafts = draftsOf(
    kinds.map(([kind, those]) => ({ words: [...name.split('-'), ...kind.split(/[ -]/)], texts: openings(those) })),
    taken,
  )
  return drafts.map((draft, index) => {
    const [kind, [first] = []] = kinds[index] ?? []
    if (first === undefined) return draft
    return {
      ...draft,
      ...worldOf(suite.find(({ id }) => id === kind) ?? suite[0]),
      title: `TO DO: say what must be true afterwards (customers who ${says})`,
      ...plays[name](first),
      ...(persona !== undefined && { personas: [persona] }),
    }
  })
}

/** Without it an agent that asks who is there, or looks for them, could not be talked to. */
function worldOf(scenario: Scenario | undefined): Partial<Scenario> {
  if (scenario === undefined) return {}
  const { facts, given, startsAt, timeZone } = scenario
  return { facts, given, ...(startsAt !== undefined && { startsAt }), ...(timeZone !== undefined && { timeZone }) }
}

const openings = (those: readonly Showing[]) =>
  [...new Set(those.map(({ told }) => told.customerTurns[0]?.text ?? ''))].filter((text) => text !== '').slice(0, 4)

/** What the customer does: said word for word, or as an event at the turn at which they did it. */
const plays: Readonly<Record<PatternName, (showing: Showing) => Pick<Partial<Scenario>, 'events' | 'script'>>> = {
  'drop-off': (showing) => ({ ...saying(showing), ...eventAt(showing.happening.turn + 1, { leave: true }) }),
  rephrasing: saying,
  'asks-for-person'({ told, happening: { turn } }) {
    // Who begins with it has said it in the script.
    return turn === 1 ? {} : eventAt(turn, { escalate: told.customerTurns[turn - 1]?.text ?? true })
  },
  'channel-switch'({ happening: { turn, wentOn } }) {
    if (wentOn === undefined) return {}
    const after = `${Math.max(1, Math.round(wentOn.afterMs / 60_000))} min`
    return eventAt(turn + 1, { return: { after, on: wentOn.channel } })
  },
}

function saying({ told, happening: { turn } }: Showing): Pick<Scenario, 'script'> {
  const said = told.customerTurns.slice(0, turn).map(({ text }): Step => ({ say: text }))
  return { script: [...said, { simulate: {} }] }
}

const eventAt = (turn: number, what: ScheduledEvent['do']) => ({ events: [{ when: { turn }, do: what }] })
