/**
 * Problems: errors that the person running Fieldproof can act on.
 *
 * A problem says where it is, what is wrong and what to do next, and carries a stable code with a
 * page under `docs/problems/`. Anything else that escapes is a bug in Fieldproof and keeps its stack.
 */

/** Where in a person's own file a problem lies. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** What a problem says: a stable code, what is wrong, what to do, and where. */
export interface ProblemOptions {
  /** Stable, lower-case, `room/what`: `pact/same-id`. Each has a page `docs/problems/room-what.md`. */
  readonly code: string
  /** What is wrong, in one sentence. */
  readonly message: string
  /** The next thing to try, as an instruction. */
  readonly hint: string
  readonly at?: Place
  readonly cause?: unknown
}

/** One thing a person can act on. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly hint: string
  readonly at: Place | undefined

  constructor({ code, message, hint, at, cause }: ProblemOptions) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.hint = hint
    this.at = at
  }
}

/** Several problems found in one reading, so that a person mends a file once and not once per mistake. */
export class Problems extends Error {
  override readonly name = 'Problems'
  readonly all: readonly Problem[]

  constructor(all: readonly Problem[]) {
    super(all.map((problem) => problem.message).join('\n'))
    this.all = all
  }
}

/** `file:line:column`, as far as it is known, in the form that editors and terminals make clickable. */
export function placeText({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}

/** The problems inside anything thrown, or an empty list when it is not for the user but a bug. */
export function problemsIn(thrown: unknown): readonly Problem[] {
  if (thrown instanceof Problems) return thrown.all
  return thrown instanceof Problem ? [thrown] : []
}

/** The text of anything thrown, in one line. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
