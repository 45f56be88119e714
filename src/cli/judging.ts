/** How conversations are judged on the command line: by code, and by a jury where the pact names its models. */
import type { Conversation } from '../conversation/index.ts'
import { judge, type Pact, type Verdict } from '../pact/index.ts'
import type { Io } from './io.ts'

export function judging(pact: Pact, _io: Io): (conversation: Conversation) => Verdict | Promise<Verdict> {
  return (conversation) => judge(pact, conversation)
}
