/**
 * The words that set some texts apart from all texts: what a group of conversations is called.
 *
 * A word counts once for each text. Chance is taken into account, so that a word that stands once in a small group does
 * not name it before one that most of the group has.
 */
import { wordsOf } from './space.ts'

export class Wording {
  private readonly texted = new Map<string, number>()
  private total = 0

  /** @param texts all there are, those of the groups included */
  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      for (const word of new Set(wordsOf(text))) {
        this.texted.set(word, (this.texted.get(word) ?? 0) + 1)
        this.total += 1
      }
    }
  }

  /**
   * The most distinctive words of some of the texts, best first; fewer where they have fewer.
   *
   * @see Monroe, Colaresi and Quinn 2008, Political Analysis 16(4) 372-403: log-odds with an informative prior
   */
  of(group: readonly string[], most = 3): readonly string[] {
    const counts = new Map<string, number>()
    for (const text of group) for (const word of new Set(wordsOf(text))) counts.set(word, (counts.get(word) ?? 0) + 1)
    const n = [...counts.values()].reduce((sum, count) => sum + count, 0)
    return (
      [...counts]
        .map(([word, count]) => ({ word, weight: this.weight(word, count, n) }))
        // Longer words say more than short ones that stand as often.
        .sort((a, b) => b.weight - a.weight || b.word.length - a.word.length || (a.word < b.word ? -1 : 1))
        .slice(0, most)
        .map(({ word }) => word)
    )
  }

  /** By how many standard errors the word is commoner in the group than elsewhere. */
  private weight(word: string, count: number, n: number): number {
    // The prior is worth as many words as there are different ones, shared out as all texts share them.
    const texted = this.texted.get(word) ?? 0
    const prior = (texted / this.total) * this.texted.size
    const inside = count + prior
    const outside = texted - count + prior
    const odds = (part: number, whole: number) => Math.log(part / (whole + this.texted.size - part))
    return (odds(inside, n) - odds(outside, this.total - n)) / Math.sqrt(1 / inside + 1 / outside)
  }
}
