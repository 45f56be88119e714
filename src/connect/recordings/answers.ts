/** What a recording answers, and the same recording with other answers to the same calls. */
import type { Json } from '../../conversation/index.ts'
import { archiveHead, archiveTail, bodyOf, type HarEntry } from './har.ts'
import { readRecording } from './recording.ts'

/** As JSON where it is some, else as text; in the order of the recording. @throws Problems of reading recordings */
export function answersIn(path: string): readonly Json[] {
  return entriesOf(path).map(answerOf)
}

/** @param answers one for each that the recording has, in its order */
export function recordingWith(path: string, answers: readonly Json[]): string {
  const entries = entriesOf(path).map((entry, nth) => answering(entry, answers[nth] ?? null))
  return archiveHead + entries.map((entry) => JSON.stringify(entry)).join(',\n') + archiveTail
}

function entriesOf(path: string): readonly HarEntry[] {
  const recording = readRecording(path)
  try {
    return recording.entries.map((entry) => entry.read())
  } finally {
    recording.close()
  }
}

function answerOf(entry: HarEntry): Json {
  const text = bodyOf(entry).toString('utf8')
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** What it answered already stays to the letter. */
function answering(entry: HarEntry, answer: Json): HarEntry {
  if (JSON.stringify(answer) === JSON.stringify(answerOf(entry))) return entry
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  const { encoding: _, ...content } = entry.response.content
  return { ...entry, response: { ...entry.response, content: { ...content, text, size: Buffer.byteLength(text) } } }
}
