/** Everything a command may touch of the terminal it runs in, as a value, so that tests can look on. */
export interface Io {
  /** One line to standard output: what was asked for. */
  out(line: string): void
  /** One line to standard error: progress and problems. */
  err(line: string): void
  /** Replaces the live lines at the end of standard error; does nothing where that is not a terminal. */
  live(lines: readonly string[]): void
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean
  readonly columns: number
  readonly style: Style
  /** Folder that relative paths start from. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: AsyncIterable<Uint8Array>
  /** One line that nobody is to see: asked for where somebody sits at a terminal, else the first of standard input. */
  secret(question: string): Promise<string>
  /** Aborted at the first Ctrl-C. */
  readonly interrupted: AbortSignal
  now(): Date
}

/** Ways to set words apart; each gives its text back unchanged where there is no colour. */
export interface Style {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
}

export const plainStyle: Style = {
  bold: (text) => text,
  dim: (text) => text,
  red: (text) => text,
  green: (text) => text,
  yellow: (text) => text,
}
