/**
 * Do two sources answer the same prompts alike? Answers to each prompt from both, compared letter by letter.
 *
 * The statistic is the squared maximum mean discrepancy under the Hamming kernel: for two answers to one prompt the share
 * of places at which they agree, for answers to different prompts nothing. Labels are permuted within each prompt, so the
 * p-value is exact whatever the prompts are, and however little or much answers to one prompt vary. It tells that
 * something differs and not what: a changed system prompt trips it as a changed model does.
 */
import type { KeyedRandom } from './random.ts'

/** Answers to one prompt. Places may be characters or tokens; answers are compared up to `places`. */
export interface Answers {
  readonly before: readonly string[]
  readonly now: readonly string[]
}

export interface Mmd {
  /** Squared discrepancy, mean over prompts; about 0 or less where both are alike. */
  readonly statistic: number
  /** Chance of at least this much if both were the same source. At least 1 in `permutations` + 1. */
  readonly p: number
  readonly prompts: number
  readonly answers: number
}

export interface MmdOptions {
  readonly random: KeyedRandom
  /** Default 999. */
  readonly permutations?: number
  /** Characters of each answer that are compared. Default 200. */
  readonly places?: number
}

/**
 * @param prompts each with at least two answers on both sides
 * @throws RangeError for none, or fewer answers
 * @see Gao, Liang and Guestrin 2024, arXiv 2410.20247; Gretton et al. 2012, JMLR 13 723-773
 */
export function mmd(prompts: readonly Answers[], { random, permutations = 999, places = 200 }: MmdOptions): Mmd {
  if (prompts.length === 0) throw new RangeError('there has to be at least one prompt')
  for (const { before, now } of prompts) {
    if (before.length < 2 || now.length < 2) throw new RangeError('a prompt needs at least two answers on both sides')
  }
  const kernels = prompts.map(({ before, now }) => ({
    kernel: kernelOf([...before, ...now], places),
    m: before.length,
    order: Array.from({ length: before.length + now.length }, (_, at) => at),
  }))
  const statisticOf = (orders: readonly (readonly number[])[]) =>
    kernels.reduce((sum, { kernel, m }, at) => sum + discrepancy(kernel, orders[at] ?? [], m), 0) / kernels.length
  const statistic = statisticOf(kernels.map(({ order }) => order))
  let atLeast = 1
  for (let each = 0; each < permutations; each += 1) {
    // Sums in another order differ in their last digits.
    if (statisticOf(kernels.map(({ order }) => random.shuffle(order))) >= statistic - 1e-12) atLeast += 1
  }
  const answers = kernels.reduce((sum, { order }) => sum + order.length, 0)
  return { statistic, p: atLeast / (permutations + 1), prompts: prompts.length, answers }
}

/** The unbiased estimate: an answer is never compared with itself. */
function discrepancy(kernel: readonly (readonly number[])[], order: readonly number[], m: number): number {
  const before = order.slice(0, m)
  const now = order.slice(m)
  const between = meanOver(kernel, before, now)
  return meanApart(kernel, before) + meanApart(kernel, now) - 2 * between
}

function meanOver(kernel: readonly (readonly number[])[], rows: readonly number[], columns: readonly number[]): number {
  let sum = 0
  for (const row of rows) for (const column of columns) sum += kernel[row]?.[column] ?? 0
  return sum / (rows.length * columns.length)
}

function meanApart(kernel: readonly (readonly number[])[], rows: readonly number[]): number {
  const own = rows.reduce((sum, row) => sum + (kernel[row]?.[row] ?? 0), 0)
  const n = rows.length
  return (meanOver(kernel, rows, rows) * n * n - own) / (n * (n - 1))
}

function kernelOf(answers: readonly string[], places: number): readonly (readonly number[])[] {
  const letters = answers.map((answer) => [...answer].slice(0, places))
  return letters.map((a) => letters.map((b) => agreement(a, b)))
}

/** Share of the longer one's places at which both have the same letter; 1 for two that are empty. */
function agreement(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length)
  if (length === 0) return 1
  return a.reduce((same, letter, at) => same + (letter === b[at] ? 1 : 0), 0) / length
}
