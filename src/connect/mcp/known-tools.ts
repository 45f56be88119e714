/** What is known of a server's tools: which of them write. Learned from its own lists as they pass. */
import { isObject } from '../../conversation/index.ts'
import { type McpReply, toolsIn } from './rpc.ts'

export interface KnownTools {
  learn(reply: McpReply): void
  /** A tool writes unless its list says `readOnlyHint: true`, or the project says that it reads. */
  writes(tool: string): boolean
}

/** @param reads tools that change nothing, whatever the server says of them */
export function knownTools(reads: readonly string[]): KnownTools {
  const readOnly = new Map<string, boolean>()
  return {
    learn(reply) {
      for (const { name, annotations } of toolsIn(reply)) {
        readOnly.set(String(name), isObject(annotations) && annotations.readOnlyHint === true)
      }
    },
    writes: (tool) => !(reads.includes(tool) || (readOnly.get(tool) ?? false)),
  }
}
