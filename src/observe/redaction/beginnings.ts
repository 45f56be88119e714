/** Beginnings of names, looked for in bytes before any name is: upper and lower case of Latin letters are the same. */

/** Bytes of Latin letters in UTF-8 differ from those of the other case in one bit; others may be taken for each other. */
const folded = Uint8Array.from({ length: 256 }, (_, byte) => {
  const hasCase = (byte >= 65 && byte <= 90) || (byte >= 0x80 && byte <= 0x9f)
  return hasCase ? byte | 32 : byte
})

/** @returns whether one of them may stand in a stretch of bytes */
export function seekerOf(beginnings: Iterable<string>): (bytes: Uint8Array, start: number, end: number) => boolean {
  const byPair = new Map<number, Uint8Array[]>()
  const isPair = new Uint8Array(65_536)
  let hasShort = false
  for (const beginning of beginnings) {
    const bytes = Buffer.from(beginning).map((byte) => folded[byte] ?? 0)
    if (bytes.length < 2) hasShort = true
    const pair = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
    byPair.set(pair, [...(byPair.get(pair) ?? []), bytes])
    isPair[pair] = 1
  }
  return (bytes, start, end) => {
    if (hasShort) return true
    let pair = 0
    for (let at = start; at < end; at += 1) {
      pair = ((pair << 8) & 0xffff) | (folded[bytes[at] ?? 0] ?? 0)
      if (isPair[pair] === 1 && byPair.get(pair)?.some((each) => standsAt(each, bytes, at - 1, end)) === true)
        return true
    }
    return false
  }
}

function standsAt(beginning: Uint8Array, bytes: Uint8Array, at: number, end: number): boolean {
  if (at + beginning.length > end) return false
  for (let each = 0; each < beginning.length; each += 1) {
    if (folded[bytes[at + each] ?? 0] !== beginning[each]) return false
  }
  return true
}
