/**
 * A sample of whole customers out of conversations that stream past: all visits of a customer are in it, or none.
 *
 * What a customer does over several visits is seen only so. Customers are taken by a hash of who they are, the fewer the
 * more come, so that each is as likely to be in it as any other and memory stays small.
 */
import { placeOfUnit } from '../../stats/index.ts'

interface Unit {
  readonly unit: string
}

export class WholeCustomers<Item extends Unit> {
  /** Conversations that came. */
  n = 0
  private readonly byUnit = new Map<string, { readonly place: number; readonly items: Item[] }>()
  private readonly most: number
  private readonly salt: string
  private kept = 0
  private below = 1

  /** @param most conversations that are kept, about */
  constructor(most: number, seed: number) {
    this.most = most
    this.salt = `patterns ${seed}`
  }

  /** @param make is asked only for what is kept */
  add(unit: string, make: () => Item): void {
    this.n += 1
    const known = this.byUnit.get(unit)
    const place = known?.place ?? placeOfUnit(this.salt, unit)
    if (place >= this.below) return
    if (known === undefined) this.byUnit.set(unit, { place, items: [make()] })
    else known.items.push(make())
    this.kept += 1
    while (this.kept > this.most) this.takeOut()
  }

  get items(): readonly Item[] {
    return [...this.byUnit.values()].flatMap(({ items }) => items)
  }

  /** A tenth of all places at once, so that it is seldom done. */
  private takeOut(): void {
    this.below *= 0.9
    for (const [unit, { place, items }] of this.byUnit) {
      if (place < this.below) continue
      this.byUnit.delete(unit)
      this.kept -= items.length
    }
  }
}
