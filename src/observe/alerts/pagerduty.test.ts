import { expect, test } from 'vitest'
import { alertKindConformance } from './alert-kind.conformance.ts'
import { pagerduty } from './pagerduty.ts'
import { httpReceiver, notice, outside } from './receivers.sample.ts'

alertKindConformance({
  kind: pagerduty,
  open: () => httpReceiver(202),
  settings: (url, routingKey) => ({ url, routingKey, severity: 'error' as const }),
})

test('an alarm opens an incident and its recovery resolves the same', async () => {
  const receiver = await httpReceiver(202)
  const own = { url: receiver.url, routingKey: 'k', severity: 'critical' as const }
  const [first] = notice().told
  await pagerduty.send(own, notice(), outside())
  if (first !== undefined) await pagerduty.send(own, notice({ told: [{ ...first, what: 'recovered' }] }), outside())
  await receiver.close()
  expect(receiver.got.map(({ body }) => JSON.parse(body))).toEqual([
    {
      routing_key: 'k',
      dedup_key: 'a1',
      event_action: 'trigger',
      payload: {
        summary:
          'booked-means-booked is kept less often: Since 2 March it was kept in 90 of 100 <conversations> & before in 99 of 100.',
        source: 'fieldproof/default',
        severity: 'critical',
        timestamp: '2026-03-02T10:00:00.000Z',
        component: 'booked-means-booked/chat/2.1',
        custom_details: { before: 0.99, since: 0.9 },
      },
    },
    { routing_key: 'k', dedup_key: 'a1', event_action: 'resolve' },
  ])
})
