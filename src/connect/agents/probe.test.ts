import { expect, test } from 'vitest'
import { virtualClock } from '../clock.ts'
import { agentFrom, agentKinds, agentSettings } from './agent-from.ts'
import { loopback } from './counterparts.sample.ts'
import { functionAgent } from './module.ts'
import { type ProbeReport, probe } from './probe.ts'

const agentWith = (settings: object) => agentFrom(agentSettings.parse(settings), { folder: '.', env: {} })

const problemIn = ({ outcome, problem }: ProbeReport) => ({
  outcome,
  code: problem?.code,
  message: problem?.message.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST'),
  hint: problem?.hint,
})

test('an agent that works: what it said, when, and how it was reached', async () => {
  const agent = functionAgent(
    async function* hello(text, { clock }) {
      await clock.sleep(120)
      yield `${text} to you`
      await clock.sleep(30)
    },
    { id: 'greeter' },
  )
  expect(await probe(agent, { clock: virtualClock() })).toEqual({
    agent: 'greeter',
    reachedBy: 'function hello',
    outcome: 'replied',
    events: [{ type: 'message', text: 'Hello to you', afterMs: 120 }],
    openedMs: 0,
    answeredMs: 150,
  })
})

test('an agent that says nothing is silent, which is no failure', async () => {
  expect((await probe(functionAgent(() => {}))).outcome).toBe('silent')
})

test('an agent that cannot be reached', async () => {
  const server = await loopback(() => {})
  await server.stop()
  expect(problemIn(await probe(agentWith({ http: { url: server.url } })))).toEqual({
    outcome: 'failed',
    code: 'connect/agent-unreachable',
    message: 'The agent cannot be reached: connect ECONNREFUSED HOST (POST http://HOST, reply at $.reply)',
    hint: 'Start the agent, and compare its address and port with the settings under agent.',
  })
})

test('a wrong selector, with what the answer did hold', async () => {
  const server = await loopback((_, response) => {
    response.end('{"text":"hi"}')
  })
  const report = await probe(agentWith({ http: { url: server.url } }))
  await server.stop()
  expect(problemIn(report)).toEqual({
    outcome: 'failed',
    code: 'connect/selector-finds-nothing',
    message: 'The selector $.reply finds nothing in the answer.',
    hint: 'The answer holds $.text (text).',
  })
})

test('a program that is not installed', async () => {
  expect(problemIn(await probe(agentWith({ command: { run: ['no-such-program'] } })))).toEqual({
    outcome: 'failed',
    code: 'connect/command-not-found',
    message: 'The program no-such-program cannot be started: spawn no-such-program ENOENT',
    hint: 'Install it, correct its name under run, or see that folder exists and the file may be executed.',
  })
})

test('a module that is not there', async () => {
  const report = await probe(agentWith({ module: { file: './nowhere.mjs' } }))
  expect(problemIn(report)).toMatchObject({ outcome: 'failed', code: 'connect/module-missing' })
})

test('settings must say in exactly one way how the agent is reached', () => {
  const messages = (given: unknown) => agentSettings.safeParse(given).error?.issues.map(({ message }) => message)
  const one = `Say in exactly one way how the agent is reached: ${agentKinds.map(({ kind }) => kind).join(', ')}.`
  expect([
    messages({}),
    messages({ http: { url: 'http://a' }, module: { file: 'x' } }),
    messages({ http: { url: 'http://a', reply: '$..x' } }),
    messages({ http: { url: 'http://a', repply: '$.x' } }),
  ]).toEqual([
    [one],
    [one],
    ['Not a selector. Write names and indices from the root: $.reply, $.messages[*].text.'],
    ['Unrecognized key: "repply"'],
  ])
})
