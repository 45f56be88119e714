/** The project file as people write it, with what every field means. Defaults are filled in here, and nowhere else. */
import { z } from 'zod'
import {
  agentFields,
  backendSettings,
  changeSettings,
  mcpSettings,
  prepareSettings,
  reachedInOneWay,
  startSettings,
  verifierSettings,
} from '../connect/index.ts'
import { faultSets } from './fault-files.ts'
import { faultChoice } from './faults.ts'
import { otherAgents } from './other-agents.ts'
import { regressionSettings } from './regression-settings.ts'
import { suiteSettings } from './suite-settings.ts'
import { wordingSettings } from './wording.ts'

const agentForm = z
  .strictObject({
    ...agentFields,
    tools: z
      .string()
      .optional()
      .describe('JSON file with the tools the agent declares: name, description, parameters.'),
    instructions: z
      .string()
      .optional()
      .describe("The agent's system prompt, in a file, so that leaks of it are recognised."),
    canaries: z.array(z.string().min(4)).default([]).describe('Secret words planted in the prompt or the knowledge.'),
  })
  .refine(reachedInOneWay.holds, { error: reachedInOneWay.error })

const patterns = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value))

const runForm = z.strictObject({
  seed: z.number().int().min(0).default(1).describe('Decides every draw. The same seed gives the same customers.'),
  repeats: z.number().int().min(1).default(1).describe('Trials per scenario, persona and channel.'),
  budget: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe(
      'Trials in all, instead of as many repeats for each scenario: a scenario is left alone once it is decided, and the rest is spent where it is not.',
    ),
  target: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.9)
    .describe('What each scenario is held to within a budget: the share of its conversations without a violation.'),
  concurrency: z.number().int().min(1).max(5000).default(20).describe('Trials at the same time, at most.'),
  maxTurns: z.number().int().min(1).default(30).describe('Customer turns per trial, at most.'),
  quietMs: z
    .number()
    .int()
    .min(0)
    .default(1500)
    .describe('How long to wait for further messages from an agent that sends them on its own.'),
  startsAt: z.iso
    .datetime({ offset: true })
    .default('2026-03-02T09:00:00+00:00')
    .describe('When conversations begin, unless a scenario says.'),
  faults: faultChoice,
  control: z
    .boolean()
    .default(false)
    .describe(
      'Whether each scenario is also brought once by the persona model-customer, as testers do, so that the report says what real habits cost. Default false.',
    ),
  pace: z
    .enum(['fast', 'real'])
    .default('fast')
    .describe('fast: pauses of customers cost no time. real: they are waited for.'),
})

const name = z.string().regex(/^[\w-]+$/)

export const projectForm = z.strictObject({
  project: z.string().min(1).describe('Its name, in records and reports.'),
  start: startSettings.optional(),
  agent: agentForm,
  agents: otherAgents
    .default({})
    .describe(
      'Other versions of the agent by name, that can be played in its place. Each has `version`, one of the ways of `agent` to be reached, and `start` where something else is started for it.',
    ),
  prepare: prepareSettings.optional(),
  changes: z
    .record(name, changeSettings)
    .default({})
    .describe('What may happen in the backends while a conversation goes on, by name: a record is deleted or merged.'),
  backends: z
    .record(name, backendSettings)
    .default({})
    .describe('What the agent calls, each behind a proxy of its own that sees every call and can misbehave.'),
  mcp: z
    .record(name, mcpSettings)
    .default({})
    .describe('MCP servers that the agent uses, each behind something that stands in for it.'),
  faults: faultSets
    .default({})
    .describe('Conditions of the backends by name: one rule or several, each with `match:` and `do:`.'),
  faultFiles: patterns
    .default([])
    .describe('Files with more of them, each with `faults:`, such as those that `fieldproof drifts --out` writes.'),
  verifiers: z.record(name, verifierSettings).default({}),
  pact: z.string().default('pact.yaml'),
  scenarios: patterns.default(['scenarios/**/*.yaml']),
  personas: z.array(z.string()).min(1).default(['careful-first-timer']).describe('Shipped personas by name, or files.'),
  wording: wordingSettings.optional().describe('A model that may word the customers’ lines. It decides nothing.'),
  channels: z.array(z.string()).min(1).default(['chat']),
  runs: runForm.prefault({}),
  regressions: regressionSettings
    .prefault({})
    .describe('What regression scenarios are held to: see `fieldproof regressions`.'),
  suite: suiteSettings
    .optional()
    .describe('Few conversations in which every pair of what varies is played: see `fieldproof plan --suite`.'),
  store: z.string().default('.fieldproof/runs.db').describe('Where runs are kept.'),
  // Read where production is observed; here it may be anything.
  observe: z.unknown().optional().describe('How production is observed: see the fields of `observe:`.'),
})

export type ProjectSettings = z.infer<typeof projectForm>

/** JSON Schema of the project file, for editors. */
export const projectJsonSchema = () => z.toJSONSchema(projectForm, { io: 'input', unrepresentable: 'any' })
