/** Templates with their placeholders filled and their encodings applied. */
import { encoded } from './encodings.ts'
import type { Plant, Say, Template } from './probe.ts'

type Words = Readonly<Record<string, string>>

/** A template ready to be said. */
export interface Filled {
  readonly say: readonly Say[]
  readonly plant?: Plant
  readonly without?: readonly Say[]
  readonly english?: readonly Say[]
}

const placeholder = /\{\{([a-z ]+)\}\}/g

/** @returns the names of placeholders that nothing is known for, where there are any */
export function filled(template: Template, words: Words): Filled | readonly string[] {
  const missing = placeholdersIn(template).filter((name) => words[name] === undefined)
  if (missing.length > 0) return missing
  const { say, plant, without, english } = template
  return {
    say: say.map((turn) => filledSay(turn, words)),
    ...(plant && { plant: { ...plant, text: filledText(plant.text, words) } }),
    ...(without && { without: without.map((turn) => filledSay(turn, words)) }),
    ...(english && { english: english.map((turn) => filledSay(turn, words)) }),
  }
}

/** Every placeholder that a template uses, each once. */
export function placeholdersIn(template: Template): readonly string[] {
  return [...new Set(textsOf(template).flatMap((text) => [...text.matchAll(placeholder)].map(([, name = '']) => name)))]
}

/** All words of a template, as written. */
export function textsOf({ say, plant, without = [], english = [] }: Template): readonly string[] {
  return [...say, ...without, ...english].flat().concat(plant === undefined ? [] : [plant.text])
}

/** Fills one text; a placeholder that nothing is known for stays. */
export function filledText(text: string, words: Words): string {
  return encoded(text.replace(placeholder, (whole, name: string) => words[name] ?? whole))
}

function filledSay(say: Say, words: Words): Say {
  return typeof say === 'string' ? filledText(say, words) : say.map((text) => filledText(text, words))
}
