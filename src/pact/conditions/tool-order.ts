/**
 * What must have happened before a tool is called: another tool, an answer of it with certain values, or
 * words of the customer.
 *
 * Of several earlier calls that tell about the same thing the last one counts: an order that was pending and
 * has been cancelled since is cancelled.
 */
import { z } from 'zod'
import { isObject, type Json, type ToolCall } from '../../conversation/index.ts'
import type { Terms } from '../condition.ts'
import { type Pattern, patternOf, patternOption } from '../pattern.ts'
import { alike, type Fields } from './alike.ts'
import {
  argsOf,
  leavesOf,
  namedTools,
  outcomeOf,
  type Scene,
  saidBefore,
  type ToolRule,
  toolNames,
} from './tool-scene.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** One test of a value: a field of the earlier answer (`path`), an argument of the call, or the customer's words. */
const test = z.strictObject({
  path: z.string().optional(),
  argument: z.string().optional(),
  customer: patternOption.optional(),
  equals: scalar.optional(),
  not: scalar.optional(),
  oneOf: z.array(scalar).optional(),
  matches: patternOption.optional(),
  atLeast: z.union([z.number(), z.string()]).optional(),
  atMost: z.union([z.number(), z.string()]).optional(),
  holds: z
    .string()
    .optional()
    .describe('The field holds, at any depth, as a value or a key, what this argument of the call says.'),
})
type Test = z.infer<typeof test> & { readonly said?: Pattern; readonly fits?: Pattern }

/** The same test with its patterns ready. */
function prepared(each: z.infer<typeof test>): Test {
  return {
    ...each,
    ...(each.customer === undefined ? {} : { said: patternOf(each.customer) }),
    ...(each.matches === undefined ? {} : { fits: patternOf(each.matches) }),
  }
}

export const orderOptions = {
  before: toolNames.optional(),
  require: toolNames.optional(),
  outcome: z.enum(['ok', 'any']).optional(),
  /** Arguments in which the two calls must agree: `order_id`. */
  matching: z.union([z.string(), z.array(z.string())]).optional(),
  where: z.array(z.union([test, z.strictObject({ anyOf: z.array(test).min(1) })])).optional(),
}
const shape = z.object(orderOptions)

export function orderRule(options: z.infer<typeof shape>, terms: Terms): ToolRule | undefined {
  if (options.before === undefined) return undefined
  const later = namedTools(options.before, terms.agent.tools)
  const earlier = options.require === undefined ? undefined : namedTools(options.require, terms.agent.tools)
  const agree = typeof options.matching === 'string' ? [options.matching] : (options.matching ?? [])
  const groups = (options.where ?? []).map((each) => ('anyOf' in each ? each.anyOf : [each]).map(prepared))
  const outcome = options.outcome ?? 'ok'
  const requirement = [
    ...(earlier === undefined ? [] : [requiredText(earlier.text, outcome, agree)]),
    ...groups.map((group) => group.map(testText).join(' or ')),
  ].join(', and ')

  return {
    explain: () => `calls ${later.text} only after ${requirement}`,
    check(scene) {
      const calls = scene.calls.filter((call) => later.has(call.tool) && call.outcome !== 'error')
      const wrong = calls.flatMap((call) => {
        const known = earlier === undefined ? [] : earlierAnswers(scene, call, earlier.has, outcome, agree)
        if (earlier !== undefined && known.length === 0) {
          return [
            { because: `called ${call.tool} without ${requiredText(earlier.text, outcome, agree)}`, at: [call.at] },
          ]
        }
        const broken = groups.find((group) => !group.some((each) => holds(each, call, known, scene)))
        if (broken === undefined) return []
        return [{ because: `called ${call.tool} although not ${broken.map(testText).join(' or ')}`, at: [call.at] }]
      })
      return outcomeOf(calls.length, wrong)
    },
  }
}

function requiredText(tools: string, outcome: 'ok' | 'any', agree: readonly string[]): string {
  const same = agree.length === 0 ? '' : ` for the same ${agree.join(' and ')}`
  return `${tools} ${outcome === 'ok' ? 'had succeeded' : 'had been called'}${same}`
}

/** The earlier calls that count, the latest of each tool with the same arguments only. */
function earlierAnswers(
  { calls }: Scene,
  call: ToolCall,
  isEarlier: (tool: string) => boolean,
  outcome: 'ok' | 'any',
  agree: readonly string[],
): readonly ToolCall[] {
  const latest = new Map<string, ToolCall>()
  for (const other of calls) {
    const done = other.resultAt === undefined ? other.at : other.resultAt
    if (done >= call.at || !isEarlier(other.tool) || (outcome === 'ok' && other.outcome !== 'ok')) continue
    if (!agree.every((name) => alike(argsOf(other)[name], argsOf(call)[name] ?? null))) continue
    latest.set(`${other.tool} ${JSON.stringify(other.args)}`, other)
  }
  return [...latest.values()]
}

function holds(each: Test, call: ToolCall, known: readonly ToolCall[], scene: Scene): boolean {
  const { said } = each
  if (said !== undefined) return saidBefore(scene, call.at, 'customer').some((text) => said.test(text))
  if (each.argument !== undefined) return passes(each, argsOf(call)[each.argument], call)
  return known.some((answer) => passes(each, at(answer.value, each.path), call))
}

function passes(each: Test, value: Json | undefined, call: ToolCall): boolean {
  const tests: readonly boolean[] = [
    each.equals === undefined || alike(value, each.equals),
    each.not === undefined || !alike(value, each.not),
    each.oneOf === undefined || each.oneOf.some((one) => alike(value, one)),
    each.fits === undefined || (typeof value === 'string' && each.fits.test(value)),
    each.atLeast === undefined || compared(value, each.atLeast) >= 0,
    each.atMost === undefined || compared(value, each.atMost) <= 0,
    each.holds === undefined || contains(value, argsOf(call)[each.holds]),
  ]
  return tests.every((passed) => passed)
}

/** Numbers by size; ISO dates and other texts by their letters. NaN, which passes no test, for anything else. */
function compared(value: Json | undefined, limit: number | string): number {
  if (typeof limit === 'number') return Number(value ?? Number.NaN) - limit
  if (typeof value !== 'string') return Number.NaN
  return value === limit ? 0 : value < limit ? -1 : 1
}

function contains(value: Json | undefined, wanted: Json | undefined): boolean {
  if (value === undefined || wanted === undefined) return false
  const present = [...leavesOf(value), ...keysOf(value)]
  return leavesOf(wanted).every((leaf) => present.some((one) => alike(one, leaf)))
}

function keysOf(value: Json): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap((item: Json) => keysOf(item))
  return isObject(value) ? [...Object.keys(value), ...inside] : inside
}

/** The value at `address.city`; list items by their number. */
function at(value: Json, path: string | undefined): Json | undefined {
  if (path === undefined) return value
  let here: Json | undefined = value
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Fields)[step]
  }
  return here
}

function testText(each: Test): string {
  if (each.customer !== undefined) return `the customer said ${each.customer}`
  const subject = each.argument !== undefined ? `argument ${each.argument}` : (each.path ?? 'the answer')
  const parts = [
    each.equals === undefined ? [] : [`is ${each.equals}`],
    each.not === undefined ? [] : [`is not ${each.not}`],
    each.oneOf === undefined ? [] : [`is one of ${each.oneOf.join(', ')}`],
    each.matches === undefined ? [] : [`matches ${each.matches}`],
    each.atLeast === undefined ? [] : [`is at least ${each.atLeast}`],
    each.atMost === undefined ? [] : [`is at most ${each.atMost}`],
    each.holds === undefined ? [] : [`holds the ${each.holds}`],
  ].flat()
  return `${subject} ${parts.join(' and ')}`
}
