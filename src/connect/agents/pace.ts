/**
 * Waiting for the outside on a clock that may be virtual.
 *
 * On a wall clock nothing is done. On a virtual one the clock is held while the agent works, and then
 * moved on by the time it really took, so that thinking customers cost nothing and answers keep their
 * delay. Work that never left this process is free, which keeps the same seed at the same times.
 */
import type { Clock } from '../clock.ts'
import type { AgentEvent } from './agent.ts'

/** Turns of the event loop after which work counts as waiting for something outside. */
const TURNS_INSIDE = 4

/** A stretch of work during which the clock is held. Gives, when it ends, the milliseconds it is to be charged. */
export function holdWhileWorking(clock: Clock): () => number {
  const release = clock.hold?.()
  if (release === undefined) return () => 0
  const startedMs = performance.now()
  let turns = 0
  const turn = () => {
    turns += 1
    if (turns < TURNS_INSIDE) next = setImmediate(turn)
  }
  let next = setImmediate(turn)
  return () => {
    clearImmediate(next)
    release()
    return turns < TURNS_INSIDE ? 0 : Math.round(performance.now() - startedMs)
  }
}

/** Runs one exchange with the outside and passes on its events at the times they came. */
export async function paced(
  clock: Clock,
  onEvent: (event: AgentEvent) => void,
  exchange: (onEvent: (event: AgentEvent) => void) => Promise<void>,
): Promise<void> {
  if (clock.hold === undefined) return exchange(onEvent)

  const startedMs = performance.now()
  const heard: { readonly event: AgentEvent; readonly afterMs: number }[] = []
  const ended = holdWhileWorking(clock)
  const beganMs = clock.nowMs()
  const outcome = await exchange((event) => {
    heard.push({ event, afterMs: Math.round(performance.now() - startedMs) })
  }).then(
    () => undefined,
    (thrown: unknown) => ({ thrown }),
  )
  const charged = ended()
  const until = (ms: number) => clock.sleep(beganMs + ms - clock.nowMs())
  for (const { event, afterMs } of heard) {
    if (charged > 0) await until(Math.min(afterMs, charged))
    onEvent(event)
  }
  if (charged > 0) await until(charged)
  if (outcome !== undefined) throw outcome.thrown
}
