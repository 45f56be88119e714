/** What a tool is called with: arguments that fit their JSON Schema, and that nobody made up. */
import { Ajv, type ValidateFunction } from 'ajv'
import { z } from 'zod'
import type { ToolCall } from '../../conversation/index.ts'
import { Problem, reasonOf } from '../../problem.ts'
import type { Terms } from '../condition.ts'
import { folded } from './alike.ts'
import { argsOf, leavesOf, namedTools, outcomeOf, type Scene, type ToolRule, toolNames } from './tool-scene.ts'

const schema = z.record(z.string(), z.unknown())

/** `declared`: as the agent's own tools say; or a JSON Schema by tool name. */
export const argumentsOption = z.union([z.literal('declared'), z.record(z.string(), schema)])

/** @throws Problem when a schema is not JSON Schema */
export function argumentsRule(option: z.infer<typeof argumentsOption>, terms: Terms): ToolRule {
  const declared = Object.fromEntries(terms.agent.tools.map((tool) => [tool.name, tool.parameters]))
  const validators = validatorsOf(option === 'declared' ? declared : option)

  return {
    explain: () =>
      option === 'declared'
        ? 'calls tools with arguments that fit what they declare'
        : `calls ${Object.keys(option).join(' and ')} with arguments that fit the schema`,
    check({ calls }) {
      const judged = calls.filter(({ tool }) => validators.has(tool))
      return outcomeOf(
        judged.length,
        judged.flatMap((call) => misfit(call, validators.get(call.tool))),
      )
    },
  }
}

function validatorsOf(schemas: Readonly<Record<string, unknown>>): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false, logger: false })
  const validators = new Map<string, ValidateFunction>()
  for (const [tool, each] of Object.entries(schemas)) {
    if (typeof each === 'object' && each !== null) validators.set(tool, compiled(ajv, tool, each))
  }
  return validators
}

function compiled(ajv: Ajv, tool: string, each: object): ValidateFunction {
  try {
    return ajv.compile(each)
  } catch (cause) {
    throw new Problem({
      code: 'pact/broken-schema',
      message: `The schema of the arguments of ${tool} cannot be used: ${reasonOf(cause)}.`,
      hint: 'Write it as JSON Schema, as the tool declares its parameters to the model.',
      cause,
    })
  }
}

function misfit(call: ToolCall, validate: ValidateFunction | undefined): { because: string; at: readonly number[] }[] {
  if (validate === undefined || validate(call.args)) return []
  const error = validate.errors?.[0]
  const where = error?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  const what = `${where === '' ? 'the arguments' : where} ${error?.message ?? 'do not fit'}`
  return [{ because: `called ${call.tool} with arguments that do not fit: ${what}`, at: [call.at] }]
}

/** `never`, or which tools to look at (default: those that change something) and which arguments not to. */
export const inventedOption = z.union([
  z.literal('never'),
  z.strictObject({ tools: toolNames.optional(), ignore: z.array(z.string()).optional() }),
])

/**
 * Identifiers and numbers in a call must have been said by the customer or answered by a tool earlier.
 *
 * Only words with a digit in them and whole numbers of four digits and more are looked at, and not values that the
 * tool's own schema lists: an agent may rightly write "USA" or a reason in its own words.
 */
export function inventedRule(option: z.infer<typeof inventedOption>, terms: Terms): ToolRule {
  const { tools = 'writes', ignore = [] } = option === 'never' ? {} : option
  const named = namedTools(tools, terms.agent.tools)

  return {
    explain: () => `calls ${named.text} only with identifiers and numbers that the customer or a tool gave`,
    check(scene) {
      const judged = scene.calls.filter(({ tool }) => named.has(tool))
      const wrong = judged.flatMap((call) => {
        const source = compact(givenBefore(scene, call.at))
        const made = checkable(call, ignore).find((text) => !source.includes(compact(text)))
        return made === undefined
          ? []
          : [{ because: `called ${call.tool} with "${made}", which nobody had given`, at: [call.at] }]
      })
      return outcomeOf(judged.length, wrong)
    },
  }
}

function checkable(call: ToolCall, ignore: readonly string[]): readonly string[] {
  const fields = Object.entries(argsOf(call)).filter(([name]) => !ignore.includes(name))
  return fields
    .flatMap(([, value]) => leavesOf(value))
    .flatMap((leaf) => (typeof leaf === 'boolean' ? [] : [String(leaf)]))
    .flatMap((text) => (text.includes(' ') ? text.split(/[\s,;]+/) : [text]))
    .filter((word) => /\d/.test(word) && (/[a-z_#-]/i.test(word) || word.length >= 4) && !isDate(word))
}

/** Dates are said in a hundred ways ("next Friday"), so where one comes from cannot be told from its letters. */
function isDate(word: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(word)
}

/** Everything the customer said and every tool answered before an event. */
function givenBefore({ conversation }: Scene, at: number): string {
  const given: string[] = []
  for (const event of conversation.events.slice(0, at)) {
    if (event.type === 'message' && event.from === 'customer') given.push(event.text)
    if (event.type === 'tool-result') given.push(JSON.stringify(event.value))
  }
  return given.join('\n')
}

function compact(text: string): string {
  return folded(text).replace(/[\s#,_-]/g, '')
}
