/** What every JUnit file of ours has around its cases, whatever they tell of. */
import type { RunRecord } from '../../store/index.ts'
import { escapeMarkup } from './escape.ts'

export interface JunitSuite {
  readonly name: string
  readonly run: RunRecord
  readonly failures: number
  readonly skipped: number
  /** By name, besides what is known of the run. */
  readonly properties?: Readonly<Record<string, number>>
  /** As XML, in the order in which they are shown. */
  readonly cases: readonly string[]
}

/** The whole file; nothing of ours ends in an error of JUnit's, since what could not be judged is skipped. */
export function junitSuite({ name, run, failures, skipped, properties = {}, cases }: JunitSuite): string {
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`
  const { agent, pact, seed } = run
  const told = Object.entries({
    run: run.id,
    agent: agent.version === undefined ? agent.id : `${agent.id} ${agent.version}`,
    pact: `${pact.id} version ${pact.version} ${pact.hash}`,
    seed,
    ...properties,
  }).map(([key, value]) => `      <property name="${key}" value="${escapeMarkup(String(value))}"/>`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="fieldproof" ${counts}>
  <testsuite name="${escapeMarkup(name)}" ${counts} timestamp="${escapeMarkup(run.startedAt.slice(0, 19))}">
    <properties>
${told.join('\n')}
    </properties>
${cases.join('\n')}
  </testsuite>
</testsuites>
`
}
