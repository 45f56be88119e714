/**
 * The agent shows the customer a tool call instead of making it.
 *
 * A model that loses its tool format writes the call out: as JSON, as XML, as a function call, or with
 * the control tokens of its template. The customer reads gibberish and nothing was done.
 */
import { z } from 'zod'
import type { ConditionKind } from '../condition.ts'
import { anyOf, patternsOption } from '../pattern.ts'
import { agentMessages, excerpt } from './messages.ts'

const options = z.strictObject({
  unless: patternsOption.optional().describe('Messages that match are left out, for agents that explain an API.'),
})

export const toolCallAsText: ConditionKind<z.infer<typeof options>> = {
  kind: 'tool-call-as-text',
  summary: 'The agent never shows a raw tool call to the customer.',
  example: `id: no-raw-tool-calls
tool-call-as-text: {}`,
  dimension: 'tone',
  selfEvident: true,
  options,
  create({ unless }, { agent }) {
    const excused = unless === undefined ? undefined : anyOf(unless)
    const tools = agent.tools.map(({ name }) => name)
    return {
      explain: () => `never shows the customer a raw tool call${excused ? `, unless it says ${excused.source}` : ''}`,
      check(conversation) {
        const messages = agentMessages(conversation)
        if (messages.length === 0) return { outcome: 'not-applicable' }
        const found = messages.flatMap(({ at, text }) => {
          const start = excused?.test(text) ? -1 : callIn(text, tools)
          return start === -1 ? [] : [{ at, words: excerpt(text, start) }]
        })
        const [first] = found
        if (!first) return { outcome: 'held' }
        const because = `the customer was shown a tool call: "${first.words}"`
        return { outcome: 'violated', because, at: found.map(({ at }) => at) }
      },
    }
  },
}

const markup =
  /<\/?(?:tool_calls?|tool_use|tool_result|function_calls?|function_results?|invoke|antml:[a-z_]{1,20})\b[^<>]{0,200}>|<function=[\w.-]{1,100}>|\[\/?TOOL_(?:CALLS|RESULTS)\]|<\|[\w ▁-]{1,40}\|>|<｜[^｜]{1,40}｜>/
const named = /"(?:name|function|function_name|tool|tool_name|action|recipient_name)"\s{0,20}:\s{0,20}"[\w.:-]{1,100}"/
const given = /"(?:arguments|parameters|params|args|kwargs|input|tool_input|action_input)"\s{0,20}:\s{0,20}["{[]/
const reasoning = /^[ \t>*]{0,10}Action(?: Input)?[ \t]{0,5}:[ \t*]{0,5}[\w.{-]/m
const namespaced = /\b(?:functions|tools|multi_tool_use|default_api)\.[a-z]\w{1,60}\s?\(/

/** Where a raw tool call starts in the text, or -1. */
function callIn(text: string, tools: readonly string[]): number {
  const json = given.test(text) ? text.search(named) : -1
  // "Action: rest for a day" alone is advice; together with its input it is a call.
  const steps = /^[ \t>*]{0,10}Action Input/m.test(text) ? text.search(reasoning) : -1
  const starts = [text.search(markup), text.search(namespaced), json, steps, declaredCall(text, tools)]
  return starts.filter((start) => start !== -1).sort((a, b) => a - b)[0] ?? -1
}

/** Where a declared tool is called by its name, `create_appointment({...}`. Names that are plain words need braces. */
function declaredCall(text: string, tools: readonly string[]): number {
  for (const tool of tools) {
    if (tool === '') continue
    for (let start = text.indexOf(tool); start !== -1; start = text.indexOf(tool, start + tool.length)) {
      const after = text.slice(start + tool.length, start + tool.length + 4)
      const opens = /[_A-Z]/.test(tool) ? /^\s?[({]/ : /^\(\s?[{"']/
      if (opens.test(after) && !/\w/.test(text[start - 1] ?? '')) return start
    }
  }
  return -1
}
