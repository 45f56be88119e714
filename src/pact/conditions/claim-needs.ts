/** What must be there for a claim to be true: tools that were called, or state that changed. */
import { z } from 'zod'
import type { ToolCall } from '../../conversation/index.ts'
import { doesExactly, type Lexicon, speaksOf, type ToolWords } from '../claims/index.ts'
import type { ToolTerms } from '../condition.ts'
import { writesSomething } from '../tool-effects.ts'
import type { Deeds } from './claim-deeds.ts'
import type { ClaimScene, SaidClaim, StateChanges } from './claim-scene.ts'
import { namedTools, toolNames } from './tool-scene.ts'

const stateNeed = z.union([
  z.string().min(1),
  z.strictObject({
    verifier: z.string().min(1),
    change: z
      .enum(['added', 'removed', 'changed'])
      .optional()
      .describe('What the verifier must have found. Default any change.'),
  }),
])

export const needsOption = z.strictObject({
  tool: toolNames
    .optional()
    .describe("Tools that do what is claimed; `*` for any run of characters. Default: learned from the tools' names."),
  state: stateNeed.optional().describe('A verifier whose readings must differ.'),
})

/** What could bear out one claim. */
export interface Proof {
  /** Whether anything could: a tool that matches, or readings. False is a gap in coverage. */
  readonly possible: boolean
  /** Calls of matching tools. */
  readonly deeds: Deeds
  /** What the verifier found that fits; undefined when no verifier is named or it did not read. */
  readonly state?: StateChanges
  /** Why nothing could: names what is missing. */
  readonly lacks: string
}

export interface Needs {
  readonly text: string
  proofOf(claim: SaidClaim, scene: ClaimScene): Proof
  /** Calls of the tools that the condition names, or of all that write. */
  named(scene: ClaimScene): readonly ToolCall[]
}

/** @throws Problem when a tool is named that the agent never declares */
export function needsOf(options: z.infer<typeof needsOption>, declared: readonly ToolTerms[], lexicon: Lexicon): Needs {
  const named = options.tool === undefined ? undefined : namedTools(options.tool, declared)
  const state = typeof options.state === 'string' ? { verifier: options.state } : options.state
  const toolsFor = (claim: SaidClaim, scene: ClaimScene): readonly string[] | undefined => {
    if (named !== undefined) return [...scene.called].filter((tool) => named.has(tool))
    return state === undefined ? learned(claim, scene, declared, lexicon) : undefined
  }
  return {
    text: needsText(named?.text, state),
    named: ({ calls }) =>
      calls.filter(({ tool }) => (named === undefined ? writesSomething(tool, declared) : named.has(tool))),
    proofOf(claim, scene) {
      const tools = toolsFor(claim, scene)
      const deeds = scene.deedsOf(tools ?? [])
      if (state === undefined) {
        const lacks = `no verifier is named and no tool that could ${claim.action} is known`
        return { possible: tools !== undefined, deeds, lacks }
      }
      const changed = changesFor(state, scene)
      if (changed !== undefined) return { possible: true, deeds, lacks: '', state: changed }
      // A reading that is missing leaves it open whether what a tool reported is in the backend; that no tool
      // reported anything is known without it.
      const refuted = tools !== undefined && !deeds.calls.some(({ outcome }) => outcome !== 'error')
      return { possible: refuted, deeds, lacks: `the verifier ${state.verifier} did not read before and after` }
    },
  }
}

function needsText(
  tools: string | undefined,
  state: { verifier: string; change?: string | undefined } | undefined,
): string {
  const parts = [
    ...(tools === undefined ? [] : [`${tools} succeeded`]),
    ...(state === undefined
      ? []
      : [`${state.verifier} shows ${state.change === undefined ? 'a change' : `a record ${state.change}`}`]),
  ]
  return parts.length === 0 ? 'a tool that does it succeeded' : parts.join(' and ')
}

function changesFor(state: z.infer<typeof stateNeed> & object, scene: ClaimScene): StateChanges | undefined {
  const found = scene.changesOf(state.verifier)
  if (found === undefined) return undefined
  return {
    at: found.at,
    changes: found.changes.filter(({ kind }) => state.change === undefined || kind === state.change),
  }
}

/** The writing tools whose names speak of what is claimed, among those declared and those called. */
function learned(
  claim: SaidClaim,
  { called }: ClaimScene,
  declared: readonly ToolTerms[],
  lexicon: Lexicon,
): readonly string[] | undefined {
  const names = [...new Set([...declared.map(({ name }) => name), ...called])]
  const wordsOf = (name: string): ToolWords => ({ name, writes: writesSomething(name, declared) })
  const fitting = names.filter((name) => {
    const tool = wordsOf(name)
    return doesExactly(claim, tool, lexicon) || (tool.writes === true && speaksOf(claim, tool, lexicon))
  })
  const named = fitting.some((name) => doesExactly(claim, wordsOf(name), lexicon))
  const bearing =
    !named && consequence.test(claim.action) ? names.filter((name) => writesSomething(name, declared)) : fitting
  return bearing.length === 0 ? undefined : bearing
}

/**
 * What other deeds bring about: a cancellation refunds, an exchange updates the order. Where no tool is named after it,
 * any change bears it out, and only that nothing changed refutes it.
 */
const consequence =
  /^(?:refund|reimburse|credit|charge|debit|pay|issue|initiate|update|process|submit|complete|apply|confirm|request|record|save|add|mark)$/
