/** What every edge keeps to, whatever the records. */
import { expect, test } from 'vitest'
import { parseScenarios } from '../scenario-file.ts'
import { scenariosText } from '../scenario-text.ts'
import type { Edge } from './edge.ts'
import { type EdgesOptions, edgesOf } from './index.ts'

/** @param options scenarios of which this edge can be made at least once */
export function edgeConformance(edge: Edge, options: EdgesOptions): void {
  const made = (seed: number) =>
    edgesOf({ ...options, seed }).flatMap((each) =>
      each.made.flatMap((one) =>
        one.edge === edge.id
          ? [{ scenario: one.scenario, base: options.scenarios.find(({ id }) => id === each.base) }]
          : [],
      ),
    )

  test(`${edge.id}: the same seed makes the same scenarios, and at least one`, () => {
    expect(made(3).length).toBeGreaterThan(0)
    expect(made(3)).toEqual(made(3))
  })

  test(`${edge.id}: what is written is read back as it was`, () => {
    const scenarios = made(3).map(({ scenario }) => scenario)
    const read = parseScenarios(scenariosText(scenarios, 'Made for a test.'), 'edges.yaml')
    expect(read.map(({ file: _, ...scenario }) => scenario)).toEqual(scenarios)
  })

  test(`${edge.id}: the customer wants and knows what they did, ids are their own, and no record is there twice`, () => {
    for (const { scenario, base } of made(5)) {
      expect(scenario.goal).toEqual(base?.goal)
      expect(scenario.facts.slice(0, base?.facts.length)).toEqual(base?.facts)
      expect(scenario.id).toBe(`${base?.id}-${edge.id}`)
      for (const list of Object.values(scenario.given)) {
        if (!Array.isArray(list)) continue
        const ids = list.map((record: { id: string }) => record.id)
        expect(new Set(ids).size).toBe(ids.length)
      }
      expect(scenario).not.toEqual({ ...base, id: scenario.id, title: scenario.title, tags: scenario.tags })
    }
  })
}
