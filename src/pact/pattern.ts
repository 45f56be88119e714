/**
 * Patterns that a person writes in a pact: plain words, or `/pattern/flags`.
 *
 * They run in time linear in the text (RE2), so neither a hostile pattern nor a hostile transcript can
 * hang a judgement. In return there are no look-arounds and no back-references. Plain words match whole
 * words in any letter case, with any run of spaces and either kind of apostrophe between them; a word in
 * all its endings wants a pattern: `/guarantee(d|s)?/i`.
 */
import { RE2JS } from 're2js'
import { z } from 'zod'
import { Problem } from '../problem.ts'
import { couldMatch } from './pattern-letters.ts'

export interface Match {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Plain words or a `/pattern/flags`, matched in time linear in the text. */
export interface Pattern {
  /** As it stands in the pact. */
  readonly source: string
  test(text: string): boolean
  /** The first match. */
  find(text: string): Match | undefined
  /** Every distinct match, in the order of the text; at most 1,000, since finding all is not linear. */
  all(text: string): readonly string[]
}

/** The option of a kind that takes one pattern. A pattern that cannot work is told where it stands. */
export const patternOption = z
  .string()
  .min(1)
  .max(2000)
  .superRefine((source, context) => {
    const failure = failureOf(source)
    if (!failure) return
    context.addIssue({ code: 'custom', message: failure.message, params: { hint: failure.hint, code: failure.code } })
  })

/** One pattern or a list of them. */
export const patternsOption = z.union([patternOption, z.array(patternOption).min(1)])

/**
 * Reads a pattern: plain words, or `/pattern/flags`.
 *
 * @throws Problem `pact/broken-pattern` when it does not parse
 */
export function patternOf(source: string): Pattern {
  const { regex: searched, group, could } = checked(source)
  const regex = {
    test: (text: string) => could(text) && searched.test(text),
    matcher: (text: string) => searched.matcher(text),
  }
  const matchesIn = function* (text: string): Generator<Match> {
    const matcher = regex.matcher(text)
    while (matcher.find()) {
      const [start, end] = [matcher.start(group), matcher.end(group)]
      yield { start, end, text: text.slice(start, end) }
    }
  }
  return {
    source,
    test: (text) => regex.test(text),
    // `test` is some ten times faster than a search for the place, and most texts do not match.
    find: (text) => (regex.test(text) ? (matchesIn(text).next().value ?? undefined) : undefined),
    all(text) {
      const found = new Set<string>()
      if (!regex.test(text)) return []
      for (const match of matchesIn(text)) if (found.add(match.text).size >= 1000) break
      return [...found]
    },
  }
}

/** Several patterns read as "any of them". */
export function anyOf(sources: string | readonly string[]): Pattern {
  const list = typeof sources === 'string' ? [sources] : sources
  const patterns = list.map(patternOf)
  return {
    source: list.map((source) => (isRegular(source) ? source : `"${source}"`)).join(' or '),
    test: (text) => patterns.some((pattern) => pattern.test(text)),
    find(text) {
      let first: Match | undefined
      for (const pattern of patterns) {
        const match = pattern.find(text)
        if (match !== undefined && (first === undefined || match.start < first.start)) first = match
      }
      return first
    },
    all: (text) => [...new Set(patterns.flatMap((pattern) => pattern.all(text)))],
  }
}

const regular = /^\/(.+)\/([a-z]*)$/s

function isRegular(source: string): boolean {
  return regular.test(source)
}

/** A compiled pattern, and the group that is the match: plain words are found with the characters around them. */
interface Compiled {
  readonly regex: RE2JS
  readonly group: 0 | 1
  /** Whether searching a text for it could find anything: some twenty times faster, and most texts have nothing. */
  readonly could: (text: string) => boolean
}

function checked(source: string): Compiled {
  const failure = failureOf(source)
  if (failure) throw failure
  return compiled(source)
}

function compiled(source: string): Compiled {
  const match = regular.exec(source)
  if (!match) return { ...searching(wordsText(source), RE2JS.CASE_INSENSITIVE), group: 1 }
  const flags = [...(match[2] ?? '')].reduce((all, flag) => all | (flagValues[flag] ?? 0), 0)
  return { ...searching(match[1] ?? '', flags), group: 0 }
}

function searching(text: string, flags: number): Omit<Compiled, 'group'> {
  return { regex: RE2JS.compile(text, flags), could: couldMatch(text) ?? (() => true) }
}

const flagValues: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
  u: 0,
}

const wordEdge = '[^\\pL\\pN_]'

function wordsText(source: string): string {
  const words = source
    .trim()
    .split(/\s+/)
    .map((word) => RE2JS.quote(word).replaceAll(/['’]/g, "['’]"))
  const before = /^[\p{L}\p{N}_]/u.test(source.trim()) ? `(?:^|${wordEdge})` : ''
  const after = /[\p{L}\p{N}_]$/u.test(source.trim()) ? `(?:$|${wordEdge})` : ''
  return `${before}(${words.join('\\s+')})${after}`
}

function failureOf(source: string): Problem | undefined {
  const flags = regular.exec(source)?.[2] ?? ''
  const unknown = [...flags].find((flag) => flagValues[flag] === undefined)
  if (unknown) {
    return broken(
      `has the flag "${unknown}", which means nothing here.`,
      'Use the flags i, m and s, for example /refund/i.',
    )
  }
  if (source.trim() === '') return broken('holds nothing but spaces.', 'Write the words to look for, or /a pattern/i.')
  try {
    compiled(source)
    return undefined
  } catch (cause) {
    return broken(`is a pattern that cannot be read: ${reasonText(cause)}.`, hintFor(source), cause)
  }
}

function broken(message: string, hint: string, cause?: unknown): Problem {
  return new Problem({ code: 'pact/broken-pattern', message, hint, cause })
}

function reasonText(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  return text.replace('error parsing regexp: ', '').replace(/\.$/, '')
}

function hintFor(source: string): string {
  if (/\(\?[=!<]/.test(source) || /\\[1-9]/.test(source)) {
    return 'Write it without look-arounds and back-references: patterns run in linear time, which rules them out.'
  }
  return 'Mend the pattern, or write plain words without slashes.'
}
