import { expect, test } from 'vitest'
import type { SampleStep } from './detector.ts'
import { knownOf } from './known.ts'
import { isLeftForStaff } from './left-for-staff.ts'
import { practice, talk } from './probe.sample.ts'

const tools = [...practice.agent.tools, { name: 'create_message', writes: true }]
const known = knownOf({ ...practice, agent: { ...practice.agent, tools } }, 1)

const isLeft = (...steps: SampleStep[]) => isLeftForStaff(talk(['customer: Cancel the day.', ...steps], known), known)
const message: SampleStep = { tool: 'create_message', args: { text: 'wants the day cancelled' }, answer: { id: 'M-1' } }

test('a message to the staff is no change that was asked for', () => {
  expect(isLeft(message, 'agent: I have passed it on.')).toBe(true)
})

test('a message beside a change is, and so is a message that fails or is none', () => {
  expect(isLeft(message, { tool: 'cancel_appointment', answer: { ok: true } }, 'agent: Done.')).toBe(false)
  expect(isLeft({ tool: 'create_message', outcome: 'error' }, 'agent: That failed.')).toBe(false)
  expect(isLeft('agent: No.')).toBe(false)
})

test('a record that changed says more than the calls that were seen', () => {
  const change: SampleStep = {
    before: { 'A-1': { status: 'booked' } },
    after: { 'A-1': { status: 'cancelled' } },
  }
  expect(isLeft(message, 'agent: I have passed it on.', change)).toBe(false)
})
