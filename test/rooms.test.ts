import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { expect, test } from 'vitest'

test('rooms import downwards only, and the checker has seen the house', async () => {
  const options = await extractOptions('./.dependency-cruiser.cjs')
  const { output } = await cruise(['src', 'test'], options)
  const { summary } = output as ICruiseResult
  expect(summary.totalCruised).toBeGreaterThan(200)
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([])
})
