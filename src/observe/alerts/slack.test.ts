import { expect, test } from 'vitest'
import { alertKindConformance } from './alert-kind.conformance.ts'
import { httpReceiver, notice, outside } from './receivers.sample.ts'
import { slack } from './slack.ts'

alertKindConformance({ kind: slack, open: () => httpReceiver(), settings: (url) => ({ url }) })

test('what stands in an alarm can neither mention anyone in Slack nor link anywhere', async () => {
  const receiver = await httpReceiver()
  const [first] = notice().told
  const told = first === undefined ? [] : [{ ...first, title: '<!channel> see <https://example.com|this>' }]
  await slack.send({ url: receiver.url }, notice({ told }), outside())
  await receiver.close()
  expect(receiver.got[0]?.body).not.toContain('<')
  expect(receiver.got[0]?.body).toContain('&lt;!channel&gt;')
})

test('a hundred alarms are one message that Slack takes', async () => {
  const receiver = await httpReceiver()
  const [first] = notice().told
  const told = first === undefined ? [] : Array.from({ length: 100 }, (_, index) => ({ ...first, alarm: `a${index}` }))
  await slack.send({ url: receiver.url }, notice({ told }), outside())
  await receiver.close()
  const { text, blocks } = JSON.parse(receiver.got[0]?.body ?? '')
  expect([text, blocks.length, blocks.at(-1).text.text]).toEqual(['100 alarms (default)', 41, '… and 60 more.'])
})
