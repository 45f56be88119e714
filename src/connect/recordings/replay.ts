/**
 * Replay: a backend that answers from a recording and needs no backend at all.
 *
 * A call is matched by method, path pattern, query and body; of several recorded replies to one question each conversation
 * gets the first at its first asking, the second at its second, and the last for ever, its own before those of others. What
 * was never recorded fails, is passed on, or gets the nearest that was, by choice. Of what is known only as an agent's tools
 * and their arguments, a call is matched by those.
 */
import { resolve } from 'node:path'
import { z } from 'zod'
import { type Call, type Headers, jsonReply, once, pathOf, type Reply, withHeader } from '../backends/exchange.ts'
import { askedIn } from '../backends/ledger.ts'
import type { Routes } from '../backends/routes.ts'
import type { AskContext, Source } from '../backends/source.ts'
import { bodyOf, type HarEntry } from './har.ts'
import { type Nearest, nearestTo } from './nearest.ts'
import { canonical, type Indexed, type Question, questionOf, readRecording, toolQuestion } from './recording.ts'
import { recordedStates } from './states.ts'

export const replaySettings = z.strictObject({
  from: z.string().min(1).describe('The recording: recordings/practice.har.'),
  misses: z
    .enum(['fail', 'pass', 'nearest'])
    .default('fail')
    .describe(
      'What a call gets that was never recorded. fail: 501, naming the nearest that was. pass: the real backend. nearest: the reply to the nearest. Default fail.',
    ),
  ignore: z
    .array(z.string().regex(/^\$/, 'Write a path from the root: $.requestId'))
    .default([])
    .describe('Fields of request bodies that say nothing of what is asked: [$.requestId].'),
})

export type ReplaySettings = z.output<typeof replaySettings>

/** @param live asked for what was never recorded, where that is the choice */
export function replaySource(
  live: Source,
  settings: ReplaySettings,
  { folder, routes }: { readonly folder: string; readonly routes: Routes },
): Source {
  const { from, misses, ignore } = settings
  const { writes } = routes
  const recording = readRecording(resolve(folder, from), from)
  const isOfTools = recording.entries.every((entry) => entry.isOfTool)
  const byKey = new Map<string, Indexed[]>()
  for (const entry of recording.entries) {
    const key = keyOf(entry.question, ignore)
    byKey.set(key, [...(byKey.get(key) ?? []), entry])
  }
  const asked = new Map<string, Map<string, number>>()
  const states = recordedStates(recording.entries, (question) =>
    writes(question.method, question.path) ? keyOf(question, ignore) : undefined,
  )

  function next({ trial = '', isLook = false }: AskContext, key: string, path: string): Indexed | undefined {
    const known = byKey.get(key)
    if (known === undefined) return undefined
    // Ids may differ from those of the recording; where they do not, only those replies are meant.
    const exact = preferred(known, ({ question }) => question.path === path)
    const own = preferred(exact, ({ conversation }) => conversation === trial)
    const usable = preferred(own, (entry) => entry.isLook === isLook)
    const counts = asked.get(trial) ?? new Map<string, number>()
    asked.set(trial, counts)
    if (isLook) return states.latest(usable, counts)
    const before = counts.get(key) ?? 0
    counts.set(key, before + 1)
    return usable[Math.min(before, usable.length - 1)]
  }

  return {
    explain: () => `${from}, replayed`,
    async ask(call, context) {
      const question = questionOf(call, ignore)
      const questions = [question, toolAsked(call, routes)]
      for (const each of questions) {
        const found = next(context, keyOf(each, ignore), each.path)
        if (found !== undefined) return { ...replyIn(found.read()), recorded: [] }
      }
      // Of calls that are no tool of the agent's, nobody who saw its tools alone can know anything.
      if (misses === 'pass' || (isOfTools && !isTool(call, routes))) return live.ask(call, context)
      const nearest = nearestTo(questions, recording.entries, ignore)
      if (misses === 'nearest' && nearest !== undefined) {
        const { differs, entry } = nearest
        const reply = replyIn(entry.read())
        const headers = withHeader(reply.headers, 'x-fieldproof-nearest', differs.join(', '))
        return { ...reply, headers, recorded: differs }
      }
      return missed(question, nearest)
    },
    forget: (trial) => {
      asked.delete(trial)
      live.forget?.(trial)
    },
    async close() {
      recording.close()
      await live.close()
    },
  }
}

function isTool({ method, target }: Call, routes: Routes): boolean {
  const path = pathOf({ target })
  return routes.of(method, path, new URLSearchParams(target.slice(path.length + 1))) !== undefined
}

function toolAsked(call: Call, routes: Routes): Question {
  const { tool, args } = askedIn(call, routes)
  return toolQuestion(call.method, tool, args)
}

/** Those that are better, where there are any. */
function preferred(entries: readonly Indexed[], isBetter: (entry: Indexed) => boolean): readonly Indexed[] {
  const better = entries.filter(isBetter)
  return better.length > 0 ? better : entries
}

function keyOf({ method, template, query, body }: Question, ignore: readonly string[]): string {
  return JSON.stringify([method, template, query, canonical(body, ignore)])
}

const framing = /^(?:content-length|content-encoding|transfer-encoding|connection|keep-alive)$/i

function replyIn(entry: HarEntry): Reply {
  const bytes = bodyOf(entry)
  const headers: Headers = entry.response.headers
    .filter(({ name }) => !framing.test(name) && !name.startsWith(':'))
    .map(({ name, value }) => [name, value])
  return {
    status: entry.response.status,
    headers: withHeader(headers, 'content-length', String(bytes.length)),
    body: once(bytes),
  }
}

function missed({ method, path, template }: Question, nearest: Nearest | undefined): Reply {
  const message =
    nearest === undefined
      ? `Nothing was recorded for ${method} ${template}.`
      : `${method} ${path} was not recorded so; the nearest differs in ${nearest.differs.join(', ')}.`
  return notRecorded(message)
}

/** What the agent gets where there is no answer to be had. */
export function notRecorded(message: string): Reply {
  const hint = 'Record it, or set "misses: pass" or "misses: nearest".'
  return jsonReply(501, { error: 'fieldproof-not-recorded', message, hint })
}
