/**
 * Patterns of paths: `/offices/{office}/appointments/*`. A `*` is any one segment, `{name}` is one with a name,
 * `**` at the end is any rest.
 */

export interface PathPattern {
  readonly text: string
  /** The named segments of a path that fits, decoded; undefined when it does not fit. */
  match(path: string): Readonly<Record<string, string>> | undefined
}

export function pathPattern(text: string): PathPattern {
  const wanted = segmentsOf(text)
  const isOpen = wanted.at(-1) === '**'
  const fixed = isOpen ? wanted.slice(0, -1) : wanted
  return {
    text,
    match(path) {
      const given = segmentsOf(path)
      if (isOpen ? given.length < fixed.length : given.length !== fixed.length) return undefined
      const named: Record<string, string> = {}
      for (const [index, segment] of fixed.entries()) {
        const value = given[index] ?? ''
        const name = /^\{(\w+)\}$/.exec(segment)?.[1]
        if (name !== undefined) named[name] = decode(value)
        else if (segment !== '*' && segment !== value) return undefined
      }
      return named
    },
  }
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

// A path with everything that looks like an id made a star: /offices/office-12/appointments gives /offices/*/appointments.
export function templateOf(path: string): string {
  return `/${segmentsOf(path)
    .map((segment) => (looksLikeId(segment) ? '*' : segment))
    .join('/')}`
}

/** Digits, or something long and mixed; `v1` and plain words name a place, not a record. */
function looksLikeId(segment: string): boolean {
  if (/^v\d{1,2}$/i.test(segment)) return false
  return /\d/.test(segment) || segment.includes('@') || /%[0-9a-f]{2}/i.test(segment) || segment.length > 32
}
