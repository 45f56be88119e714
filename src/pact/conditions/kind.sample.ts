/** One condition of a kind, made as a pact makes it. */
import type { AgentTerms, Check, ConditionKind } from '../condition.ts'

/** @throws when the options are not those of the kind */
export function checkOf<Options>(
  kind: ConditionKind<Options>,
  options: unknown,
  agent: Partial<AgentTerms> = {},
): Check {
  return kind.create(kind.options.parse(options), {
    id: kind.kind,
    agent: { tools: [], canaries: [], ...agent },
    read: (path) => path,
  })
}
