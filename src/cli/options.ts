/** Options that several commands take. */
import { Problem } from '../problem.ts'
import type { Given, OptionForm } from './command.ts'

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

export const budgetOption: OptionForm = {
  form: '--budget <n>',
  description:
    'so many trials in all: each scenario until it is decided, the rest where it is not, instead of as many for each',
  read: wholeNumber('--budget', 1),
}

export const targetOption: OptionForm = {
  form: '--target <share>',
  description: 'within a budget, what each scenario is held to: its share of conversations without a violation',
  read: share('--target', '0.9'),
}

/**
 * The budget that is asked for, or the project's where nothing else is asked for.
 *
 * @throws Problem `cli/bad-option` when it is asked for together with what it takes the place of
 */
export function budgetIn(
  { options }: Pick<Given, 'options'>,
  runs: { readonly budget?: number | undefined; readonly target: number },
): { readonly trials: number; readonly target: number } | undefined {
  const instead = (['repeats', 'faults', 'suite'] as const).find(
    (name) => options[name] !== undefined && options[name] !== false,
  )
  const asked = options.budget as number | undefined
  if (asked !== undefined && instead !== undefined) {
    throw new Problem({
      code: 'cli/bad-option',
      message: `--budget decides itself what is played how often, so it does not go together with --${instead}.`,
      hint: 'Leave one of them out.',
    })
  }
  const trials = asked ?? (instead === undefined ? runs.budget : undefined)
  return trials === undefined ? undefined : { trials, target: (options.target as number | undefined) ?? runs.target }
}

/** Reads a share between 0 and 1, also as a percentage. */
export function share(option: string, example: string): (text: string) => number {
  return (text) => {
    const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text)
    if (text.trim() !== '' && value > 0 && value < 1) return value
    throw new Problem({
      code: 'cli/bad-option',
      message: `${option} takes a share between 0 and 1, or a percentage, not "${text}".`,
      hint: `For example: ${option} ${example}, or ${option} ${Number(example) * 100}%.`,
    })
  }
}

/** Reads one of some words. */
export function oneOf<Word extends string>(option: string, words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((each) => each === text)
    if (word !== undefined) return word
    throw new Problem({
      code: 'cli/bad-option',
      message: `${option} cannot be "${text}".`,
      hint: `It is one of ${words.join(', ')}.`,
    })
  }
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
