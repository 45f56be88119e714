/** Ways of cutting bytes into pieces, anywhere: within a character, between `\r` and `\n`, into nothing. */
import fc from 'fast-check'

export const inPieces: fc.Arbitrary<(bytes: Buffer) => Buffer[]> = fc
  .array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 20 })
  .map((sizes) => (bytes) => {
    const pieces: Buffer[] = []
    let at = 0
    for (let turn = 0; at < bytes.length; turn += 1) {
      const size = turn < 200 ? (sizes[turn % sizes.length] ?? 1) : bytes.length
      pieces.push(bytes.subarray(at, at + size))
      at += size
    }
    return pieces
  })
