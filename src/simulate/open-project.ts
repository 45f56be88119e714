/** From a project on paper to a stage on which trials can be played: started, connected, with a clock. */
import { resolve } from 'node:path'
import {
  agentFrom,
  type Behind,
  type FaultSet,
  fill,
  limiter,
  prepareFrom,
  type Readied,
  readyAgent,
  type Started,
  start,
  startBehind,
  type Verifier,
  verifierFrom,
  virtualClock,
  wallClock,
} from '../connect/index.ts'
import type { Json } from '../conversation/index.ts'
import { type Customer, goalCustomer, worded } from './customers/index.ts'
import { chosenFaults } from './faults.ts'
import { type Plan, type PlannedTrial, plan } from './plan.ts'
import type { Project } from './project.ts'
import type { Stage } from './trial.ts'
import { wordingModel } from './wording.ts'

/** A project that is started and connected. Close it when done. */
export interface OpenProject {
  readonly stage: Stage
  /** Trials at the same time, at most: 1 where nothing tells the calls of two conversations apart. */
  readonly concurrency: number
  /** Calls to backends that belonged to no conversation, by backend. */
  unplaced(): ReturnType<Behind['unplaced']>
  /** Ends what was started, agent and backends. Safe to call twice. */
  close(): Promise<void>
}

/** The trials of a project, before anything is started. */
export function planOf(
  project: Project,
  changes: Partial<Pick<Project['settings']['runs'], 'seed' | 'repeats' | 'faults' | 'control'>> = {},
): Plan {
  const { seed, repeats, faults, control } = { ...project.settings.runs, ...changes }
  return plan({
    scenarios: project.scenarios,
    personas: project.personas,
    channels: project.settings.channels,
    repeats,
    seed,
    persona: (id) => project.persona(id),
    faults: chosenFaults(faults, project.faults),
    ...(control && { control: project.persona('model-customer') }),
    faultSet: (id) => project.faults.find((set) => set.id === id) as FaultSet,
  })
}

/**
 * Starts and connects what a project names, and makes the stage its trials are played on.
 *
 * @param concurrency trials at the same time, at most, instead of what the project says
 * @param signal ends the wait for what is being started
 * @param env for `{{env.…}}` and for the processes that are started
 * @throws Problem when the agent or a backend cannot be started or reached
 */
export async function openProject(
  project: Project,
  env: Readonly<Record<string, string | undefined>>,
  concurrency: number = project.settings.runs.concurrency,
  signal?: AbortSignal,
): Promise<OpenProject> {
  const { folder, settings } = project
  const { backends, mcp } = settings
  const launchers = resolve(folder, '.fieldproof', 'mcp')
  const behind = await startBehind({ backends, mcp, folder, launchers })
  let readied: Readied | undefined
  let started: Started | undefined
  const end = async () => {
    await behind.close()
    await started?.stop()
    await readied?.close()
  }
  try {
    readied = await readyAgent(settings.agent, { folder, env, allow: settings.start?.allow ?? [] })
    const within = { ...env, ...behind.env, ...readied?.env }
    started = settings.start && (await start(settings.start, folder, within, signal))
    const values: Record<string, Json> = started === undefined ? {} : { start: started.values }
    behind.lead({ ...values, env: present(env) })
    const known = <Settings>(form: Settings) => fillKnown(form as Json, { ...values, env: present(env) }) as Settings
    const { tools: _, instructions: __, canaries: ___, ...reach } = settings.agent
    const agent = agentFrom(known(reach), { folder, env: within, ...(readied && { readied }) })
    const verifiers: Verifier[] = Object.entries(settings.verifiers).map(([id, form]) =>
      verifierFrom(id, known(form), { folder }),
    )
    const close = async () => {
      await agent.close()
      for (const verifier of verifiers) await verifier.close()
      await end()
    }
    const most = behind.exclusive ? 1 : concurrency
    const { startsAt, quietMs, maxTurns, pace } = settings.runs
    const wall = wallClock()
    const virtual = pace === 'fast' && agent.time === 'any'
    const stage: Stage = {
      agent,
      verifiers,
      behind,
      ...(settings.prepare && { prepare: prepareFrom(known(settings.prepare), folder) }),
      changes: Object.fromEntries(
        Object.entries(settings.changes).map(([name, form]) => [
          name,
          prepareFrom(known(form), folder, `the change "${name}"`),
        ]),
      ),
      customer: customersOf(project, env),
      clock: virtual ? virtualClock : wallClock,
      limiter: limiter({ clock: wall, most, first: most }),
      wall,
      startsAt,
      quietMs,
      maxTurns,
      values: { ...values, ...behind.addresses },
    }
    return { stage, concurrency: most, unplaced: () => behind.unplaced(), close }
  } catch (thrown) {
    await end()
    throw thrown
  }
}

function customersOf(
  { settings, folder, agent }: Project,
  env: Readonly<Record<string, string | undefined>>,
): (trial: PlannedTrial, signal: AbortSignal) => Customer {
  const model = settings.wording && wordingModel(settings.wording, folder, env)
  return ({ scenario, persona, channel, seed }, signal) =>
    goalCustomer({
      scenario,
      persona,
      channel,
      seed,
      tools: agent.tools,
      ...(model !== undefined && { inWords: worded(model, scenario, { signal }) }),
    })
}

/**
 * Fills what is known before any trial, `{{start.…}}` and `{{env.…}}`, and leaves the rest for the trials.
 *
 * An address has to be whole where an adapter checks it or opens it once.
 */
function fillKnown(form: Json, values: Readonly<Record<string, Json>>): Json {
  if (typeof form === 'string') {
    return form.replace(/\{\{\s*(start|env)\.[^{}]*\}\}/g, (placeholder) => String(fill(placeholder, values)))
  }
  if (Array.isArray(form)) return form.map((item: Json) => fillKnown(item, values))
  if (form === null || typeof form !== 'object') return form
  return Object.fromEntries(Object.entries(form).map(([key, item]) => [key, fillKnown(item, values)]))
}

function present(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
