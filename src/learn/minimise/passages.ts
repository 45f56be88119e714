/**
 * What an agent is told beside the customer's words: passages that its backends answer with where recordings answer for
 * them, and records that are there when the conversation begins.
 *
 * A passage is an item of a list, or a paragraph of a text that has several; a list within an item is part of it. An answer
 * stays an answer: its passages go, at last all of them.
 */
import type { Json } from '../../conversation/index.ts'
import type { Scenario } from '../../simulate/index.ts'
import type { Answers, Case, Level } from './case.ts'

/** A value with those of its parts alone that are kept. */
type Filter = (json: Json, at: string, isKept: (part: string) => boolean) => Json

const paragraphs = /\n\s*\n/

/** Items of lists, and paragraphs. */
const byItem: Filter = (json, at, isKept) => {
  if (typeof json === 'string') return partsLeft(json, paragraphs, '\n\n', at, isKept)
  if (Array.isArray(json)) return json.filter((_, nth) => isKept(`${at} ${nth}`))
  return ofFields(json, at, isKept, byItem)
}

/** Sentences of texts. */
const bySentence: Filter = (json, at, isKept) => {
  if (typeof json === 'string')
    return json.split(/\s+/).length < textWords ? json : partsLeft(json, /(?<=[.!?…])\s+/, ' ', at, isKept)
  if (Array.isArray(json)) return json.map((item: Json, nth) => bySentence(item, `${at} ${nth}`, isKept))
  return ofFields(json, at, isKept, bySentence)
}

/** What has fewer words is a name or an address. */
const textWords = 8

function ofFields(json: Json, at: string, isKept: (part: string) => boolean, filter: Filter): Json {
  if (json === null || typeof json !== 'object') return json
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, filter(value as Json, `${at} ${name}`, isKept)]),
  )
}

function partsLeft(text: string, border: RegExp, between: string, at: string, isKept: (part: string) => boolean) {
  const parts = text.split(border)
  if (parts.length < 2) return text
  const left = parts.filter((_, nth) => isKept(`${at} ${nth}`))
  return left.length === parts.length ? text : left.join(between)
}

const answersLevel = (filter: Filter): Level => levelOf('answers', (answers, isKept) => ofAll(answers, filter, isKept))

/** Passages of what recordings answer. */
export const passages = answersLevel(byItem)

/** Sentences of these passages. */
export const passageSentences = answersLevel(bySentence)

/** Records that are there when the conversation begins. */
export const records = levelOf('given', (given, isKept) => byItem(given, '', isKept) as Scenario['given'])

function levelOf<Part extends 'answers' | 'given'>(
  part: Part,
  left: (of: Case[Part], isKept: (part: string) => boolean) => Case[Part],
): Level {
  return {
    elements: (of) => partsOf((isKept) => left(of[part], isKept)).map((id) => ({ id })),
    with: (of, kept) => ({ ...of, [part]: left(of[part], (id) => kept.has(id)) }),
  }
}

function ofAll(answers: Answers, filter: Filter, isKept: (part: string) => boolean): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([backend, all]) => [
      backend,
      all.map((answer, nth) => filter(answer, `${backend} ${nth}`, isKept)),
    ]),
  )
}

/** Names of all parts. */
function partsOf(left: (isKept: (part: string) => boolean) => unknown): readonly string[] {
  const parts: string[] = []
  left((part) => parts.push(part) > 0)
  return parts
}

/** What a backend tells the agent among other things. */
export interface Passage {
  readonly backend: string
  readonly passage: Json
}

export function passagesOf(answers: Answers): readonly Passage[] {
  return Object.entries(answers).flatMap(([backend, all]) =>
    all.flatMap((answer) => itemsOf(answer).map((passage) => ({ backend, passage }))),
  )
}

export const recordsIn = (given: Scenario['given']) => itemsOf(given).length

function itemsOf(json: Json): readonly Json[] {
  if (typeof json === 'string') {
    const parts = json.split(paragraphs)
    return parts.length < 2 ? [] : parts
  }
  if (Array.isArray(json)) return json
  return json === null || typeof json !== 'object' ? [] : Object.values(json).flatMap((value) => itemsOf(value as Json))
}
