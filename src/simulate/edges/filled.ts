/** A scenario's records and expectations with its facts filled in; what else is filled is known only to a trial. */
import type { Json } from '../../conversation/index.ts'
import type { Scenario } from '../scenario.ts'

export type FactValues = Readonly<Record<string, string>>

export const factValues = ({ facts }: Scenario): FactValues =>
  Object.fromEntries(facts.map(({ key, value }) => [key, value ?? '']))

export function withFacts(value: Json, facts: FactValues): Json {
  if (typeof value === 'string') {
    return value.replace(/\{\{\s*facts\.([^{}\s]+)\s*\}\}/g, (whole, key: string) => facts[key] ?? whole)
  }
  if (Array.isArray(value)) return value.map((item: Json) => withFacts(item, facts))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withFacts(item, facts)]))
}
