/**
 * Which tools the agent calls, when, how often and with what.
 *
 * One condition may hold several rules; it is violated when any of them is. Calls are judged as the most
 * trusted witness saw them. Read calls are never compared with an expected list: there are many right routes.
 */
import { z } from 'zod'
import { Problem } from '../../problem.ts'
import type { ConditionKind, Terms } from '../condition.ts'
import { together } from './outcomes.ts'
import { argumentsOption, argumentsRule, inventedOption, inventedRule } from './tool-arguments.ts'
import { agreedRule, confirmOption, confirmRule } from './tool-consent.ts'
import {
  aloneRule,
  failuresRule,
  forbiddenRule,
  inTurnRule,
  limitOption,
  limitRule,
  repeatsRule,
} from './tool-counts.ts'
import { orderOptions, orderRule } from './tool-order.ts'
import { requestOption, requestRule } from './tool-requests.ts'
import { sceneOf, type ToolRule, toolNames } from './tool-scene.ts'

const options = z.strictObject({
  ...orderOptions,
  forbidden: toolNames.optional().describe('Tools that must never be called.'),
  arguments: argumentsOption.optional(),
  invented: inventedOption.optional(),
  confirm: confirmOption.optional(),
  agreed: toolNames
    .optional()
    .describe('Once the customer agrees to what the agent asked leave for, one of these tools succeeds.'),
  repeats: z.literal('never').optional(),
  failures: z.literal('resolved').optional(),
  limit: limitOption.optional(),
  alone: toolNames.optional().describe('Calls that come without words to the customer in the same breath.'),
  inTurn: z.literal(true).optional().describe('One call at a time.'),
  request: requestOption.optional(),
})
type Options = z.infer<typeof options>

export const tools: ConditionKind<Options> = {
  kind: 'tools',
  summary: 'Tools are called in the right order, with the right arguments, with leave, and not too often.',
  example: `id: verifies-before-reading-records
tools: { before: get_patient_record, require: verify_identity, outcome: ok }`,
  dimension: 'compliance',
  options,
  create(given, terms) {
    const rules = rulesOf(given, terms)
    if (rules.length === 0) throw nothingAsked()
    return {
      explain: () => rules.map((rule) => rule.explain()).join('; '),
      check(conversation) {
        const scene = sceneOf(conversation)
        return together(rules.map((rule) => rule.check(scene)))
      },
    }
  },
}

/** How each option becomes a rule; one line each. */
const makers: { [Key in keyof Options]?: (value: NonNullable<Options[Key]>, terms: Terms) => ToolRule } = {
  forbidden: forbiddenRule,
  arguments: argumentsRule,
  invented: inventedRule,
  confirm: confirmRule,
  agreed: agreedRule,
  repeats: (_, terms) => repeatsRule(terms),
  failures: (_, terms) => failuresRule(terms),
  limit: limitRule,
  alone: aloneRule,
  inTurn: inTurnRule,
  request: requestRule,
}

function rulesOf(given: Options, terms: Terms): readonly ToolRule[] {
  const order = orderRule(given, terms)
  const others = (Object.keys(makers) as (keyof Options)[]).flatMap((key) => ruleFor(key, given, terms))
  return order === undefined ? others : [order, ...others]
}

function ruleFor<Key extends keyof Options>(key: Key, given: Options, terms: Terms): readonly ToolRule[] {
  const make = makers[key]
  const value = given[key]
  return make === undefined || value === undefined ? [] : [make(value as NonNullable<Options[Key]>, terms)]
}

function nothingAsked(): Problem {
  return new Problem({
    code: 'pact/empty-condition',
    message: 'A "tools" condition asks for nothing.',
    hint: 'Name at least one rule, for example { before: cancel_order, require: get_order } or { forbidden: refund }.',
  })
}
