import { expect, test } from 'vitest'
import type { ChannelDifference, ChannelParity } from '../../simulate/index.ts'
import { rate } from '../../stats/index.ts'
import { parityHtml } from './html-parity.ts'
import { parityLines } from './parity.ts'

const same = (text: string) => text
const style = { bold: same, dim: same, red: (text: string) => `!${text}`, green: same, yellow: same }

const difference = (id: string, lost: number, rest: Partial<ChannelDifference> = {}): ChannelDifference => ({
  id,
  pairs: 60,
  scenarios: 20,
  base: rate(50, 60),
  here: rate(50 - lost, 60),
  difference: -lost / 60,
  low: -lost / 60 - 0.05,
  high: -lost / 60 + 0.05,
  ...rest,
})

const parity: ChannelParity = {
  base: 'chat',
  channels: [
    {
      channel: 'sms',
      overall: difference('overall', 12, { surely: 'worse' }),
      conditions: [
        difference('fits-its-channel', 14, { surely: 'worse' }),
        ...['a', 'b', 'c', 'd', 'e'].map((id, at) => difference(id, at - 2)),
      ],
      alone: 3,
    },
    { channel: 'email <b>', conditions: [], alone: 0 },
  ],
}

test('each channel stands beside the one with the most conversations, sure losses in red', () => {
  expect(parityLines(parity, style).join('\n')).toMatchInlineSnapshot(`
    "
      Parity across channels
        channel                                         chat    here    points
        !sms        without a violation                  83.3 %  63.3 %     -20  (-25 to -15)      60 pairs of 20 scenarios, surely worse
        !           fits-its-channel                     83.3 %  60 %     -23.3  (-28.3 to -18.3)  60 pairs of 20 scenarios, surely worse
                   a                                    83.3 %  86.7 %    +3.3  (-1.7 to +8.3)    60 pairs of 20 scenarios
                   b                                    83.3 %  85 %      +1.7  (-3.3 to +6.7)    60 pairs of 20 scenarios
                   d                                    83.3 %  81.7 %    -1.7  (-6.7 to +3.3)    60 pairs of 20 scenarios
                   e                                    83.3 %  80 %      -3.3  (-8.3 to +1.7)    60 pairs of 20 scenarios
        email <b>  no pair was judged on both channels
        the same scenario, persona and draws on chat and on the other channel, with 95 % intervals; "sure" after correcting for all of these lines; 3 conversations without a twin on chat left out"
  `)
})

test('the page shows the same, with text of strangers made safe', () => {
  const html = parityHtml(parity)
  expect(html).toContain('-20 points (-25 to -15), 60 pairs of 20 scenarios')
  expect(html).toContain('surely worse')
  expect(html).toContain('email &lt;b&gt;')
  expect(html).not.toContain('<b>')
  expect(html.match(/<tr>/g)).toHaveLength(1 + 1 + 5 + 1)
})

test('with one channel nothing is said', () => {
  expect([parityLines(undefined, style), parityHtml(undefined)]).toEqual([[], ''])
})
