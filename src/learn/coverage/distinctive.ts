/**
 * The words that set some texts apart from all others: what a group of conversations is called.
 *
 * A word counts once for each text. Words that everybody says weigh little, however many of the group say them, and so do
 * words that hardly anybody in the group says: that may be chance.
 */
import { wordsOf } from './space.ts'

export class Wording {
  /** Texts that have the word. */
  private readonly texted = new Map<string, number>()
  private total = 0

  /** @param texts all there are, those of the groups included */
  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      this.total += 1
      for (const word of new Set(wordsOf(text))) this.texted.set(word, (this.texted.get(word) ?? 0) + 1)
    }
  }

  /** The most distinctive words of some of the texts, best first; fewer where they have fewer. */
  of(group: readonly string[], most = 3): readonly string[] {
    const counts = new Map<string, number>()
    for (const text of group) for (const word of new Set(wordsOf(text))) counts.set(word, (counts.get(word) ?? 0) + 1)
    return (
      [...counts]
        .map(([word, count]) => ({ word, weight: this.weight(word, count, group.length) }))
        // Longer words say more than short ones that stand as often.
        .sort((a, b) => b.weight - a.weight || b.word.length - a.word.length || (a.word < b.word ? -1 : 1))
        .slice(0, most)
        .map(({ word }) => word)
    )
  }

  /**
   * How surely the word is commoner in the group than elsewhere; below 0 where it is rarer.
   *
   * @see Dunning 1993, Computational Linguistics 19(1) 61-74: likelihood ratios hold where words are rare
   */
  private weight(word: string, inside: number, n: number): number {
    const outside = (this.texted.get(word) ?? 0) - inside
    const others = this.total - n
    const share = (inside + outside) / this.total
    const ratio = agreeing(inside, n, share) + agreeing(outside, others, share)
    return inside * others < outside * n ? -ratio : ratio
  }
}

/** How much better so many of n are told by their own share than by another. */
function agreeing(k: number, n: number, share: number): number {
  const part = (some: number, expected: number) => (some === 0 ? 0 : some * Math.log(some / expected))
  return part(k, n * share) + part(n - k, n * (1 - share))
}
