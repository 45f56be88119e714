/** Every command, in the order of the help. */
import type { Command } from '../command.ts'
import { ablate } from './ablate.ts'
import { alarms } from './alarms.ts'
import { bless } from './bless.ts'
import { calibrate } from './calibrate.ts'
import { chains } from './chains.ts'
import { compare } from './compare.ts'
import { completion } from './completion.ts'
import { coverage } from './coverage.ts'
import { doctor } from './doctor.ts'
import { drift } from './drift.ts'
import { drifts } from './drifts.ts'
import { edges } from './edges.ts'
import { evidence } from './evidence.ts'
import { exportCommand } from './export.ts'
import { fit } from './fit.ts'
import { forecast } from './forecast.ts'
import { gap } from './gap.ts'
import { gate } from './gate.ts'
import { importCommand } from './import.ts'
import { init } from './init.ts'
import { judge } from './judge.ts'
import { kept } from './kept.ts'
import { keys } from './keys.ts'
import { label } from './label.ts'
import { load } from './load.ts'
import { mcp } from './mcp.ts'
import { minimise } from './minimise.ts'
import { patterns } from './patterns.ts'
import { people } from './people.ts'
import { plan } from './plan.ts'
import { probe } from './probe.ts'
import { proxy } from './proxy.ts'
import { recheck } from './recheck.ts'
import { regressions } from './regressions.ts'
import { replay } from './replay.ts'
import { report } from './report.ts'
import { reproduce } from './reproduce.ts'
import { retest } from './retest.ts'
import { schema } from './schema.ts'
import { score } from './score.ts'
import { serve } from './serve.ts'
import { show } from './show.ts'
import { simulate } from './simulate.ts'
import { status } from './status.ts'
import { tail } from './tail.ts'
import { violations } from './violations.ts'

/** Commands that belong together, under the name of what they are for. */
export interface CommandGroup {
  readonly name: string
  readonly commands: readonly Command[]
}

export const commandGroups: readonly CommandGroup[] = [
  { name: 'Begin', commands: [init, doctor] },
  { name: 'Play customers', commands: [plan, simulate, edges, chains, retest, load, probe] },
  { name: 'Read what came of it', commands: [show, replay, report, bless, compare, judge] },
  {
    name: 'Watch production',
    commands: [serve, importCommand, status, tail, exportCommand, score, drift, alarms, kept, keys, people],
  },
  { name: 'From a violation to a fix that holds', commands: [violations, reproduce, minimise, regressions] },
  { name: 'Trust the verdicts', commands: [label, calibrate] },
  { name: 'Hold the suite against production', commands: [coverage, patterns, fit, gap, ablate, forecast] },
  { name: 'Decide a release', commands: [gate, evidence] },
  { name: 'Stand in for backends', commands: [drifts, recheck, mcp, proxy] },
  { name: 'Besides', commands: [schema, completion(() => commands)] },
]

export const commands: readonly Command[] = commandGroups.flatMap((group) => group.commands)
