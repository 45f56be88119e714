import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainStyle } from '../io.ts'
import { digestOf } from './digest.ts'
import { clipped, escapeMarkup } from './escape.ts'
import { githubAnnotations, stepSummary } from './github.ts'
import { jsonReport } from './json.ts'
import { junitReport } from './junit.ts'
import { hostileText, salonReported, salonRun } from './reported.sample.ts'
import type { Reported } from './reported.ts'
import { terminalReport } from './terminal.ts'
import { interval, percent } from './words.ts'

const { reported } = await salonReported()

test('the terminal tells what is broken first, each with a trial that shows it', () => {
  expect(terminalReport(reported.summary, plainStyle).join('\n')).toMatchInlineSnapshot(`
    "
      broken  ends-as-expected  21 of 38 held    55.3 % (0.4 to 99.7 %)   target 95 % refuted
              trial 1: a record of calendar with {"service":"haircut","time":"10:15"} should have been added, and it is not
      broken  never-promises    100 of 117 held  85.5 % (40.1 to 98.1 %)  target 95 % refuted
              trial 1: the agent said "…turday at 10:15! We guarantee you will love it."
      broken  answers-in-time   74 of 117 held   63.2 % (20.8 to 91.8 %)  target 90 % refuted
              trial 0: the slowest of 3 answers took 10000 ms; 4000 ms were promised
      open    says-hello        102 of 117 held  87.2 % (73.6 to 94.3 %)  target 80 % undecided, 28 more if all hold
              trial 5: the agent never said /hello/i
      kept    speaks-of-prices  117 of 117 held  100 % (47.6 to 100 %)    target 95 % proven

      120 conversations: 59 without a violation, 58 with one or more, 3 unjudged
        3 unjudged: the simulated customer was lost: it did not understand the agent three times
      score 49 of 100 (43 to 49), fail: vetoed by ends-as-expected, never-promises
      intervals speak of scenarios like these, targets of these scenarios themselves
      customers: 100 satisfied, 17 gave up, 3 lost by our simulator"
  `)
})

test('a run in which nothing was decided gives no rate and no pass', async () => {
  const { reported: empty } = await salonReported(0)
  expect(terminalReport(empty.summary, plainStyle).join('\n')).toMatchInlineSnapshot(`
    "
      unused  ends-as-expected  never came up
      unused  never-promises    never came up
      unused  answers-in-time   never came up
      unused  says-hello        never came up
      unused  speaks-of-prices  never came up

      0 conversations: 0 without a violation, 0 with one or more, 0 unjudged"
  `)
})

test('JSON names its form, and every rate has its counts beside it', () => {
  const report = JSON.parse(JSON.stringify(jsonReport(reported)))
  expect(report.schema).toBe('fieldproof.report/1')
  expect(report.promises[0]).toMatchInlineSnapshot(`
    {
      "counts": {
        "decided": 38,
        "held": 21,
        "notApplicable": 79,
        "unjudged": 3,
        "violated": 17,
      },
      "dimension": "resolution",
      "examples": [
        {
          "because": "a record of calendar with {"service":"haircut","time":"10:15"} should have been added, and it is not",
          "events": [
            10,
          ],
          "id": "t001",
          "replay": "npx fieldproof replay 1 --run 20260302-091500-3f2a",
          "trial": 1,
        },
        {
          "because": "a record of calendar with {"service":"haircut","time":"15:30"} should have been added, and it is not",
          "events": [
            10,
          ],
          "id": "t007",
          "replay": "npx fieldproof replay 7 --run 20260302-091500-3f2a",
          "trial": 7,
        },
        {
          "because": "a record of calendar with {"service":"haircut","time":"15:30"} should have been added, and it is not",
          "events": [
            10,
          ],
          "id": "t012",
          "replay": "npx fieldproof replay 12 --run 20260302-091500-3f2a",
          "trial": 12,
        },
        {
          "because": "a record of calendar with {"service":"haircut","time":"14:00"} should have been added, and it is not",
          "events": [
            10,
          ],
          "id": "t019",
          "replay": "npx fieldproof replay 19 --run 20260302-091500-3f2a",
          "trial": 19,
        },
        {
          "because": "a record of calendar with {"service":"haircut","time":"10:15"} should have been added, and it is not",
          "events": [
            10,
          ],
          "id": "t025",
          "replay": "npx fieldproof replay 25 --run 20260302-091500-3f2a",
          "trial": 25,
        },
      ],
      "explanation": "leaves the backend as expected and nothing else changed",
      "gate": {
        "alpha": 0.05,
        "moreNeeded": 0,
        "state": "refuted",
      },
      "id": "ends-as-expected",
      "rate": {
        "confidence": 0.95,
        "effectiveN": 2.1124260355029585,
        "high": 0.9974048900720835,
        "low": 0.003954614373839837,
        "method": "wilson-clustered",
        "n": 38,
        "rate": 0.5526315789473685,
        "scenarios": 2,
      },
      "severity": "critical",
      "standing": "broken",
      "target": 0.95,
      "unjudgedBecause": [
        {
          "because": "the simulated customer was lost: it did not understand the agent three times",
          "n": 3,
        },
      ],
    }
  `)
  for (const { counts, rate } of report.promises) {
    expect(counts.held + counts.violated).toBe(counts.decided)
    expect(counts.decided + counts.unjudged + counts.notApplicable).toBe(report.conversations.n)
    expect(rate.n).toBe(counts.decided)
  }
})

test('JUnit fails what is broken, and skips what never came up', async () => {
  expect(junitReport(reported)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="fieldproof" tests="5" failures="3" errors="0" skipped="0">
      <testsuite name="salon-desk" tests="5" failures="3" errors="0" skipped="0" timestamp="2026-03-02T09:15:00">
        <properties>
          <property name="run" value="20260302-091500-3f2a"/>
          <property name="agent" value="salon-desk 14"/>
          <property name="pact" value="salon version 2 5c7162e9f9b96540aa59dab34dc8fe9b"/>
          <property name="seed" value="7"/>
          <property name="conversations" value="120"/>
        </properties>
        <testcase classname="resolution" name="ends-as-expected" file="pact.yaml" line="4">
          <failure type="broken" message="21 of 38 held, 55.3 % (0.4 to 99.7 %), target 95 % refuted, 3 unjudged">leaves the backend as expected and nothing else changed
    trial 1: a record of calendar with {&quot;service&quot;:&quot;haircut&quot;,&quot;time&quot;:&quot;10:15&quot;} should have been added, and it is not
      npx fieldproof replay 1 --run 20260302-091500-3f2a
    trial 7: a record of calendar with {&quot;service&quot;:&quot;haircut&quot;,&quot;time&quot;:&quot;15:30&quot;} should have been added, and it is not
      npx fieldproof replay 7 --run 20260302-091500-3f2a
    trial 12: a record of calendar with {&quot;service&quot;:&quot;haircut&quot;,&quot;time&quot;:&quot;15:30&quot;} should have been added, and it is not
      npx fieldproof replay 12 --run 20260302-091500-3f2a
    trial 19: a record of calendar with {&quot;service&quot;:&quot;haircut&quot;,&quot;time&quot;:&quot;14:00&quot;} should have been added, and it is not
      npx fieldproof replay 19 --run 20260302-091500-3f2a
    trial 25: a record of calendar with {&quot;service&quot;:&quot;haircut&quot;,&quot;time&quot;:&quot;10:15&quot;} should have been added, and it is not
      npx fieldproof replay 25 --run 20260302-091500-3f2a</failure>
          <system-out>21 of 38 held, 55.3 % (0.4 to 99.7 %), target 95 % refuted, 3 unjudged</system-out>
        </testcase>
        <testcase classname="safety" name="never-promises" file="pact.yaml" line="5">
          <failure type="broken" message="100 of 117 held, 85.5 % (40.1 to 98.1 %), target 95 % refuted, 3 unjudged">the agent never says /guarantee/i
    trial 1: the agent said &quot;…turday at 10:15! We guarantee you will love it.&quot;
      npx fieldproof replay 1 --run 20260302-091500-3f2a
    trial 7: the agent said &quot;…turday at 15:30! We guarantee you will love it.&quot;
      npx fieldproof replay 7 --run 20260302-091500-3f2a
    trial 12: the agent said &quot;…turday at 15:30! We guarantee you will love it.&quot;
      npx fieldproof replay 12 --run 20260302-091500-3f2a
    trial 19: the agent said &quot;…turday at 14:00! We guarantee you will love it.&quot;
      npx fieldproof replay 19 --run 20260302-091500-3f2a
    trial 25: the agent said &quot;…turday at 10:15! We guarantee you will love it.&quot;
      npx fieldproof replay 25 --run 20260302-091500-3f2a</failure>
          <system-out>100 of 117 held, 85.5 % (40.1 to 98.1 %), target 95 % refuted, 3 unjudged</system-out>
        </testcase>
        <testcase classname="speed" name="answers-in-time" file="pact.yaml" line="6">
          <failure type="broken" message="74 of 117 held, 63.2 % (20.8 to 91.8 %), target 90 % refuted, 3 unjudged">answers every turn; answers within 4000 ms (each); gives the same answer at most 2 times in a row
    trial 0: the slowest of 3 answers took 10000 ms; 4000 ms were promised
      npx fieldproof replay 0 --run 20260302-091500-3f2a
    trial 1: the slowest of 3 answers took 10000 ms; 4000 ms were promised
      npx fieldproof replay 1 --run 20260302-091500-3f2a
    trial 3: the slowest of 2 answers took 7100 ms; 4000 ms were promised
      npx fieldproof replay 3 --run 20260302-091500-3f2a
    trial 4: the slowest of 2 answers took 7100 ms; 4000 ms were promised
      npx fieldproof replay 4 --run 20260302-091500-3f2a
    trial 6: the slowest of 3 answers took 10000 ms; 4000 ms were promised
      npx fieldproof replay 6 --run 20260302-091500-3f2a</failure>
          <system-out>74 of 117 held, 63.2 % (20.8 to 91.8 %), target 90 % refuted, 3 unjudged</system-out>
        </testcase>
        <testcase classname="tone" name="says-hello" file="pact.yaml" line="7">
          <system-out>102 of 117 held, 87.2 % (73.6 to 94.3 %), target 80 % undecided, 28 more if all hold, 3 unjudged
    trial 5: the agent never said /hello/i
      npx fieldproof replay 5 --run 20260302-091500-3f2a
    trial 10: the agent never said /hello/i
      npx fieldproof replay 10 --run 20260302-091500-3f2a
    trial 15: the agent never said /hello/i
      npx fieldproof replay 15 --run 20260302-091500-3f2a
    trial 20: the agent never said /hello/i
      npx fieldproof replay 20 --run 20260302-091500-3f2a
    trial 35: the agent never said /hello/i
      npx fieldproof replay 35 --run 20260302-091500-3f2a</system-out>
        </testcase>
        <testcase classname="accuracy" name="speaks-of-prices" file="pact.yaml" line="8">
          <system-out>117 of 117 held, 100 % (47.6 to 100 %), target 95 % proven, 3 unjudged</system-out>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `)
})

test('GitHub gets an error at the scenario that shows a broken promise', async () => {
  expect((await githubAnnotations(reported)).join('\n')).toMatchInlineSnapshot(`
    "::error file=scenarios/salon.yaml,line=5,title=ends-as-expected::trial 1: a record of calendar with {"service":"haircut","time":"10:15"} should have been added, and it is not (17 of 38 violated)%0Anpx fieldproof replay 1 --run 20260302-091500-3f2a
    ::error file=scenarios/salon.yaml,line=5,title=never-promises::trial 1: the agent said "…turday at 10:15! We guarantee you will love it." (17 of 117 violated)%0Anpx fieldproof replay 1 --run 20260302-091500-3f2a
    ::error file=scenarios/salon.yaml,line=2,title=answers-in-time::trial 0: the slowest of 3 answers took 10000 ms; 4000 ms were promised (43 of 117 violated)%0Anpx fieldproof replay 0 --run 20260302-091500-3f2a
    ::error file=scenarios/salon.yaml,line=5,title=ends-as-expected::trial 7: a record of calendar with {"service":"haircut","time":"15:30"} should have been added, and it is not (17 of 38 violated)%0Anpx fieldproof replay 7 --run 20260302-091500-3f2a
    ::error file=scenarios/salon.yaml,line=5,title=never-promises::trial 7: the agent said "…turday at 15:30! We guarantee you will love it." (17 of 117 violated)%0Anpx fieldproof replay 7 --run 20260302-091500-3f2a
    ::error file=scenarios/salon.yaml,line=5,title=answers-in-time::trial 1: the slowest of 3 answers took 10000 ms; 4000 ms were promised (43 of 117 violated)%0Anpx fieldproof replay 1 --run 20260302-091500-3f2a
    ::warning file=scenarios/salon.yaml,line=17,title=says-hello::trial 5: the agent never said /hello/i (15 of 117 violated)%0Anpx fieldproof replay 5 --run 20260302-091500-3f2a
    ::warning file=scenarios/salon.yaml,line=14,title=says-hello::trial 10: the agent never said /hello/i (15 of 117 violated)%0Anpx fieldproof replay 10 --run 20260302-091500-3f2a"
  `)
  expect(stepSummary(reported)).toMatchInlineSnapshot(`
    "## salon-desk: 3 of 5 promises are broken

    Of the others: 1 proven, 1 still open. 120 conversations were had with simulated customers and held against the pact. 59 without a violation, 58 with one or more, 3 unjudged.

    | | promise | held | target | unjudged |
    |---|---|---|---|---|
    | broken | ends-as-expected | 21 of 38, 55.3 % (0.4 to 99.7 %) | 95 % refuted | 3 |
    | broken | never-promises | 100 of 117, 85.5 % (40.1 to 98.1 %) | 95 % refuted | 3 |
    | broken | answers-in-time | 74 of 117, 63.2 % (20.8 to 91.8 %) | 90 % refuted | 3 |
    | open | says-hello | 102 of 117, 87.2 % (73.6 to 94.3 %) | 80 % undecided, 28 more if all hold | 3 |
    | kept | speaks-of-prices | 117 of 117, 100 % (47.6 to 100 %) | 95 % proven | 3 |

    **ends-as-expected**, trial 1: a record of calendar with &#123;"service":"haircut","time":"10:15"&#125; should have been added, and it is not

    \`\`\`sh
    npx fieldproof replay 1 --run 20260302-091500-3f2a
    \`\`\`

    **never-promises**, trial 1: the agent said "…turday at 10:15&#33; We guarantee you will love it."

    \`\`\`sh
    npx fieldproof replay 1 --run 20260302-091500-3f2a
    \`\`\`

    **answers-in-time**, trial 0: the slowest of 3 answers took 10000 ms; 4000 ms were promised

    \`\`\`sh
    npx fieldproof replay 0 --run 20260302-091500-3f2a
    \`\`\`
    "
  `)
})

test('JUnit skips a promise that was never decided, with the reason, and never passes it', () => {
  const [one, ...others] = reported.summary.promises
  if (one === undefined) throw new Error('the sample has promises')
  const { rate: _, gate: __, ...undecided } = { ...one, held: 0, violated: 0, examples: [] }
  const promises = [{ ...undecided, unjudged: 3 }, { ...undecided, unjudged: 0, unjudgedBecause: [] }, ...others]
  const xml = junitReport({ ...reported, summary: { ...reported.summary, promises } })
  expect(xml.match(/<skipped[^>]*>/g)).toEqual([
    '<skipped message="3 conversations unjudged: the simulated customer was lost: it did not understand the agent three times"/>',
    '<skipped message="no conversation to which it applies"/>',
  ])
  expect(xml).toContain('failures="2" errors="0" skipped="2"')
})

/** The same run with every text that strangers could have written replaced. */
function saying(text: string): Reported {
  const promises = reported.summary.promises.map((promise) => ({
    ...promise,
    explanation: text,
    examples: promise.examples.map((example) => ({ ...example, because: text })),
    unjudgedBecause: [{ because: text, n: 3 }],
  }))
  return { ...reported, name: text, summary: { ...reported.summary, promises } }
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 40 }),
  fc.constant(hostileText),
  fc.constantFrom(']]>', '\n::error ::gotcha', '%0A', '&#0;', '<!--', '| a | b |\n# title', '`rm -rf`'),
)

test('JUnit is well-formed whatever was said', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const xml = junitReport(saying(text))
      expect(wellFormed(xml)).toBe(true)
    }),
  )
})

test('what an agent says can neither start a command of GitHub nor leave its table row', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const lines = await githubAnnotations(saying(text))
      for (const line of lines)
        expect(line).toMatch(/^::(error|warning) file=[^:,\n]+,line=\d+,title=[^\n:]+::[^\n\r]*$/)
      const rows = stepSummary(saying(text)).split('\n')
      const expected = stepSummary(reported).split('\n')
      expect(rows.length).toBe(expected.length)
    }),
    { numRuns: 50 },
  )
})

test('escaped text holds no markup and no character that XML forbids', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = escapeMarkup(text)
      expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are forbidden
      expect(escaped).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/u)
    }),
  )
})

test('clipping never cuts a character in half, and says how long the text was', () => {
  expect(clipped('ab😀cd', 3)).toBe('ab… (6 characters)')
  expect(clipped('abc', 3)).toBe('abc')
})

test('the conversations shown are worst first, with at least one for every violated promise', async () => {
  const digest = await digestOf(reported.store.trials(salonRun.id), reported.promises, 2)
  const violated = reported.summary.promises.filter((promise) => promise.violated > 0).map(({ id }) => id)
  expect(new Set(digest.worst.flatMap((pointer) => pointer.violated))).toEqual(new Set(violated))
  expect(digest.violating).toBe(reported.summary.violating)
  const badness = digest.worst.map((pointer) => pointer.badness)
  expect(badness).toEqual([...badness].sort((a, b) => b - a))
})

test('nothing short of all is shown as 100 %, and nothing above none as 0 %', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(), (n, k) => {
      const part = k % (n + 1)
      const shown = percent(part / n)
      expect(shown === '100 %').toBe(part === n)
      expect(shown === '0 %').toBe(part === 0)
    }),
  )
  expect(interval({ low: 0.869, high: 0.934 })).toBe('86.9 to 93.4 %')
})

/** A small XML reader: tags must nest, attributes must be quoted, entities must be known, characters allowed. */
function wellFormed(xml: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are forbidden
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(xml)) return false
  const open: string[] = []
  const rest = xml
    .replace(/^<\?xml [^?]*\?>/, '')
    .replace(
      /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g,
      (_, closes: string, name: string, attributes: string, empty: string) => {
        if (/&(?!(amp|lt|gt|quot|#39);)/.test(attributes)) open.push('broken attribute')
        if (closes !== '') return open.pop() === name ? '' : '<'
        if (empty === '') open.push(name)
        return ''
      },
    )
  return open.length === 0 && !/[<>]|&(?!(amp|lt|gt|quot|#39);)/.test(rest)
}
