import { expect, test } from 'vitest'
import { parsePact, type Verdict } from '../../pact/index.ts'
import { countsOf } from '../../simulate/index.ts'
import { plainStyle } from '../io.ts'
import { controlLines } from './control.ts'
import { controlHtml } from './html-control.ts'

const pact = parsePact('pact: desk\nversion: 1\nconditions:\n  - { id: books, never-says: sorry }\n', {
  file: 'pact.yaml',
  read: () => '',
})

interface Played {
  readonly scenario: string
  readonly persona?: string
  readonly habits?: readonly string[]
  readonly wrong?: string
}

/** 20 scenarios, politely and by two customers; the first writes `<b>` habits and breaks things in 15 of them. */
function control() {
  const counts = countsOf(pact, false, true)
  const played = Array.from({ length: 20 }, (_, at): readonly Played[] => [
    { scenario: `s${at}`, ...(at === 19 && { wrong: 'records/A-1 was added' }) },
    {
      scenario: `s${at}`,
      persona: '<b>texter',
      habits: ['emoji'],
      ...(at < 15 && { wrong: at < 9 ? `records/A-${at} was added` : 'it took "long" and <i>' }),
    },
    { scenario: `s${at}`, persona: 'careful' },
  ]).flat()
  for (const [index, { scenario, persona, habits = [], wrong }] of played.entries()) {
    const verdict: Verdict = {
      conversation: `c${index}`,
      pact,
      findings: [
        wrong === undefined
          ? { condition: 'books', outcome: 'held' }
          : { condition: 'books', outcome: 'violated', because: wrong, at: [0] },
      ],
    }
    counts.add({
      ...{
        scenario,
        persona: persona ?? 'model-customer',
        channel: 'chat',
        index,
        id: `c${index}`,
        repeat: 0,
        seed: 1,
      },
      conversation: {
        ...{ id: `c${index}`, origin: 'simulated', agent: { id: 'desk' }, channel: 'chat', events: [] },
        startedAt: '2026-03-02T09:00:00Z',
        circumstances: {
          ...(persona === undefined && { control: true }),
          edits: [{ event: 0, edits: habits.map((kind) => ({ kind, at: 0, from: '', to: '' })) }],
        },
      },
      verdict,
    })
  }
  return counts.outcome().control
}

test('polite and real customers stand side by side, with intervals and what is sure, then the cheapest fixes', () => {
  expect(controlLines(control(), plainStyle).join('\n')).toMatchInlineSnapshot(`
    "
      What polite tests hide
        as testers write  95 % (73.9 to 99.2 %)          19 of 20 conversations without a violation
        as customers do   62.5 % (46 to 76.5 %)          25 of 40 conversations without a violation
        the gap           -32.5 points (-51.7 to -11.1)  sure

                            polite                 as they are            points                    pairs
        persona  <b>texter  95 % (73.9 to 99.2 %)  25 % (10.4 to 49 %)       -70  (-86.8 to -35.3)     20  sure
                 careful    95 % (73.9 to 99.2 %)  100 % (82 to 100 %)        +5  (-11.9 to +23.6)     20
        channel  chat       95 % (73.9 to 99.2 %)  62.5 % (46 to 76.5 %)   -32.5  (-51.7 to -11.1)     40  sure
        habit    emoji      95 % (73.9 to 99.2 %)  25 % (10.4 to 49 %)       -70  (-86.8 to -35.3)     20  sure
        conversations without a violation beside polite ones of the same scenario, with 95 % intervals; a habit
        where it occurred, with whatever came with it; "sure" is so after correcting for all of these lines

        The two cheapest fixes, by points
        1. +22.5 points (+11.8 to +38.6), to 85 %: 9 of 40 conversations go wrong in this way and no other
           records/… was added
           breaks books
           in s0, s1, s2 and 6 more, such as trial 1; also in 1 of the 20 polite conversations
        2. +15 points (+6.7 to +30.2), to 77.5 %: 6 of 40 conversations go wrong in this way and no other
           it took "long" and <i>
           breaks books
           in s10, s11, s12 and 3 more, such as trial 28; in none of the 20 polite conversations
        what goes wrong in one way counts as one thing to mend. These were picked because they win most, so expect a little less"
  `)
})

test('the page says the same, shows nothing as markup that somebody wrote, and links what it can', () => {
  const html = controlHtml(control(), new Set([1]))
  expect(html).toContain('&lt;b&gt;texter')
  expect(html).not.toMatch(/<b>|<i>/)
  expect(html).toContain('puts an emoji after a sentence')
  expect(html).toContain('<a href="#trial-1">trial 1</a>; also in 1 of the 20 polite conversations')
  expect(html).toContain('such as trial 28; in none of the 20 polite conversations')
})

test('without controls there is nothing to tell', () => {
  expect([controlLines(undefined, plainStyle), controlHtml(undefined, new Set())]).toEqual([[], ''])
})
