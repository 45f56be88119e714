/**
 * How well a pact predicts that a real agent failed its customer.
 *
 * Recorded trajectories with a known reward are judged twice: knowing what should have come of each, and knowing
 * nothing of the task. Knowing, a conversation is flagged when `ends-as-expected` is violated; not knowing, when any
 * condition of critical or major severity is. Rules were chosen on one half of the customers, drawn by a hash of
 * their name, and the other half reports. The comparison of end states is trusted only where the record marks its
 * replay as verified against the reward; elsewhere the changing calls are compared.
 */
import { existsSync, readFileSync } from 'node:fs'
import { type Finding, judge, type Pact, parsePact, type Severity } from '../src/pact/index.ts'
import { hash64, rate } from '../src/stats/index.ts'
import {
  conversationOf,
  type Database,
  readDatabase,
  readTools,
  readTrajectories,
  type Trajectory,
  withoutExpectations,
} from './actions-records.ts'

const data = new URL('../../shared/data/', import.meta.url)
const oracle = 'ends-as-expected'
/** Conditions that say more when it is known what should have come of a task. */
const oracles = [oracle, 'changes-what-is-expected-and-no-more', 'does-what-it-says']

/** What is needed to judge the trajectories of one domain. */
interface Domain {
  readonly pact: Pact
  readonly database: Database
}

/** A trajectory with what the pact says of it. */
interface Judged {
  readonly trajectory: Trajectory
  readonly failed: boolean
  /** Conditions violated when it is known what should have come of it. */
  readonly known: ReadonlySet<string>
  /** Conditions violated when nothing is known of the task. */
  readonly blind: ReadonlySet<string>
  /** Whether one of `blind` is critical or major. */
  readonly flagged: boolean
  readonly conditions: ReadonlySet<string>
}

/** Prints the tables. One line says so when the data are not there. */
export async function bench(out: (line: string) => void): Promise<void> {
  const file = new URL('actions/dev.jsonl.gz', data)
  if (!existsSync(file)) {
    out('actions: skipped, ../shared/data/actions/dev.jsonl.gz is not there')
    return
  }
  const domains = {
    retail: openDomain('retail', ['orders', 'users']),
    airline: openDomain('airline', ['reservations', 'users']),
  }
  const judged = readTrajectories(file).map((trajectory) => judgeOne(trajectory, domains[trajectory.domain]))
  printHalves(judged, out)
  printConditions(judged, out)
}

function openDomain(name: string, tables: readonly string[]): Domain {
  const folder = new URL(`env/${name}/`, data)
  const file = new URL(`pacts/${name}.yaml`, import.meta.url)
  const pact = parsePact(readFileSync(file), {
    file: `bench/pacts/${name}.yaml`,
    agent: { tools: readTools(new URL('tools.json', folder)), canaries: [] },
    read: (path) => readFileSync(new URL(path, file), 'utf8'),
  })
  return { pact, database: readDatabase(folder, tables) }
}

function judgeOne(trajectory: Trajectory, { pact, database }: Domain): Judged {
  const conversation = conversationOf(trajectory, database, pact.agent.tools)
  const known = violated(judge(pact, conversation).findings)
  const blind = violated(judge(pact, withoutExpectations(conversation)).findings)
  const serious = pact.conditions.filter(({ severity }) => counts(severity)).map(({ id }) => id)
  return {
    trajectory,
    failed: trajectory.reward < 1,
    known,
    blind,
    flagged: serious.some((id) => blind.has(id)),
    conditions: new Set(pact.conditions.map(({ id }) => id)),
  }
}

function violated(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.filter(({ outcome }) => outcome === 'violated').map(({ condition }) => condition))
}

function counts(severity: Severity): boolean {
  return severity !== 'minor'
}

function printHalves(judged: readonly Judged[], out: (line: string) => void): void {
  const chosen = (each: Judged): boolean => Number.parseInt(hash64(each.trajectory.split_key).slice(-1), 16) % 2 === 0
  const groups: readonly (readonly [string, readonly Judged[]])[] = [
    ['all', judged],
    ['chosen on this half', judged.filter(chosen)],
    ['reported on this half', judged.filter((each) => !chosen(each))],
    ['retail', judged.filter(({ trajectory }) => trajectory.domain === 'retail')],
    ['airline', judged.filter(({ trajectory }) => trajectory.domain === 'airline')],
  ]
  out('predicting reward 0; precision and recall with 95 % Wilson intervals, which take trajectories as independent')
  for (const [title, known] of [
    ['knowing the expected end state (targets 0.85 / 0.88)', true],
    ['knowing nothing of the task (targets 0.60 / 0.35)', false],
  ] as const) {
    out('')
    out(title)
    for (const [name, list] of groups) {
      const failed = list.filter((each) => each.failed).length
      const base = `${name}, ${failed} of ${list.length} failed`
      out(`  ${line(base, list, (each) => (known ? each.known.has(oracle) : each.flagged))}`)
    }
  }
}

function printConditions(judged: readonly Judged[], out: (line: string) => void): void {
  out('')
  out('by condition, knowing the expected end state')
  for (const id of oracles) {
    const list = judged.filter(({ conditions }) => conditions.has(id))
    out(`  ${line(id, list, ({ known }) => known.has(id))}  ${classes(list.filter(({ known }) => known.has(id)))}`)
  }
  out('')
  out('by condition, knowing nothing of the task; failures by class, "passed" are false alarms')
  const ids = [...new Set(judged.flatMap(({ conditions }) => [...conditions]))]
  for (const id of ids) {
    const list = judged.filter(({ conditions }) => conditions.has(id))
    out(`  ${line(id, list, ({ blind }) => blind.has(id))}  ${classes(list.filter(({ blind }) => blind.has(id)))}`)
  }
}

/** `name  n=  12  precision 0.83 [0.55, 0.95]  recall 0.10 [0.06, 0.15]` */
function line(name: string, list: readonly Judged[], isFlagged: (each: Judged) => boolean): string {
  const flagged = list.filter(isFlagged)
  const right = flagged.filter(({ failed }) => failed).length
  const failures = list.filter(({ failed }) => failed).length
  return [
    name.padEnd(46),
    `n=${String(flagged.length).padStart(4)}`,
    `precision ${share(right, flagged.length)}`,
    `recall ${share(right, failures)}`,
  ].join('  ')
}

function share(part: number, whole: number): string {
  if (whole === 0) return 'not measured      '
  const { rate: value, low, high } = rate(part, whole)
  return `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`
}

function classes(flagged: readonly Judged[]): string {
  const counted = new Map<string, number>()
  for (const { trajectory } of flagged) {
    const name = trajectory.label.failure_class ?? 'passed'
    counted.set(name, (counted.get(name) ?? 0) + 1)
  }
  return [...counted]
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => `${name} ${n}`)
    .join(', ')
}
