/**
 * Whether an amount can be worked out from others: a sum of some, less one or not, or one of them several times.
 *
 * Bounded: at most 12 amounts are summed, at most 5 at a time (those quoted, and all known when they are few), and 400
 * are tried in pairs. Amounts a cent apart count as one, since rounding makes such differences.
 */
const cent = 0.011

/** @param quoted amounts said in the conversation, @param known amounts from anywhere */
export function workedOut(amount: number, quoted: readonly number[], known: readonly number[]): boolean {
  const few = known.length <= 12 ? known : []
  // An amount that was quoted twice may be added twice: two cleanings at one price.
  const others = [...few.filter((each) => !quoted.includes(each)), ...quoted]
    .filter((each) => each > 0 && Math.abs(each - amount) >= cent)
    .slice(-12)
  return isPair(amount, known.slice(-400)) || isMultiple(amount, [...others, ...known]) || isSum(amount, others, 0, 5)
}

function isPair(amount: number, known: readonly number[]): boolean {
  const cents = new Set(known.map((each) => Math.round(each * 100)))
  const target = Math.round(amount * 100)
  return known.some((each) => {
    const one = Math.round(each * 100)
    return (one !== 0 && cents.has(target - one)) || (one > target && cents.has(one - target))
  })
}

function isMultiple(amount: number, known: readonly number[]): boolean {
  return known.some((each) => {
    const times = amount / each
    return each > 0 && times > 1 && times <= 20 && Math.abs(times - Math.round(times)) < 1e-6
  })
}

/** A sum of up to `left` of the amounts, of which one may count as taken off. */
function isSum(rest: number, amounts: readonly number[], from: number, left: number, mayTakeOff = true): boolean {
  if (Math.abs(rest) < cent) return true
  if (left === 0) return false
  for (let index = from; index < amounts.length; index++) {
    const amount = amounts[index] ?? 0
    if (isSum(rest - amount, amounts, index + 1, left - 1, mayTakeOff)) return true
    if (mayTakeOff && isSum(rest + amount, amounts, index + 1, left - 1, false)) return true
  }
  return false
}
