/** Mappings for shapes that are often met, by name. */
import { type Mapping, type MappingForm, mappingOf } from './mapping.ts'

const forms: Readonly<Record<string, MappingForm>> = {
  /** Lists of chat-completions messages, bare or under `messages`, with `tool_calls` and `tool` messages. */
  'openai-messages': {
    agent: ['$.model', 'agent'],
    startedAt: ['$.created_at', '$.created'],
    customer: ['$.user', '$.metadata.user_id'],
    turns: {
      at: ['$.messages[*]', '$[*]'],
      text: ['$.content[*].text', '$.content', '$.refusal'],
      time: ['$.timestamp', '$.created_at'],
    },
    toolCalls: { at: '$.tool_calls[*]', tool: '$.function.name', args: '$.function.arguments' },
    results: { call: '$.tool_call_id', value: ['$.content[*].text', '$.content'], errorStarts: ['Error', 'Exception'] },
  },
  /** Trajectories of the tau benchmarks: `turns` of user, agent and tool, with what was expected of them. */
  tau: {
    agent: '$.domain',
    model: '$.model',
    channel: ['$.channel', 'chat'],
    startedAt: '2024-05-15T15:00:00-05:00',
    timeZone: 'America/New_York',
    turns: { at: '$.turns[*]', text: '$.text', time: '$.ts', leaveOut: ['###STOP###', '###TRANSFER###'] },
    toolCalls: { at: '$.tool_calls[*]', tool: '$.name', args: '$.args' },
    results: { call: '$.tool_call_id', value: '$.text', error: '$.error', errorStarts: ['Error'] },
    handoffTools: ['transfer_to_human*'],
    expected: { told: '$.expected_outputs[*]' },
    circumstances: { scenario: '$.task_id' },
  },
  /** Plain transcripts: a list of who said what, bare or under `transcript`, `turns` or `messages`. */
  transcript: {
    turns: {
      at: ['$.transcript[*]', '$.turns[*]', '$.messages[*]', '$[*]'],
      role: ['$.role', '$.from', '$.speaker'],
      text: ['$.text', '$.content', '$.message'],
      time: ['$.time', '$.timestamp', '$.at', '$.start'],
    },
    startedAt: ['$.startedAt', '$.started_at'],
  },
}

/** The names of the mappings that come with Fieldproof. */
export const mappingNames: readonly string[] = Object.keys(forms)

/** A mapping that comes with Fieldproof, or undefined when there is none of that name. */
export function knownMapping(name: string): Mapping | undefined {
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined
  return form && mappingOf(form)
}
