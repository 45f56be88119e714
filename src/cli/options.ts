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
