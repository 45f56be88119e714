import { expect, test } from 'vitest'
import type { FaultCoverage } from '../../simulate/index.ts'
import { plainStyle } from '../io.ts'
import { coverageLines } from './coverage.ts'
import { coverageHtml } from './html-coverage.ts'

const families = { time: 0, transport: 0, status: 0, drift: 0, data: 0, write: 0 }
const coverage: FaultCoverage = {
  faulted: 40,
  endpoints: [
    { backend: 'desk', endpoint: 'find', called: 61, struck: 23, families: { ...families, time: 12, drift: 11 } },
    { backend: 'desk', endpoint: 'book', called: 40, struck: 9, families: { ...families, write: 9 } },
    { backend: 'desk', endpoint: 'GET /<b>/*', called: 3, struck: 0, families },
  ],
}

test('the terminal shows endpoints by families of faults, and names those that none struck', () => {
  expect(coverageLines(coverage, plainStyle).join('\n')).toMatchInlineSnapshot(`
    "
      Where faults struck: 2 of 3 endpoints that the agent called
              called  struck  time  transport  status  drift  data  write
        find      61      23    12          -       -     11     -      -
        book      40       9     -          -       -      -     -      9
        never struck: GET /<b>/* (3)
        counted in conversations; "fieldproof drifts" says which drifts were not played"
  `)
})

test('where there are several backends, endpoints are told apart by them', () => {
  const [find, book] = coverage.endpoints
  const two = [find, { ...book, backend: 'till', struck: 0 }] as FaultCoverage['endpoints']
  expect(coverageLines({ faulted: 1, endpoints: two }, plainStyle).slice(3, 5)).toMatchInlineSnapshot(`
    [
      "    desk: find      61      23    12          -       -     11     -      -",
      "    never struck: till: book (40)",
    ]
  `)
})

test('a run without faults, and one without a ledger, say nothing of coverage', () => {
  for (const nothing of [
    { ...coverage, faulted: 0 },
    { faulted: 3, endpoints: [] },
  ]) {
    expect([coverageLines(nothing, plainStyle), coverageHtml(nothing)]).toEqual([[], ''])
  }
})

test('HTML has a row for each endpoint, and names are text', () => {
  const html = coverageHtml(coverage)
  expect(html.match(/<tr><th scope="row"/g)).toHaveLength(3)
  expect(html).toContain('Never struck: GET /&lt;b&gt;/* (3).')
  expect(html).not.toContain('<b>')
})
