/**
 * A fence around evidence that the evidence cannot close.
 *
 * Its code is a SHA-256 over what it surrounds, so the same question is the same in every run and its recording is
 * found again. To forge it, a text would have to contain a hash of itself.
 */

/** Twenty-four hexadecimal digits that do not occur in `evidence`. */
export async function fenceCode(evidence: string): Promise<string> {
  for (let round = 0; ; round += 1) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${round}:${evidence}`))
    const code = Array.from(new Uint8Array(digest).subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    )
    if (!evidence.includes(code)) return code
  }
}
