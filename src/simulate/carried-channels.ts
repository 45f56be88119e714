/** Whether an agent that is reached on several channels, on each in its own way, is reached on all that are played. */
import { type Place, Problem } from '../problem.ts'
import type { Scenario } from './scenario.ts'

/**
 * One problem for each channel that nothing carries: of the project, of a scenario, or one that customers come back on.
 *
 * @param ways what stands under `agent: channels:`; undefined where the agent is reached in one way on every channel
 * @param at where the project says its channels
 */
export function uncarriedChannels(
  ways: Readonly<Record<string, unknown>> | undefined,
  channels: readonly string[],
  scenarios: readonly Scenario[],
  at: Place,
): readonly Problem[] {
  if (ways === undefined) return []
  const places = new Map<string, Place>()
  const isPlayed = scenarios.some((scenario) => scenario.channels.length === 0)
  if (isPlayed) for (const channel of channels) places.set(channel, at)
  for (const { channels: own, events, file } of scenarios) {
    const back = events.flatMap(({ do: what }) => ('return' in what ? (what.return.on ?? []) : []))
    for (const channel of [...own, ...back]) {
      if (!places.has(channel)) places.set(channel, file === undefined ? at : { file })
    }
  }
  return [...places].flatMap(([channel, place]) =>
    Object.hasOwn(ways, channel) ? [] : notCarried(channel, ways, place),
  )
}

function notCarried(channel: string, ways: Readonly<Record<string, unknown>>, at: Place): Problem {
  return new Problem({
    code: 'connect/channel-not-carried',
    message: `Nothing says how the agent is reached on the channel "${channel}".`,
    hint: `Add it under "agent: channels:", or play on one that is there: ${Object.keys(ways).join(', ')}.`,
    at,
  })
}
