import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { problemsIn } from '../problem.ts'
import { readObserveSettings, usualSettings } from './settings.ts'

const dayMs = 86_400_000
const read = (text: string, env: Record<string, string> = {}) => readObserveSettings(text, 'fieldproof.yaml', { env })
const complaints = (text: string) => {
  try {
    read(text)
    return []
  } catch (thrown) {
    return problemsIn(thrown).map(({ code, message, at }) => `${at?.line}: ${code}: ${message}`)
  }
}

test('a project that says nothing of production is observed as usual', () => {
  expect(read('project: p\nagent: { command: [x] }\n')).toEqual(usualSettings())
  expect(usualSettings()).toEqual({
    idle: {},
    sampling: { salt: 'fieldproof', basePerDay: 200, riskPerDay: 100 },
    reading: { atOnce: 4, deadlineMs: 120_000, tries: 3 },
    redaction: { mode: 'remove', fields: [], keep: [] },
    retention: { logMs: 30 * dayMs, partsMs: 30 * dayMs, conversationsMs: 90 * dayMs, violationsMs: 365 * dayMs },
    drift: { quietDays: 90, anchors: { size: 60, everyMs: 7 * dayMs } },
    alerts: { groupMs: 30_000, allow: [], targets: [] },
    webhooks: {},
  })
})

test('what the how-to guides show is read, with secrets from the environment', () => {
  const [block = ''] = /(?<=```yaml\n)[\s\S]*?(?=```)/.exec(readFileSync('docs/how-to/alerts.md', 'utf8')) ?? []
  const env = {
    SLACK_WEBHOOK: 'https://hooks.example.com/x',
    PAGERDUTY_KEY: 'k',
    MAIL_USER: 'u',
    MAIL_PASS: 'p',
    ALERT_SECRET: 's'.repeat(16),
  }
  const { targets } = read(block, env).alerts
  expect(targets.map(({ name, kind, streams, afterMs }) => [name, kind.kind, streams, afterMs])).toEqual([
    ['desk', 'slack', ['*'], 0],
    ['on-call', 'pagerduty', ['booked-means-booked*'], 0],
    ['manager', 'email', ['*'], 3_600_000],
    ['own-system', 'webhook', ['*'], 0],
  ])
  expect(targets[0]?.settings).toEqual({ url: 'https://hooks.example.com/x' })
  const [sampling = ''] =
    /(?<=```yaml\n)[\s\S]*?(?=```)/.exec(readFileSync('docs/how-to/sample-production.md', 'utf8')) ?? []
  expect(read(sampling).reading).toEqual({ atOnce: 4, deadlineMs: 120_000, tries: 3 })
  const [drift = ''] =
    /(?<=```yaml\n)[\s\S]*?(?=```)/.exec(readFileSync('docs/how-to/watch-for-drift.md', 'utf8')) ?? []
  expect(read(drift).drift.canary?.prompts.length).toBe(3)
})

test('everything that is wrong is told at once, with its place', () => {
  expect(
    complaints(`project: p
observe:
  idleMinutes: { chat: 0 }
  sampling: { basePerDay: 0 }
  alerts:
    to:
      desk: { streams: ['*'] }
      both: { slack: { url: 'https://a.example' }, webhook: { url: 'https://b.example', secret: s } }
  redact: {}
`),
  ).toMatchInlineSnapshot(`
    [
      "3: project/invalid: "chat" must be more than 0.",
      "4: project/invalid: "basePerDay" must be at least 1.",
      "7: project/invalid: Name exactly one of: slack, webhook, pagerduty, email.",
      "8: project/invalid: Name exactly one of: slack, webhook, pagerduty, email.",
      "9: document/unknown-key: "redact" is not a key that is known here.",
    ]
  `)
})

test('a secret that is not in the environment is asked for by its name', () => {
  expect(
    complaints("observe: { alerts: { to: { desk: { slack: { url: '{{env.SLACK_WEBHOOK}}' } } } } }\n"),
  ).toMatchInlineSnapshot(`
    [
      "undefined: connect/unknown-placeholder: The placeholder {{env.SLACK_WEBHOOK}} names no value.",
    ]
  `)
})

test('canaries ask the agent of the project, or the one that is named, with keys from the environment', () => {
  const project = `agent:
  id: desk
  http: { url: 'https://desk.example.com/chat', headers: { authorization: 'Bearer {{env.KEY}}' }, reply: $.text }
observe:
  drift:
    canary: { prompts: ['When are you open?'] }
`
  const { canary } = read(project, { KEY: 'k-1' }).drift
  expect({ ...canary, agent: canary?.agent.id }).toEqual({
    ...{ project: 'default', agent: 'desk', prompts: ['When are you open?'], channel: 'chat', answers: 10 },
    everyMs: dayMs,
  })
  expect(JSON.stringify(canary?.agent)).toContain('Bearer k-1')
  expect(complaints("observe:\n  drift:\n    canary: { prompts: ['hi'] }\n")).toMatchInlineSnapshot(`
    [
      "3: project/invalid: With its placeholders filled, the agent that "canary" asks is not reached: Say in exactly one way how the agent is reached: http, openai-chat, websocket, command, module, email, twilio, whatsapp-cloud, messenger, instagram, slack, highlevel, channels.",
    ]
  `)
})
