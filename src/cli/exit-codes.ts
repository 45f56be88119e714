/** How a command ends, for scripts and continuous integration. The list is closed: docs/reference/exit-codes.md. */
export const exitCodes = {
  /** Done, and nothing that was promised is refuted. */
  ok: 0,
  /** A promise is broken: a target is refuted, or a critical condition was violated. */
  broken: 1,
  /** Something has to be mended before this can run: settings, files, arguments, the store. */
  problem: 2,
  /** Nothing is broken, but proof was asked for and is missing: too few trials, or unjudged ones. */
  undecided: 3,
  /** Our own side failed too often to say anything: simulator, judge or infrastructure. */
  unreliable: 4,
  /** A bug in Fieldproof. */
  bug: 70,
  /** Stopped by the user; what was kept can be resumed. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
