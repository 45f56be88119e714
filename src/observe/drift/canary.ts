/**
 * Canaries: the same few prompts, asked of the agent again and again, to hear when its model was changed in silence.
 *
 * The first round is the baseline. Each later one is compared with it by `mmd`, at a level at which one round in so many
 * days as the budget says is a false alarm. That something differs is told, not what: instructions and states of the
 * knowledge base change answers too. Answers at temperature 0 vary as well, so that nothing here asks for equality. When
 * somebody acknowledges that answers are others now, the next round is the new baseline.
 */
import type { Agent, Clock } from '../../connect/index.ts'
import { type Answers, hash128 } from '../../stats/index.ts'
import type { Observed, ObservedWriting } from '../../store/index.ts'
import { changedMost, changeOf } from './answers.ts'
import { answerTo } from './asking.ts'
import { openRounds, roundLevel } from './rounds.ts'
import { type AskedRow, nameOf as rowName } from './rows.ts'
import { budgetWords, dayAndTime } from './say.ts'

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
  /** The id of the alarm that stands, and since when. */
  readonly standing?: string
  readonly sinceMs?: number
}

const dayMs = 86_400_000

/** Asks in rounds until it is closed, which closes the agent too. A round that fails is tried again after a while. */
export function openCanaries(options: CanaryOptions): { close(): Promise<void> } {
  const { clock, now, everyMs = dayMs, failed } = options
  const rounds = openRounds({
    lastMs: async () => (await stateOf(options))?.lastMs,
    round: (signal) => canaryRound(options, signal),
    ...{ everyMs, clock, now, ...(failed && { failed }) },
  })
  return {
    async close() {
      await rounds.close()
      await options.agent.close()
    },
  }
}

/**
 * One round, at once. Other prompts than before begin a new baseline, as does an alarm that is acknowledged.
 *
 * @throws AgentFailure when the agent does not answer
 */
export async function canaryRound(options: CanaryOptions, signal: AbortSignal): Promise<CanaryRound> {
  const { observed, agent, prompts, now, answers = 10, everyMs = dayMs, quietDays } = options
  const known = await stateOf(options)
  const isFirst =
    known === undefined ||
    JSON.stringify(known.prompts) !== JSON.stringify(prompts) ||
    (await isAcknowledged(observed, known.standing))
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
  const compared = heard.map((now, at) => ({ before: known.baseline[at] ?? [], now }))
  const p = changeOf(compared, roundLevel(everyMs, quietDays), agent.id, known.rounds)
  const alarm = await observed.together((writing) => settle(writing, options, known, { compared, p, atMs }))
  return { atMs, p, ...(alarm !== undefined && { alarm }) }
}

async function isAcknowledged(observed: Observed, standing: string | undefined): Promise<boolean> {
  const alarm = standing === undefined ? undefined : await observed.alarms.get(standing)
  return alarm?.acknowledgedMs !== undefined
}

interface Compared {
  readonly compared: readonly Answers[]
  readonly p: number
  readonly atMs: number
}

/** @returns the id of the alarm that stands afterwards */
async function settle(
  writing: ObservedWriting,
  options: CanaryOptions,
  known: CanaryState,
  { compared, p, atMs }: Compared,
): Promise<string | undefined> {
  const { project, agent, everyMs = dayMs, quietDays, prompts } = options
  const { standing, sinceMs, ...rest } = known
  const level = roundLevel(everyMs, quietDays)
  const isOther = p <= level
  const alarm = isOther ? (standing ?? hash128(`${project}\ncanary\n${agent.id}\n${atMs}`)) : undefined
  await keep(writing, options, {
    ...{ ...rest, lastMs: atMs, rounds: known.rounds + 1 },
    ...(alarm !== undefined && { standing: alarm, sinceMs: sinceMs ?? atMs }),
  })
  if (!isOther && standing !== undefined) await writing.alarms.recover(standing, atMs)
  if (alarm === undefined || alarm === standing) return alarm
  const changed = changedMost(prompts, compared, agent.id, known.rounds)
  await writing.alarms.put({
    id: alarm,
    project,
    stream: `canary/${agent.id}`,
    raisedMs: atMs,
    title: `${agent.id} answers the same questions otherwise`,
    because: `Its answers to ${prompts.length} canary questions differ from those of ${dayAndTime(known.baselineMs)} (p ${p.toPrecision(2)}), those to "${changed[0]?.prompt ?? ''}" most of all: most likely its model was changed, unless its instructions or knowledge were.`,
    evidence: {
      kind: 'canary',
      agent: agent.id,
      p,
      level,
      budget: budgetWords(everyMs / level),
      baselineMs: known.baselineMs,
      round: known.rounds + 1,
      changed: changed.map((each) => ({ ...each })),
    },
  })
  return alarm
}

/** One after the other, so that asking is no load: answers to each prompt. */
async function askAll(options: CanaryOptions, n: number, signal: AbortSignal): Promise<readonly (readonly string[])[]> {
  const { agent, clock, channel = 'chat' } = options
  const heard: string[][] = []
  for (const [at, prompt] of options.prompts.entries()) {
    const own: string[] = []
    for (let each = 0; each < n; each += 1) {
      const conversationId = `canary-${options.now()}-${at}-${each}`
      own.push(await answerTo({ agent, prompt, conversationId, channel, clock, signal }))
    }
    heard.push(own)
  }
  return heard
}

async function stateOf({ observed, project, agent }: CanaryOptions): Promise<CanaryState | undefined> {
  const rows = await observed.detectors.named(nameOf(agent))
  const row = rows.find((each) => each.project === project && each.stream === nameOf(agent))
  return row && (JSON.parse(row.state) as CanaryState)
}

async function keep(writing: ObservedWriting, { project, agent }: CanaryOptions, state: CanaryState): Promise<void> {
  const { lastMs: atMs, standing, sinceMs = atMs } = state
  const asked: AskedRow = { kind: 'asked', agent: agent.id, atMs, isOther: standing !== undefined, sinceMs }
  await writing.detectors.put(project, [
    { stream: nameOf(agent), state: JSON.stringify(state), atMs },
    { stream: rowName(asked), state: JSON.stringify(asked), atMs },
  ])
}

function nameOf({ id }: Agent): string {
  return `canary\t${id}`
}
