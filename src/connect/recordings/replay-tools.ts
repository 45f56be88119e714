/**
 * What tools answered, out of a recording, for servers that are asked by tool and arguments alone.
 *
 * Of several answers to one question the first is given at its first asking, and so on, the last for ever.
 */
import type { Json } from '../../conversation/index.ts'
import { jsonIn } from '../backends/exchange.ts'
import { bodyOf } from './har.ts'
import { nearestTo } from './nearest.ts'
import { type Indexed, readRecording, toolQuestion } from './recording.ts'
import type { ReplaySettings } from './replay.ts'

export interface RecordedAnswer {
  /** JSON, or text. */
  readonly value: Json
  readonly isError: boolean
  /** In what was asked otherwise than then; empty for nothing. */
  readonly differs: readonly string[]
}

export interface RecordedTools {
  /** Undefined where nothing that would do was recorded. */
  answer(tool: string, args: Json): RecordedAnswer | undefined
  close(): void
}

/** The method that calls of such tools are recorded with. */
const toolMethod = 'TOOLS/CALL'

/** @throws Problem when the recording cannot be read */
export function recordedTools({ from, misses }: ReplaySettings, path: string): RecordedTools {
  const recording = readRecording(path, from)
  const asked = new Map<string, number>()
  return {
    answer(tool, args) {
      const question = toolQuestion(toolMethod, tool, args)
      const key = JSON.stringify(question.body)
      const known = recording.entries.filter(
        (entry) => entry.question.template === question.template && JSON.stringify(entry.question.body) === key,
      )
      const before = asked.get(tool + key) ?? 0
      asked.set(tool + key, before + 1)
      const found = known[Math.min(before, known.length - 1)]
      if (found !== undefined) return answerIn(found, [])
      const nearest = misses === 'nearest' ? nearestTo([question], recording.entries) : undefined
      return nearest && answerIn(nearest.entry, nearest.differs)
    },
    close: () => recording.close(),
  }
}

function answerIn(entry: Indexed, differs: readonly string[]): RecordedAnswer {
  const read = entry.read()
  const body = bodyOf(read)
  return { value: jsonIn(body, []) ?? body.toString('utf8'), isError: read.response.status >= 400, differs }
}
