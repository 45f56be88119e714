/**
 * The engine over real agents: the same tasks, played again and again over five days by changing agents, in the order of
 * their dates. Each trajectory's reward stands for a promise whose target is what the first whole run kept.
 *
 * Printed are the runs as they came, each against the last run of as many tasks in common, task by task; and what the
 * engine says, which knows neither tasks nor runs.
 */
import { existsSync } from 'node:fs'
import type { Conversation } from '../src/conversation/index.ts'
import { driftEngine } from '../src/observe/drift/engine.ts'
import { memoryOf } from '../src/observe/drift/memory.ts'
import { mcnemar } from '../src/stats/index.ts'
import { conversationOf, readTrajectories, type Trajectory } from './actions-records.ts'

type Dated = Trajectory & { readonly agent_version: string; readonly user_model?: string; readonly task_id: string }

interface Run {
  readonly name: string
  readonly atMs: number
  readonly played: readonly Dated[]
}

const file = new URL('../../shared/data/actions/dev.jsonl.gz', import.meta.url)
/** Tasks in common that make two runs comparable. */
const enough = 10
const spacingMs = 60_000

export function printSeries(out: (line: string) => void): void {
  if (!existsSync(file)) {
    out('the real series: skipped, ../shared/data/actions/dev.jsonl.gz is not there')
    return
  }
  const all = readTrajectories(file) as readonly Dated[]
  const runs = datedRuns(all)
  const n = runs.reduce((sum, { played }) => sum + played.length, 0)
  out(`The real series: ${runs.length} dated runs, ${n} conversations (${all.length - n} of other runs carry no date)`)
  out('| run | agent | model | customers | n | failed | against the last run of these tasks |')
  out('|---|---|---|---|---|---|---|')
  for (const [at, run] of runs.entries()) out(rowOf(run, runs.slice(0, at)))
  out('')
  const first = runs.find(({ played }) => played.length >= 30)
  const target = first === undefined ? 0.5 : keptOf(first)
  out(`The engine, target ${target.toFixed(2)} (the first run of 30 or more), counting all of them in order:`)
  for (const line of told(runs, target)) out(`- ${line}`)
}

function rowOf({ name, played }: Run, before: readonly Run[]): string {
  const [one] = played
  const agent = agentOf(name)
  const start = `| ${new Date(played.length === 0 ? 0 : dateOf(name)).toISOString().slice(0, 16)} | ${agent} | ${one?.model ?? ''} | ${one?.user_model ?? ''} | ${played.length} | ${failedOf(played)}`
  return `${start} | ${against(played, before)} |`
}

/** Flips against the newest earlier run that has tasks enough in common. */
function against(played: readonly Dated[], before: readonly Run[]): string {
  for (const earlier of before.toReversed()) {
    const rewards = new Map(earlier.played.map(({ task_id, reward }) => [task_id, reward]))
    const both = played.filter(({ task_id }) => rewards.has(task_id))
    if (both.length < enough) continue
    const worse = both.filter(({ task_id, reward }) => reward < 1 && rewards.get(task_id) === 1).length
    const better = both.filter(({ task_id, reward }) => reward === 1 && (rewards.get(task_id) ?? 0) < 1).length
    const p = mcnemar({ broke: worse, mended: better }).pTwoSided
    return `${both.length} tasks in common: ${worse} worse, ${better} better, p ${p.toFixed(2)}`
  }
  return 'none'
}

function told(runs: readonly Run[], target: number): readonly string[] {
  const promises = [{ id: 'task-done', target, severity: 'critical' as const, isRead: false }]
  const engine = driftEngine('series', memoryOf([]), { promises, wordsSize: 40, referenceSize: 60 })
  const lines: string[] = []
  for (const { name, atMs, played } of runs) {
    for (const [at, trajectory] of played.entries()) {
      const { agent, ...conversation } = spokenIn(trajectory)
      const changes = engine.see({
        thread: `${name}/${trajectory.task_id}`,
        atMs: atMs + at * spacingMs,
        conversation: { ...conversation, agent: { ...agent, version: agentOf(name) } },
        findings: [
          trajectory.reward < 1
            ? { condition: 'task-done', outcome: 'violated', because: 'no reward', at: [] }
            : { condition: 'task-done', outcome: 'held' },
        ],
      })
      lines.push(...changes.map(({ what, title, because }) => `${what}: ${title}. ${because}`))
    }
  }
  return lines
}

/** What was said and done, without what should have come of it. */
function spokenIn(trajectory: Trajectory): Conversation {
  return conversationOf({ ...trajectory, state: { ...trajectory.state, verified: false } }, {}, [])
}

function datedRuns(all: readonly Dated[]): readonly Run[] {
  const names = [...new Set(all.map(({ agent_version }) => agent_version ?? ''))].filter((name) => dateOf(name) > 0)
  return names
    .map((name) => ({ name, atMs: dateOf(name), played: all.filter((each) => each.agent_version === name) }))
    .toSorted((a, b) => a.atMs - b.atMs)
}

/** Milliseconds since 1970 of the date in a run's name, which tells no zone; 0 without one. */
function dateOf(name: string): number {
  const [, day, hour, minute, second] = /(\d{4}-\d\d-\d\d)T(\d\d)_(\d\d)_(\d\d)/.exec(name) ?? []
  return day === undefined ? 0 : Date.parse(`${day}T${hour}:${minute}:${second}Z`)
}

function agentOf(name: string): string {
  if (/mermaid/i.test(name)) return 'mermaid harness'
  return /policy_v2/i.test(name) ? 'policy 2' : 'base'
}

function failedOf(played: readonly Dated[]): number {
  return played.filter(({ reward }) => reward < 1).length
}

function keptOf({ played }: Run): number {
  return 1 - failedOf(played) / played.length
}
