/** An item as it lies in the database: as JSON, with the rules of a span in codes. */
import { inCodes, inWords } from './formats/index.ts'
import type { Item } from './intake/reader.ts'

export function bodyOf(item: Item): string {
  if (item.kind !== 'observation') return JSON.stringify(item)
  const { observation } = item
  return JSON.stringify({ ...item, observation: { ...observation, rules: inCodes(observation.rules) } })
}

export function itemOf(body: string): Item {
  const item = JSON.parse(body) as Item
  if (item.kind === 'observation') Object.assign(item.observation, { rules: inWords(item.observation.rules) })
  return item
}
