/** A program that reads and writes lines of JSON, and the conversations that speak with it. */
import { resolve } from 'node:path'
import type { Json } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'
import { causedEnvironment } from '../caused.ts'
import type { Selector } from '../select.ts'
import { AgentFailure } from './agent.ts'
import type { Surroundings } from './agent-kind.ts'
import { garbage, parseAnswer } from './answer.ts'
import { type Child, type ChildEnd, startChild } from './child.ts'

/** How it is run. */
export interface LineSettings {
  /** Program and arguments. */
  readonly run: readonly string[]
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** Longest line. */
  readonly maxBytes: number
}

/** One conversation's side of a process. */
interface Listener {
  onValue(value: Json): void
  onFailure(failure: AgentFailure): void
}

/** A process and the conversations that speak with it. */
export interface LineService {
  join(conversationId: string, listener: Listener): () => void
  write(line: string): void
  running(): boolean
  end(): Promise<void>
}

/** @param conversation where a line says whose it is; without it there is one conversation */
export function lineService(
  given: LineSettings,
  conversation: Selector | undefined,
  { folder, env }: Surroundings,
): LineService {
  const listeners = new Map<string, Listener>()
  let failure: AgentFailure | undefined
  const fail = (because: AgentFailure) => {
    failure ??= because
    for (const listener of [...listeners.values()]) listener.onFailure(because)
  }
  const spoilt = (because: string) => {
    fail(garbage(withStderr(because, child.stderr())))
    child.end()
  }
  const child: Child = startChild({
    command: given.run as [string, ...string[]],
    folder: resolve(folder, given.folder),
    env: { ...causedEnvironment(env), ...given.env },
    maxBytes: given.maxBytes,
    onLine(line) {
      if (failure !== undefined) return
      try {
        const value = parseAnswer(line)
        const listener = listenerFor(value, conversation, listeners)
        listener?.onValue(value)
      } catch (thrown) {
        spoilt(thrown instanceof Error ? `${thrown.message} Logs belong on standard error.` : String(thrown))
      }
    },
    onGarbage: spoilt,
    onEnd: (end) => fail(endFailure(given, end)),
  })
  return {
    join(conversationId, listener) {
      const key = conversation === undefined ? '' : conversationId
      listeners.set(key, listener)
      if (failure !== undefined) listener.onFailure(failure)
      return () => {
        listeners.delete(key)
      }
    },
    write: (line) => child.write(line),
    running: () => failure === undefined,
    end: () => child.end(),
  }
}

function listenerFor(
  value: Json,
  conversation: Selector | undefined,
  listeners: Map<string, Listener>,
): Listener | undefined {
  if (conversation === undefined) return listeners.get('')
  const [id] = conversation.need(value)
  // A conversation that has ended may still be answered; nobody listens any more.
  return listeners.get(String(id))
}

function endFailure({ run }: LineSettings, { how, stderr, error }: ChildEnd): AgentFailure {
  if (error === undefined) {
    return new AgentFailure({
      culprit: 'agent',
      code: 'crashed',
      message: withStderr(`The program ended with ${how}.`, stderr),
    })
  }
  const code = 'code' in error ? String(error.code) : ''
  const missing = code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR'
  const problem = new Problem({
    code: missing ? 'connect/command-not-found' : 'connect/command-not-started',
    message: `The program ${run[0]} cannot be started: ${error.message}`,
    hint: missing
      ? 'Install it, correct its name under run, or see that folder exists and the file may be executed.'
      : 'Try the same command in a terminal. Too many open files or processes may be the reason: lower concurrency.',
    cause: error,
  })
  const kind = missing
    ? ({ culprit: 'simulator', code: 'settings' } as const)
    : ({ culprit: 'infrastructure', code: 'limit' } as const)
  return new AgentFailure({ ...kind, message: `${problem.message} ${problem.hint}` }, problem)
}

function withStderr(message: string, stderr: string): string {
  return stderr === '' ? message : `${message} It wrote to standard error:\n${stderr}`
}
