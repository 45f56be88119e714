import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { changeSettings, functionVerifier, prepareFrom } from '../connect/index.ts'
import { changesBetween, type Json, readingsOf } from '../conversation/index.ts'
import type { Move } from './customers/customer.ts'
import { goalCustomer } from './customers/index.ts'
import { aPlannedTrial, aScenario, aStage, customerWho, plainPersona } from './stage.sample.ts'
import { playTrial } from './trial.ts'

const never = new AbortController().signal
const sure = { acts: [], confidence: 1, rung: 0, frustration: 0 } as const
const says = (text: string, ...changes: string[]) => ({
  type: 'say' as const,
  messages: [{ text, afterMs: 0 }],
  understanding: sure,
  changes,
})
const scenario = (...names: string[]) =>
  aScenario({ events: names.map((change) => ({ when: { turn: 2 }, do: { change } })) })

/** A practice in this process, an agent that does what it is told, and what may happen behind its back. */
function practice(records: Record<string, Record<string, Json>>) {
  const doings: Record<string, () => void> = {
    'agent: new phone': () => Object.assign(records.ana ?? {}, { phone: '2' }),
    'agent: delete ben': () => delete records.ben,
    'agent: delete ana': () => delete records.ana,
  }
  return {
    agent: (message: string) => {
      doings[message]?.()
      return 'Done.'
    },
    verifiers: [functionVerifier('patients', () => Object.entries(records).map(([id, record]) => ({ id, ...record })))],
    changes: {
      rename: async () => Object.assign(records.ana ?? {}, { name: 'Ana Costa' }) as Record<string, Json>,
      'delete-ben': async () => {
        delete records.ben
        return {}
      },
      join: async () => {
        records.eva = { name: 'Eva' }
        return {}
      },
    },
  }
}

const people = () => ({ ana: { name: 'Ana', phone: '1' }, ben: { name: 'Ben', phone: '5' } })

async function foundAfter(lines: readonly (string | Move)[], ...names: string[]) {
  const { agent, ...stage } = practice(people())
  const conversation = await playTrial(
    aPlannedTrial({ scenario: scenario(...names) }),
    aStage(agent, customerWho(...lines), stage),
    never,
  )
  const { before = {}, after = {} } = readingsOf(conversation).get('patients') ?? {}
  return { conversation, changes: changesBetween(before, after) }
}

test('what happens in the backend is left out of what the agent changed', async () => {
  const { conversation, changes } = await foundAfter(
    ['hello', says('and?', 'rename', 'delete-ben', 'join')],
    'rename',
    'delete-ben',
    'join',
  )
  expect(changes).toEqual([])
  expect(conversation.circumstances?.ending).toEqual({ outcome: 'satisfied' })
  expect(conversation.circumstances?.changes).toMatchObject([
    { change: 'rename', at: 3, did: { patients: [{ kind: 'changed', key: 'patients/ana' }] } },
    { change: 'delete-ben', at: 3, did: { patients: [{ kind: 'removed', key: 'patients/ben' }] } },
    { change: 'join', at: 3, did: { patients: [{ kind: 'added', key: 'patients/eva' }] } },
  ])
})

test('what the agent did to the same record, before or after, still counts', async () => {
  const fields = [{ path: ['phone'], before: '1', after: '2' }]
  const before = await foundAfter(['agent: new phone', says('and?', 'rename')], 'rename')
  expect(before.changes).toMatchObject([{ kind: 'changed', key: 'patients/ana', fields }])
  const after = await foundAfter(['hello', says('agent: new phone', 'rename')], 'rename')
  expect(after.changes).toMatchObject([{ kind: 'changed', key: 'patients/ana', fields }])
  const other = await foundAfter(['hello', says('agent: delete ana', 'delete-ben')], 'delete-ben')
  expect(other.changes).toMatchObject([{ kind: 'removed', key: 'patients/ana' }])
})

test('a record that the agent deleted before the change is still its doing', async () => {
  const { changes } = await foundAfter(['agent: delete ben', says('and?', 'rename')], 'rename')
  expect(changes).toMatchObject([{ kind: 'removed', key: 'patients/ben' }])
})

test('a conversation that ends before its change was due says nothing of the agent', async () => {
  const { conversation } = await foundAfter(['hello'], 'rename')
  expect(conversation.circumstances?.ending).toEqual({
    outcome: 'inconclusive',
    because: 'the conversation ended before the change "rename" was due',
  })
})

test('a request that makes a change is filled for the trial; one that fails is the infrastructure’s failure', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.statusCode = request.url === '/patients/P-9' ? 204 : 500
    response.end()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const change = (path: string) =>
    prepareFrom(
      changeSettings.parse({ http: { url: `${url}${path}`, method: 'DELETE' } }),
      '.',
      'the change "delete-patient"',
    )
  const play = (path: string) =>
    playTrial(
      aPlannedTrial({
        scenario: aScenario({
          given: { id: 'P-9' },
          events: [{ when: { turn: 1 }, do: { change: 'delete-patient' } }],
        }),
      }),
      aStage(() => 'Hi.', customerWho(says('hello', 'delete-patient')), {
        changes: { 'delete-patient': change(path) },
      }),
      never,
    )
  const well = await play('/patients/{{given.id}}')
  expect(well.circumstances?.ending).toEqual({ outcome: 'satisfied' })
  const failed = await play('/nowhere')
  expect(asked).toEqual(['DELETE /patients/P-9', 'DELETE /nowhere'])
  expect(failed.events).toEqual([
    {
      type: 'error',
      atMs: 0,
      culprit: 'infrastructure',
      code: 'trial',
      message: `the change "delete-patient": DELETE ${url}/nowhere: status 500: `,
    },
  ])
})

test('a customer has a change happen at its turn, or after what the agent did, and goes on as before', async () => {
  const goal = { want: 'cancel my appointment', kind: 'cancel', needs: [] }
  const asking = aScenario({ goal, events: [{ when: { after: 'confirmed' }, do: { change: 'merge' } }] })
  const customer = goalCustomer({ scenario: asking, persona: plainPersona, seed: 1, tools: [] })
  const opening = await customer.next([], 0)
  const asked = { type: 'message', atMs: 1, from: 'agent', text: 'Shall I cancel your appointment on Friday?' } as const
  const answer = await customer.next([asked], 1)
  expect([opening.changes, answer.type, answer.changes]).toEqual([undefined, 'say', ['merge']])
})
