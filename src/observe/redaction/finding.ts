/** What is personal or secret in a text: where it stands, and what it is. */
import type { Look } from './look.ts'
import { type RemovedKind, removedKinds } from './removed.ts'
import { bitOf, type Sign } from './signs.ts'

/** A stretch of a text, `start` to `end` in UTF-16 units, the end excluded. */
export interface Found {
  readonly kind: RemovedKind
  readonly start: number
  readonly end: number
}

/** Without what a text holds nothing of a kind. */
export interface Needs {
  readonly signs?: readonly Sign[]
  /** Digits at least, wherever they stand. */
  readonly digits?: number
  /** Digits at least of one number. */
  readonly digitsTogether?: number
  /** Digits at least of one telephone number. */
  readonly digitsDialled?: number
  /** Cheap: whether a text that has both may hold it. */
  readonly hint?: (text: string) => boolean
}

/** One way to find something. Takes time linear in the text. */
export interface Rule {
  readonly kind: RemovedKind
  readonly needs: Needs
  find(text: string): readonly Found[]
}

/** Rules as one. */
export interface Finder {
  /** Whether they may find something in a text, by a look at it. */
  mayFind(look: Look): boolean
  find(text: string, look: Look): Found[]
}

export function finder(rules: readonly Rule[]): Finder {
  const all = rules.map(({ needs: { signs = [], digits = 0, digitsTogether = 0, digitsDialled = 0, hint }, find }) => ({
    bits: signs.reduce((bits, sign) => bits | bitOf(sign), 0),
    ...{ digits, digitsTogether, digitsDialled, hint, find },
  }))
  const anyBit = all.reduce((bits, each) => bits | each.bits, 0)
  const withoutSign = all.filter(({ bits }) => bits === 0)
  const [together, dialled] = [
    Math.min(...withoutSign.flatMap((rule) => (rule.digitsDialled > 0 ? [] : rule.digitsTogether))),
    Math.min(...withoutSign.flatMap((rule) => (rule.digitsDialled > 0 ? rule.digitsDialled : []))),
  ]
  const isNone = (look: Look) =>
    (look.signs & anyBit) === 0 && look.digitsTogether < together && look.digitsDialled < dialled
  const may = (rule: (typeof all)[number], look: Look) =>
    (look.signs & rule.bits) === rule.bits &&
    look.digits >= rule.digits &&
    look.digitsTogether >= rule.digitsTogether &&
    look.digitsDialled >= rule.digitsDialled
  return {
    mayFind: (look) => !isNone(look) && all.some((rule) => may(rule, look)),
    find(text, look) {
      const found: Found[] = []
      if (isNone(look)) return found
      for (const rule of all) {
        if (may(rule, look) && rule.hint?.(text) !== false) found.push(...rule.find(text))
      }
      return found
    },
  }
}

/** A hint by a pattern. */
export const like = (pattern: RegExp) => (text: string) => pattern.test(text)

/** A rule of one pattern whose hits may have to pass a second look. */
export function patternRule(
  kind: RemovedKind,
  needs: Needs,
  pattern: RegExp,
  isOne: (hit: string, text: string, start: number) => boolean = () => true,
): Rule {
  return {
    kind,
    needs,
    find: (text) =>
      [...text.matchAll(pattern)].flatMap(({ 0: hit, index }) =>
        isOne(hit, text, index) ? [{ kind, start: index, end: index + hit.length }] : [],
      ),
  }
}

/** Groups of one number at most, and what it is long at most with all that stands between. */
const mostGroups = 6
const mostLength = 48

/** Numbers in groups: where they may stand, and what one is. */
export interface Grouped {
  /** Where groups stand together, however many; a match must not fail at its end, so that time is linear. */
  readonly candidates: RegExp
  readonly group: RegExp
  /** How many digits one has at least and at most. */
  readonly digits: readonly [least: number, most: number]
  readonly isOne: (grouped: GroupedNumber) => boolean
}

/** What may be one number: groups that stand beside each other, and perhaps beside others. */
export interface GroupedNumber {
  readonly text: string
  readonly start: number
  readonly end: number
  /** Its digits, without what stands between them. */
  readonly digits: string
}

/** A rule of numbers in groups: from each group on, the most groups that pass. */
export function groupedRule(kind: RemovedKind, needs: Needs, grouped: Grouped): Rule {
  return {
    kind,
    needs,
    find: (text) =>
      [...text.matchAll(grouped.candidates)].flatMap(({ 0: hit, index }) =>
        numbersIn(text, groupsIn(hit, index, grouped.group), grouped).map((each) => ({ kind, ...each })),
      ),
  }
}

/** A group, and where its digits stand among all of the candidate. */
interface Group {
  readonly start: number
  readonly end: number
  readonly digitsFrom: number
  readonly digitsTo: number
}

interface Groups {
  readonly all: readonly Group[]
  readonly digits: string
}

function groupsIn(hit: string, from: number, group: RegExp): Groups {
  const all: Group[] = []
  let digits = ''
  for (const { 0: part, index } of hit.matchAll(group)) {
    const digitsFrom = digits.length
    digits += part.replace(/\D+/g, '')
    all.push({ start: from + index, end: from + index + part.length, digitsFrom, digitsTo: digits.length })
  }
  return { all, digits }
}

function numbersIn(
  text: string,
  { all, digits }: Groups,
  { digits: [least, most], isOne }: Grouped,
): readonly Pick<Group, 'start' | 'end'>[] {
  const found: Pick<Group, 'start' | 'end'>[] = []
  for (let at = 0; at < all.length; at += 1) {
    const { start, digitsFrom } = all[at] as Group
    for (let n = Math.min(mostGroups, all.length - at); n > 0; n -= 1) {
      const { end, digitsTo } = all[at + n - 1] as Group
      if (digitsTo - digitsFrom < least) break
      if (digitsTo - digitsFrom > most || end - start > mostLength) continue
      if (!isOne({ text, start, end, digits: digits.slice(digitsFrom, digitsTo) })) continue
      found.push({ start, end })
      at += n - 1
      break
    }
  }
  return found
}

/** Stretches that overlap as one, of the kind that is named first in the list of kinds; in the order of the text. */
export function apart(found: readonly Found[]): readonly Found[] {
  const kept: Found[] = []
  for (const each of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (last === undefined || each.start >= last.end) kept.push(each)
    else
      kept[kept.length - 1] = {
        kind: graver(last.kind, each.kind),
        start: last.start,
        end: Math.max(last.end, each.end),
      }
  }
  return kept
}

function graver(one: RemovedKind, other: RemovedKind): RemovedKind {
  return removedKinds.indexOf(one) <= removedKinds.indexOf(other) ? one : other
}
