/**
 * From spans to events: who said what and which tools really ran.
 *
 * Every question to a model repeats the history, so only what is new in it is taken: the customer's message when the
 * model was asked, the agent's when it answered. A tool call counts as done where its execution was seen, or where the
 * history holds an answer to it; one that a model asked for and nobody carried out stays a call without a result.
 */
import type { Completeness, Event, Json } from '../../conversation/index.ts'
import type { Observation, Said } from '../observation.ts'
import type { Dated } from './dated.ts'

export interface Transcript {
  readonly events: readonly Dated[]
  readonly gaps: readonly Completeness[]
}

export function eventsOf(observations: readonly Observation[]): Transcript {
  const ordered = [...observations].sort((a, b) => a.startMs - b.startMs || (a.span < b.span ? -1 : 1))
  const writing = new Writing(ordered.filter(({ kind }) => kind === 'tool'))
  const models = ordered.filter(({ kind, input, output }) => kind === 'model' && (input ?? output) !== undefined)
  // A run of an agent repeats its children; it speaks only where there are none.
  const speaking = models.length > 0 ? models : ordered.filter(({ kind }) => kind === 'agent')
  for (const observation of speaking) writing.take(observation)
  writing.takeExecutions()
  const truncated = ordered.some(({ dropped }) => dropped > 0)
  return { events: writing.events, gaps: truncated ? ['truncated'] : [] }
}

class Writing {
  readonly events: Dated[] = []
  private readonly executions: readonly Observation[]
  private said: string[] = []
  private readonly calls = new Set<string>()

  constructor(executions: readonly Observation[]) {
    this.executions = executions
  }

  take({ input = [], output = [], startMs, endMs, trace, span }: Observation): void {
    const spoken = input.filter(({ role }) => role !== 'system')
    const fresh = spoken.slice(this.known(spoken.map(sameness)))
    for (const [index, said] of fresh.entries()) this.write(said, startMs, `${trace}/${span}/in/${pad(index)}`)
    for (const [index, said] of output.entries())
      this.write(said, endMs ?? startMs, `${trace}/${span}/out/${pad(index)}`)
    this.said = [...this.said, ...fresh.map(sameness), ...output.map(sameness)]
  }

  /** Executions that no message tells of. */
  takeExecutions(): void {
    for (const { tool, startMs, endMs, trace, span, error } of this.executions) {
      if (tool === undefined) continue
      const callId = tool.callId ?? span
      const key = `${trace}/${span}`
      const seenBy = 'trace' as const
      this.events.push({
        event: { type: 'tool-call', atMs: startMs, callId, tool: tool.name, args: tool.args ?? {}, seenBy },
        key: `${key}/call`,
      })
      const value: Json = error === undefined ? (tool.result ?? null) : (tool.result ?? error.message)
      const outcome = error === undefined ? 'ok' : 'error'
      this.events.push({
        event: { type: 'tool-result', atMs: endMs ?? startMs, callId, outcome, value, seenBy },
        key: `${key}/result`,
      })
    }
  }

  /** How much of a history is known already: the longest end of what was said with which it begins. */
  private known(history: readonly string[]): number {
    for (let length = Math.min(history.length, this.said.length); length > 0; length -= 1) {
      const start = this.said.length - length
      if (history.slice(0, length).every((said, index) => said === this.said[start + index])) return length
    }
    return 0
  }

  private write(said: Said, atMs: number, key: string): void {
    const add = (event: Event, more = '') => this.events.push({ event, key: `${key}${more}` })
    if (said.role === 'customer' || said.role === 'agent') {
      if (said.text !== '') add({ type: 'message', atMs, from: said.role, text: said.text })
      for (const [index, { id, tool, args }] of (said.calls ?? []).entries()) {
        const callId = id ?? `${key}/call/${index}`
        if (this.isExecuted(id, tool) || this.calls.has(callId)) continue
        this.calls.add(callId)
        add({ type: 'tool-call', atMs, callId, tool, args, seenBy: 'agent' }, `/call/${pad(index)}`)
      }
      return
    }
    const { answers } = said
    if (answers?.callId === undefined || !this.calls.has(answers.callId)) return
    const outcome = answers.failed === true ? 'error' : 'ok'
    add({ type: 'tool-result', atMs, callId: answers.callId, outcome, value: answers.value, seenBy: 'agent' })
  }

  private isExecuted(id: string | undefined, name: string): boolean {
    return this.executions.some(({ tool }) =>
      tool?.callId !== undefined && id !== undefined ? tool.callId === id : tool?.name === name,
    )
  }
}

const pad = (index: number) => String(index).padStart(4, '0')

/** Two messages are the same when they say the same in the same role, whatever ids they were given. */
function sameness({ role, text, calls = [], answers }: Said): string {
  return JSON.stringify([role, text.trim(), calls.map(({ tool, args }) => [tool, args]), answers?.value ?? null])
}
