/**
 * Canaries: the same few prompts, asked of the agent again and again, to hear when its model was changed in silence.
 *
 * The first round is the baseline. Each later one is compared with it by `mmd`, at a level at which one round in so many
 * days as the budget says is a false alarm. That something differs is told, not what: versions and states of the
 * knowledge base change answers too, and are named beside it. Answers at temperature 0 vary as well, so that nothing
 * here asks for equality.
 */
import { type Agent, type AgentEvent, type Clock, causedTrace } from '../../connect/index.ts'
import { hash128, keyedRandom, mmd } from '../../stats/index.ts'
import type { Observed, ObservedWriting } from '../../store/index.ts'
import { dayAndTime } from './say.ts'

export interface CanaryOptions {
  readonly observed: Observed
  readonly project: string
  readonly agent: Agent
  /** Prompts that have no effects: questions, never bookings. */
  readonly prompts: readonly string[]
  readonly channel?: string
  /** Answers to each prompt in a round. Default 10; the baseline takes twice as many. */
  readonly answers?: number
  /** Between rounds, in milliseconds. Default a day. */
  readonly everyMs?: number
  /** Days between false alarms on average. Default 90. */
  readonly quietDays?: number
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly failed?: (thrown: unknown) => void
}

/** What a round found. `p` is absent for a baseline. */
export interface CanaryRound {
  readonly atMs: number
  readonly p?: number
  readonly alarm?: string
}

interface CanaryState {
  readonly prompts: readonly string[]
  readonly baseline: readonly (readonly string[])[]
  readonly baselineMs: number
  readonly lastMs: number
  readonly rounds: number
  readonly standing?: string
}

const dayMs = 86_400_000
/** Before the next look at whether a round is due. */
const lookMs = 60_000

/** Asks in rounds until it is closed. A round that fails is tried again at the next look. */
export function openCanaries(options: CanaryOptions): { close(): Promise<void> } {
  const { clock, now, everyMs = dayMs, failed = () => {} } = options
  const ending = new AbortController()
  async function keepAsking(): Promise<void> {
    while (!ending.signal.aborted) {
      const lastMs = (await stateOf(options))?.lastMs ?? Number.NEGATIVE_INFINITY
      if (now() - lastMs >= everyMs) await canaryRound(options, ending.signal).catch(failed)
      await clock.sleep(Math.min(lookMs, everyMs), ending.signal).catch(() => {})
    }
  }
  const asking = keepAsking().catch(failed)
  return {
    async close() {
      ending.abort()
      await asking
    },
  }
}

/** One round, at once. Other prompts than before begin a new baseline. @throws AgentFailure when the agent does not answer */
export async function canaryRound(options: CanaryOptions, signal: AbortSignal): Promise<CanaryRound> {
  const { observed, agent, prompts, now, answers = 10 } = options
  const known = await stateOf(options)
  const isFirst = known === undefined || JSON.stringify(known.prompts) !== JSON.stringify(prompts)
  const heard = await askAll(options, isFirst ? 2 * answers : answers, signal)
  const atMs = now()
  if (isFirst) {
    const state: CanaryState = { prompts, baseline: heard, baselineMs: atMs, lastMs: atMs, rounds: 0 }
    await observed.together(async (writing) => {
      if (known?.standing !== undefined) await writing.alarms.recover(known.standing, atMs)
      await keep(writing, options, state)
    })
    return { atMs }
  }
  const random = keyedRandom(1, 'canary', agent.id, known.rounds)
  const compared = heard.map((now, at) => ({ before: known.baseline[at] ?? [], now }))
  const { p } = mmd(compared, { random })
  const alarm = await observed.together((writing) => settle(writing, options, known, p, atMs))
  return { atMs, p, ...(alarm !== undefined && { alarm }) }
}

/** @returns the id of the alarm that stands afterwards */
async function settle(
  writing: ObservedWriting,
  options: CanaryOptions,
  known: CanaryState,
  p: number,
  atMs: number,
): Promise<string | undefined> {
  const { project, agent, everyMs = dayMs, quietDays = 90, prompts } = options
  const { standing, ...rest } = known
  const isOther = p <= everyMs / (quietDays * dayMs)
  const alarm = isOther ? (standing ?? hash128(`${project}\ncanary\n${agent.id}\n${atMs}`)) : undefined
  await keep(writing, options, {
    ...rest,
    lastMs: atMs,
    rounds: known.rounds + 1,
    ...(alarm !== undefined && { standing: alarm }),
  })
  if (!isOther && standing !== undefined) await writing.alarms.recover(standing, atMs)
  if (alarm === undefined || alarm === standing) return alarm
  await writing.alarms.put({
    id: alarm,
    project,
    stream: `canary/${agent.id}`,
    raisedMs: atMs,
    title: `${agent.id} answers the same questions otherwise`,
    because: `Its answers to ${prompts.length} canary questions differ from those of ${dayAndTime(known.baselineMs)} (p ${p.toPrecision(2)}): most likely its model was changed, unless its instructions or knowledge were.`,
    evidence: { kind: 'canary', agent: agent.id, p, baselineMs: known.baselineMs, round: known.rounds + 1 },
  })
  return alarm
}

/** One after the other, so that asking is no load: answers to each prompt. */
async function askAll(options: CanaryOptions, n: number, signal: AbortSignal): Promise<readonly (readonly string[])[]> {
  const heard: string[][] = []
  for (const [at, prompt] of options.prompts.entries()) {
    const own: string[] = []
    for (let each = 0; each < n; each += 1) own.push(await ask(options, prompt, `${at}-${each}`, signal))
    heard.push(own)
  }
  return heard
}

/** Each in a conversation of its own. */
async function ask(
  { agent, clock, now, channel = 'chat' }: CanaryOptions,
  prompt: string,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const said: string[] = []
  const conversationId = `canary-${now()}-${name}`
  const session = await agent.open({
    conversationId,
    channel,
    customer: {},
    values: { ...causedTrace('canary', conversationId) },
    clock,
    signal,
    onEvent: (event: AgentEvent) => {
      if (event.type === 'message') said.push(event.text)
    },
  })
  try {
    await session.send({ text: prompt })
  } finally {
    await session.close()
  }
  return said.join('\n')
}

async function stateOf({ observed, project, agent }: CanaryOptions): Promise<CanaryState | undefined> {
  const rows = await observed.detectors.named(nameOf(agent))
  const row = rows.find((each) => each.project === project && each.stream === nameOf(agent))
  return row && (JSON.parse(row.state) as CanaryState)
}

async function keep(writing: ObservedWriting, { project, agent }: CanaryOptions, state: CanaryState): Promise<void> {
  await writing.detectors.put(project, [{ stream: nameOf(agent), state: JSON.stringify(state), atMs: state.lastMs }])
}

function nameOf({ id }: Agent): string {
  return `canary\t${id}`
}
