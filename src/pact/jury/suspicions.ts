/**
 * Signs that somebody in a conversation speaks to its readers instead of to the other side.
 *
 * Evidence for people, never a verdict: patterns can be written around, and an honest customer may say "score".
 * They show where to look when a jury's reading surprises. What a model could be told without a person seeing it
 * (unseen characters, chat template marks) is looked for in the text as it came, before it is made legible.
 */
import type { Conversation, Event } from '../../conversation/index.ts'
import type { Suspicion } from '../verdict.ts'
import { legible } from './legible.ts'

const READER = '(?:graders?|judges?|jurors?|evaluators?|reviewers?|whoever (?:reads|rates|grades)|evaluation team)'
const GRADING = '(?:levels?|scores?|ratings?|rubrics?|verdicts?|grades?|graded|marks?|rated)'

/** Bounded gaps only, so that every pattern is linear in the text. */
const SIGNS: readonly (readonly [Suspicion['sign'], RegExp])[] = [
  ['speaks-to-readers', new RegExp(`\\b${READER}\\b[^.!?\\n]{0,80}\\b${GRADING}\\b`, 'i')],
  ['speaks-to-readers', new RegExp(`\\b${READER}\\b\\s*[:,-]`, 'i')],
  [
    'grades-itself',
    new RegExp(`\\b${GRADING}\\b[^.!?\\n]{0,40}(?:\\b10/10\\b|\\b100 ?%|\\bpassed\\b|\\bis (?:now )?["“'])`, 'i'),
  ],
  [
    'overrides-rules',
    /\b(?:ignore|disregard|forget|outranks?|override) (?:(?:all|any|the|your|these|those|previous|prior|earlier|above|of) ){1,4}(?:rules|instructions?|prompt|guidelines)\b/i,
  ],
  ['looks-like-an-answer', /["'](?:reasoning|verdict|quotes)["']\s*:/i],
]

/** Tags, zero-width and direction marks that stand between or after letters: one may be an emoji's, four are not. */
const UNSEEN_TEXT = /(?:[\u{e0020}-\u{e007e}]\P{L}?){4}|(?:\p{L}[\u200b\u2060\ufeff]){4}/u

const TEMPLATE_MARK = /<[|｜][^\n<>]{1,40}[|｜]>|\[\/?INST\]|<<\/?SYS>>|<(?:start|end)_of_turn>/i

export function suspicionsIn({ events }: Conversation): readonly Suspicion[] {
  return events.flatMap((event, at) => {
    const text = textOf(event)
    return text === undefined ? [] : signsOf(text).map((sign) => ({ at, sign }))
  })
}

function signsOf(text: string): readonly Suspicion['sign'][] {
  const seen = legible(text)
  const signs = SIGNS.flatMap(([sign, pattern]) => (pattern.test(seen) ? [sign] : []))
  if (UNSEEN_TEXT.test(text)) signs.push('unseen-text')
  if (TEMPLATE_MARK.test(text)) signs.push('template-mark')
  return [...new Set(signs)]
}

function textOf(event: Event): string | undefined {
  if (event.type === 'message') return event.text
  return event.type === 'tool-result' ? textsIn(event.value) : undefined
}

/** Deeper than any backend answers, and far from where a stack would end. */
const MAX_DEPTH = 60

function textsIn(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value
  if (value === null || typeof value !== 'object' || depth === MAX_DEPTH) return ''
  return Object.values(value)
    .map((part) => textsIn(part, depth + 1))
    .join('\n')
}
