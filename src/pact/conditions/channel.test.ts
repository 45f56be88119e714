import { expect, test } from 'vitest'
import type { Conversation, Event } from '../../conversation/index.ts'
import { channel } from './channel.ts'
import { checkOf } from './kind.sample.ts'
import { said } from './said.sample.ts'

const on = (name: string, ...lines: readonly (string | Event)[]): Conversation => ({ ...said(...lines), channel: name })

test('violated at each message that does not fit, with the first of each way in words', () => {
  const written = on(
    'whatsapp',
    'customer: prices?',
    'agent: **Cleaning**: $120',
    'agent: Anything else?',
    'customer: link?',
    'agent: **Here**: <b>https://harbor.example/…</b>',
  )
  expect(checkOf(channel, {}).check(written)).toEqual({
    outcome: 'violated',
    because:
      '2 of 3 messages do not fit whatsapp: one shows the signs of bold text: "**Cleaning**" (and 1 more like it); one shows HTML: "<b>"',
    at: [1, 4],
  })
})

test('only what the agent writes is judged, and only on channels that are known', () => {
  const bold = ['customer: **hello**', 'agent: **Hello**'] as const
  expect(checkOf(channel, {}).check(on('sms', 'customer: **hello**', 'agent: Hello'))).toEqual({ outcome: 'held' })
  expect(checkOf(channel, {}).check(on('kiosk', ...bold))).toEqual({ outcome: 'not-applicable' })
  expect(checkOf(channel, {}).check(on('sms', 'customer: hello'))).toEqual({ outcome: 'not-applicable' })
  expect(checkOf(channel, { names: { kiosk: 'sms' } }).check(on('kiosk', ...bold)).outcome).toBe('violated')
  expect(checkOf(channel, { on: ['email'] }).check(on('sms', ...bold))).toEqual({ outcome: 'not-applicable' })
})

test('what is allowed does not count, and advice counts only where it is asked for', () => {
  const long = on('sms', 'customer: hi', `agent: *Hi!* ${'words '.repeat(60)}`)
  expect(checkOf(channel, {}).check(long).outcome).toBe('violated')
  expect(checkOf(channel, { allow: ['markdown'] }).check(long)).toEqual({ outcome: 'held' })
  expect(checkOf(channel, { allow: ['markdown'], advice: true }).check(long)).toEqual({
    outcome: 'violated',
    because: '1 of 1 messages does not fit sms: one has 366 characters, and 320 are advised',
    at: [1],
  })
})

test('segments, cost and length are limited as the pact says', () => {
  const long = on('sms', 'customer: hi', `agent: ${'words '.repeat(60)}`)
  expect(checkOf(channel, { segments: 3 }).check(long)).toEqual({ outcome: 'held' })
  expect(checkOf(channel, { segments: 2 }).check(long)).toEqual({
    outcome: 'violated',
    because: '1 of 1 messages does not fit sms: one takes 3 segments (GSM-7), and 2 are allowed',
    at: [1],
  })
  expect(checkOf(channel, { cost: { perSegment: 0.01, atMost: 0.02 } }).check(long).outcome).toBe('violated')
  expect(checkOf(channel, { characters: 300 }).check(long).outcome).toBe('violated')
})

test('a message long after the customer wrote is a violation, unless times are unknown', () => {
  const dayMs = 86_400_000
  const late = on('whatsapp', 'customer: hi', { type: 'message', atMs: dayMs + 1, from: 'agent', text: 'Still there?' })
  expect(checkOf(channel, {}).check(late).outcome).toBe('violated')
  expect(checkOf(channel, {}).check({ ...late, circumstances: { times: 'unknown' } })).toEqual({ outcome: 'held' })
  const reminded = on('whatsapp', { type: 'message', atMs: dayMs, from: 'agent', text: 'Still there?' })
  expect(checkOf(channel, {}).check(reminded)).toEqual({ outcome: 'held' })
})

test('buttons and subjects count where the record keeps them', () => {
  const buttons = [1, 2, 3, 4].map((day) => ({ title: `March ${day}` }))
  const asked = on('whatsapp', 'customer: when?', {
    type: 'message',
    atMs: 1000,
    from: 'agent',
    text: 'Which?',
    form: { buttons },
  })
  expect(checkOf(channel, {}).check(asked)).toEqual({
    outcome: 'violated',
    because: '1 of 1 messages does not fit whatsapp: one has 4 buttons, and 3 fit',
    at: [1],
  })
})

test('explains itself with its limits', () => {
  const options = {
    on: ['sms', 'chat'],
    allow: ['typography'],
    segments: 1,
    cost: { perSegment: 0.01, atMost: 0.02 },
    characters: 300,
    smartEncoding: true,
    renders: 'plain',
    advice: true,
  }
  expect(checkOf(channel, options).explain()).toBe(
    'writes only what sms and chat carry; at most 1 segment of SMS a message; an SMS costs at most 0.02, at 0.01 a segment; at most 300 characters a message; an SMS goes through Smart Encoding; live chat renders plain; no longer than advised; not counting typography',
  )
  expect(checkOf(channel, { on: ['sms'] }).explain()).toBe('writes only what sms carries')
})

test('after a customer has come back elsewhere, what is written is judged by the channel there', () => {
  const back: Event = { type: 'silence', atMs: 5000, from: 'customer', forMs: 60_000, backOn: 'sms' }
  const moved = said('customer: hi', 'agent: **Hello**', back, 'customer: me again', 'agent: **Welcome back**')
  const chat = { ...moved, channel: 'chat' }
  expect(checkOf(channel, { on: ['sms'] }).check(chat)).toMatchObject({ outcome: 'violated', at: [4] })
  expect(checkOf(channel, { on: ['email'] }).check(chat)).toEqual({ outcome: 'not-applicable' })
})

test('back on WhatsApp after an errand elsewhere, the window is that of the last message on WhatsApp', () => {
  const hourMs = 3_600_000
  const moved = (atMs: number, backOn: string): Event => ({
    type: 'silence',
    atMs,
    from: 'customer',
    forMs: 1000,
    backOn,
  })
  const wrote = (from: 'customer' | 'agent', atMs: number, text: string): Event => ({
    type: 'message',
    atMs,
    from,
    text,
  })
  const conversation = on(
    'whatsapp',
    wrote('customer', 0, 'Can you hold Thursday?'),
    wrote('agent', 1000, 'It is held.'),
    moved(20 * hourMs, 'sms'),
    wrote('customer', 20 * hourMs, 'Still held?'),
    wrote('agent', 20 * hourMs, 'Yes.'),
    moved(26 * hourMs, 'whatsapp'),
    wrote('agent', 26 * hourMs, 'Shall I book it?'),
  )
  expect(checkOf(channel, {}).check(conversation)).toEqual({
    outcome: 'violated',
    because:
      "1 of 3 messages does not fit whatsapp: one comes 26 hours after the customer's last message; after 24, only a template is delivered then",
    at: [6],
  })
})
