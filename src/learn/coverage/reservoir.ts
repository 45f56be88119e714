/** A sample of what streams past, each thing as likely to be in it as any other, of a size that is never exceeded. */
import { type KeyedRandom, keyedRandom } from '../../stats/index.ts'

/** @see Vitter 1985, ACM Trans. Math. Softw. 11(1) 37-57, algorithm R */
export class Reservoir<Item> {
  /** In the order in which they came, while there are no more than fit. */
  readonly kept: Item[] = []
  /** How many came. */
  n = 0
  private readonly size: number
  private readonly random: KeyedRandom

  constructor(size: number, seed: number) {
    this.size = size
    this.random = keyedRandom(seed, 'reservoir')
  }

  add(item: Item): void {
    this.n += 1
    const at = this.kept.length < this.size ? this.kept.length : this.random.int(this.n)
    if (at < this.size) this.kept[at] = item
  }
}
