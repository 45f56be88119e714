/** Options that several commands take. */
import { Problem } from '../problem.ts'
import type { OptionForm } from './command.ts'

export const projectOption: OptionForm = {
  form: '-p, --project <file>',
  description: 'the project file; fieldproof.yaml of the folder when left out',
}

export const storeOption: OptionForm = {
  form: '--store <file>',
  description: 'where runs are kept; what the project says when left out',
}

export const faultsOption: OptionForm = {
  form: '--faults <set...>',
  description: 'play each trial again under fault sets: their names, "sweep" for all, "rotate" for one each, "none"',
}

export const suiteOption: OptionForm = {
  form: '--suite',
  description:
    'the conversations of the suite, in which every pair of what varies is played, instead of everything with everything',
}

/** What `--faults` says: one of its words, or names of sets. */
export function faultsIn(words: unknown): 'none' | 'rotate' | 'sweep' | string[] | undefined {
  if (!Array.isArray(words)) return undefined
  const [first] = words as readonly string[]
  if (words.length === 1 && (first === 'none' || first === 'sweep' || first === 'rotate')) return first
  return [...(words as readonly string[])]
}

/** Reads a whole number of at least `least`. */
export function wholeNumber(option: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (Number.isSafeInteger(value) && value >= least) return value
    throw new Problem({
      code: 'cli/bad-option',
      message: `${option} takes a whole number of at least ${least}, not "${text}".`,
      hint: `For example: ${option} ${Math.max(least, 10)}.`,
    })
  }
}
