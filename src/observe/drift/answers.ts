/** Answers to canary questions, then and now: whether they differ, and to which questions most. */
import { type Answers, keyedRandom, mmd } from '../../stats/index.ts'

/** Questions that are shown, and how much of an answer. */
const shown = 3
const charactersShown = 300

/** A question whose answers changed. */
export interface ChangedAnswer {
  readonly prompt: string
  /** The chance of answers this far apart to this question alone, if nothing changed. */
  readonly p: number
  /** One of the answers then, and one of those now. */
  readonly before: string
  readonly now: string
}

/** The p-value over all questions. @param level at which it counts as a change, so that p can be below it */
export function changeOf(answers: readonly Answers[], level: number, ...key: readonly (string | number)[]): number {
  return mmd(answers, { random: keyedRandom(1, 'canary', ...key), permutations: permutationsFor(level) }).p
}

/** The questions that changed most, the clearest first. */
export function changedMost(
  prompts: readonly string[],
  answers: readonly Answers[],
  ...key: readonly (string | number)[]
): readonly ChangedAnswer[] {
  const each = answers.map(({ before, now }, at) => ({
    prompt: prompts[at] ?? '',
    p: mmd([{ before, now }], { random: keyedRandom(1, 'canary', ...key, at) }).p,
    before: (before[0] ?? '').slice(0, charactersShown),
    now: (now[0] ?? '').slice(0, charactersShown),
  }))
  return each.toSorted((a, b) => a.p - b.p).slice(0, shown)
}

/** So many that a p-value of a quarter of the level can be told. */
function permutationsFor(level: number): number {
  return Math.min(99_999, Math.max(999, Math.ceil(4 / level) - 1))
}
