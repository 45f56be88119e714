/** Which kinds of faults there are for MCP servers, one line each. */
import { descriptionEdited } from './description-edited.ts'
import { doubleApply } from './double-apply.ts'
import { errorResultFault } from './error-result.ts'
import { fieldRenamed } from './field-renamed.ts'
import { late } from './late.ts'
import { lostAnswer } from './lost-answer.ts'
import type { AnyMcpFaultKind } from './mcp-fault.ts'
import { protocolError } from './protocol-error.ts'
import { schemaTightened } from './schema-tightened.ts'
import { sessionLost } from './session-lost.ts'
import { streamCut } from './stream-cut.ts'
import { textInjected } from './text-injected.ts'
import { toolsChanged } from './tools-changed.ts'

export const mcpFaultKinds: readonly AnyMcpFaultKind[] = [
  errorResultFault,
  protocolError,
  lostAnswer,
  late,
  doubleApply,
  toolsChanged,
  descriptionEdited,
  schemaTightened,
  fieldRenamed,
  textInjected,
  sessionLost,
  streamCut,
]
