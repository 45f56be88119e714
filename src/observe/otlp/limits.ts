/** How much one body may hold, whatever its bytes say. What goes beyond refuses the record it is in. */

/** Lists and objects within each other, in one attribute or body. */
export const deepestValue = 32

/** Values in one body: a batch of 512 spans with 128 attributes has 65,536. Each costs memory that its bytes do not show. */
export const mostValues = 1_000_000

/** Counts what a body holds while it is read. */
export interface Allowance {
  values: number
}

/** Why a record cannot be kept, found deep inside it. */
export class Unfit extends Error {
  override readonly name = 'Unfit'
}

export const tooManyValues = `the request holds more than ${mostValues} values`

/** Takes one value off the allowance. */
export function spend(allowance: Allowance, depth: number): void {
  allowance.values -= 1
  if (allowance.values < 0) throw new Unfit(tooManyValues)
  if (depth > deepestValue) throw new Unfit(`a value is nested more than ${deepestValue} deep`)
}
