/**
 * Whose time it was: of what a customer waited for a reply, how much went to the agent, to its backends and to us.
 *
 * Ours is what a message left too late. The backends' is the time during which the agent waited on one of them, as
 * the ledger has it; calls side by side count once. The rest is the agent's, and so is standing in line before it.
 * Backends without a proxy are in the agent's part.
 */

/** Milliseconds. */
export interface Parts {
  readonly agent: number
  readonly backend: number
  readonly generator: number
}

/** A message as it was answered; moments in milliseconds on one clock. */
export interface Waited {
  /** When it should have been sent. */
  readonly dueMs: number
  /** When it could have been sent: later than due only when its customer stood in line for the agent. */
  readonly readyMs: number
  readonly sentMs: number
  readonly endMs: number
}

/** From when to when something went on. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** The parts of one wait; they sum to `endMs - dueMs`. */
export function partsOf({ dueMs, readyMs, sentMs, endMs }: Waited, calls: readonly Span[]): Parts {
  const generator = Math.max(0, sentMs - readyMs)
  const backend = covered(calls, { fromMs: sentMs, toMs: endMs })
  return { generator, backend, agent: Math.max(0, endMs - dueMs) - generator - backend }
}

/** How much of a span the others cover, each moment counted once. */
function covered(spans: readonly Span[], { fromMs, toMs }: Span): number {
  let sum = 0
  let until = fromMs
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const from = Math.max(until, span.fromMs)
    const to = Math.min(toMs, span.toMs)
    if (to <= from) continue
    sum += to - from
    until = to
  }
  return sum
}

/** Sums of parts, and what they are on average. */
export class PartSums {
  private n = 0
  private readonly sums = { agent: 0, backend: 0, generator: 0 }

  add({ agent, backend, generator }: Parts): void {
    this.n += 1
    this.sums.agent += agent
    this.sums.backend += backend
    this.sums.generator += generator
  }

  /** Undefined when there is nothing to take the mean of. */
  mean(): Parts | undefined {
    if (this.n === 0) return undefined
    const { agent, backend, generator } = this.sums
    return { agent: agent / this.n, backend: backend / this.n, generator: generator / this.n }
  }
}

/** How much longer a customer waits for a reply than at the lowest level, and through whom; may be less than 0. */
export function slowedBy(lowest: Parts, level: Parts): Parts & { readonly total: number } {
  const agent = level.agent - lowest.agent
  const backend = level.backend - lowest.backend
  const generator = level.generator - lowest.generator
  return { agent, backend, generator, total: agent + backend + generator }
}
