/**
 * What every way of reaching an agent has to keep, tried against a real counterpart.
 *
 * A counterpart is a server, a program or a function that does what `deedFor` says on each message. A new
 * adapter brings a counterpart and calls `agentConformance`; what its transport cannot express is left
 * out by `can`, and nothing is skipped silently.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { virtualClock, wallClock } from '../clock.ts'
import type { Agent, AgentEvent, AgentFailure, AgentSession } from './agent.ts'

export interface Counterpart {
  /** An agent that reaches the counterpart, with this time limit. */
  agent(timeoutMs: number): Agent
  /** Every message that has arrived, as `conversation: text`, in order. */
  received(): readonly string[] | Promise<readonly string[]>
  stop(): Promise<void>
}

/** What a transport can express. Everything is expected unless it is switched off. */
export interface Abilities {
  readonly several?: false
  readonly tools?: false
  readonly timeouts?: false
  readonly rateLimits?: false
  readonly disconnects?: false
  readonly garbage?: false
  /** Its `send` waits for an answer, though more may be said afterwards. */
  readonly waits?: true
  /** What an answer that is cut off is called, where that is not `disconnected`. */
  readonly cutIs?: AgentFailure['code']
}

export interface Deed {
  readonly afterMs: number
  readonly replies: readonly string[]
  readonly how: 'plain' | 'dribbled' | 'cut' | 'garbage' | 'limited' | 'never'
  readonly tools: readonly { readonly tool: string; readonly args: object; readonly result: object }[]
}

const DRIBBLED = 'naïve café, 你好, 👩‍👩‍👧 done'

/** What a counterpart does on a message. Complete in itself, so that a child process can be given its text. */
export function deedFor(text: string, conversationId: string): Deed {
  const plain = { afterMs: 0, replies: [] as string[], how: 'plain' as Deed['how'], tools: [] as Deed['tools'] }
  if (text.startsWith('say ')) return { ...plain, replies: [text.slice(4)] }
  if (text.startsWith('slowly ')) return { ...plain, afterMs: 60, replies: [text.slice(7)] }
  if (text === 'who') return { ...plain, afterMs: 5, replies: [conversationId] }
  if (text === 'several') return { ...plain, replies: ['one', 'two', 'three'] }
  if (text === 'tool') {
    return { ...plain, replies: ['Booked.'], tools: [{ tool: 'book', args: { at: '14:00' }, result: { id: 17 } }] }
  }
  if (text === 'dribbled') return { ...plain, how: 'dribbled', replies: ['naïve café, 你好, 👩‍👩‍👧 done'] }
  if (['cut', 'garbage', 'limited', 'never'].includes(text)) return { ...plain, how: text as Deed['how'] }
  return plain
}

interface Talk {
  readonly session: AgentSession
  readonly heard: AgentEvent[]
  /** Sends, and waits until so many events have been heard in all. */
  say(text: string, events: number): Promise<void>
  /** Sends, and gives the failure that follows. */
  fail(text: string): Promise<AgentFailure>
  end(): void
}

let conversations = 0

async function talkTo(agent: Agent, clock = wallClock()): Promise<Talk> {
  conversations += 1
  const heard: AgentEvent[] = []
  const trial = new AbortController()
  let failed: (failure: AgentFailure) => void = () => {}
  const failure = new Promise<AgentFailure>((resolve) => {
    failed = resolve
  })
  const session = await agent.open({
    conversationId: `conversation-${conversations}`,
    channel: 'chat',
    customer: {},
    values: {},
    clock,
    signal: trial.signal,
    onEvent: (event) => heard.push(plain(event)),
    onFailure: failed,
  })
  return {
    session,
    heard,
    async say(text, events) {
      await session.send({ text })
      if (session.pushes)
        await vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(events), { timeout: 60_000 })
    },
    fail: (text) =>
      Promise.race([
        session.send({ text }).then(
          () => failure,
          (thrown: AgentFailure) => thrown,
        ),
        failure,
      ]),
    end: () => trial.abort(),
  }
}

/** What a message is besides its text is for the adapter's own tests. */
function plain(event: AgentEvent): AgentEvent {
  return event.type === 'message' ? message(event.text) : event
}

const message = (text: string): AgentEvent => ({ type: 'message', text })
const texts = (heard: readonly AgentEvent[]) =>
  heard.map((event) => (event.type === 'message' ? event.text : event.type))
const told = ({ culprit, code }: AgentFailure) => ({ culprit, code })

export function agentConformance(name: string, start: () => Promise<Counterpart>, can: Abilities = {}): void {
  describe(name, () => {
    let counterpart: Counterpart
    let agent: Agent
    let hasty: Agent
    beforeAll(async () => {
      counterpart = await start()
      agent = counterpart.agent(20_000)
      hasty = counterpart.agent(400)
    })
    afterAll(async () => {
      await agent.close()
      await hasty.close()
      await counterpart.stop()
    })
    const timesReceived = async (text: string) =>
      (await counterpart.received()).filter((line) => line.endsWith(`: ${text}`)).length

    test('replies come as messages, in the order they were given', async () => {
      const { say, heard, session } = await talkTo(agent)
      await say('say hello', 1)
      await say('say "quotes", {{braces}} and \\ back', 2)
      await session.close()
      expect(heard).toEqual([message('hello'), message('"quotes", {{braces}} and \\ back')])
    })

    test('an agent that says nothing gives no message', async () => {
      const { say, heard, session } = await talkTo(agent)
      await say('nothing', 0)
      await say('say after', 1)
      await session.close()
      expect(heard).toEqual([message('after')])
    })

    test('slow replies are waited for', async () => {
      const { say, heard, session } = await talkTo(agent)
      await say('slowly I come', 1)
      await session.close()
      expect(heard).toEqual([message('I come')])
    })

    test('a reply that comes byte by byte, cut within letters, is put together', async () => {
      const { say, heard, session } = await talkTo(agent)
      await say('dribbled', 1)
      await session.close()
      expect(heard).toEqual([message(DRIBBLED)])
    })

    test('two conversations at once do not mix', async () => {
      const talks = await Promise.all(Array.from({ length: 8 }, () => talkTo(agent)))
      await Promise.all(talks.map(({ say }) => say('who', 1)))
      await Promise.all(talks.map(({ say }, index) => say(`say ${index}`, 2)))
      await Promise.all(talks.map(({ session }) => session.close()))
      const heard = talks.map((talk) => texts(talk.heard))
      expect(heard.map(([, second]) => second)).toEqual(talks.map((_, index) => `${index}`))
      expect(new Set(heard.map(([first]) => first)).size).toBe(8)
    })

    test('a second message sent before the reply to the first: each is answered once', async () => {
      const { say, heard, session } = await talkTo(agent)
      await Promise.all([say('slowly first', 2), say('say second', 2)])
      await session.close()
      expect(texts(heard).sort()).toEqual(['first', 'second'])
    })

    test('a message is sent exactly once', async () => {
      const { say, session } = await talkTo(agent)
      const text = `say only-${conversations}`
      await say(text, 1)
      await session.close()
      expect(await timesReceived(text)).toBe(1)
    })

    test('a trial that ends stops the waiting, and nothing is heard afterwards', async () => {
      const { session, heard, end } = await talkTo(agent)
      const sending = session.send({ text: 'slowly late' }).then(
        () => 'sent',
        (failure: AgentFailure) => failure.code,
      )
      end()
      expect(await sending).toBe(session.pushes ? 'sent' : 'cancelled')
      await session.close()
      await wallClock().sleep(100)
      expect(heard).toEqual([])
    })

    test('closing twice is harmless, nothing is heard after it and nothing can be sent', async () => {
      const { session, heard } = await talkTo(agent)
      const sending = session.send({ text: 'slowly too late' }).catch((failure: AgentFailure) => failure.code)
      if (session.pushes && can.waits !== true) await sending
      await Promise.all([session.close(), session.close()])
      await session.close()
      const code = await session.send({ text: 'say more' }).catch((failure: AgentFailure) => failure.code)
      await wallClock().sleep(100)
      expect({ heard, code }).toEqual({ heard: [], code: 'cancelled' })
    })

    if (can.several !== false) {
      test('several replies to one message are several messages', async () => {
        const { say, heard, session } = await talkTo(agent)
        await say('several', 3)
        await session.close()
        expect(texts(heard)).toEqual(['one', 'two', 'three'])
      })
    }

    if (can.tools !== false) {
      test('tool calls that the agent reports come before its words, with what came back', async () => {
        const { say, heard, session } = await talkTo(agent)
        await say('tool', 3)
        await session.close()
        expect(heard).toEqual([
          { type: 'tool-call', callId: 'call-1', tool: 'book', args: { at: '14:00' } },
          { type: 'tool-result', callId: 'call-1', outcome: 'ok', value: { id: 17 } },
          message('Booked.'),
        ])
      })
    }

    if (can.timeouts !== false) {
      test('no answer in time is a failure of the agent, and the message is not sent again', async () => {
        const before = await timesReceived('never')
        const { fail, session, heard } = await talkTo(hasty)
        expect(told(await fail('never'))).toEqual({ culprit: 'agent', code: 'timeout' })
        // A counterpart may have to start first, and then finds the message waiting.
        await vi.waitFor(async () => expect(await timesReceived('never')).toBeGreaterThan(before), { timeout: 60_000 })
        await session.close()
        expect({ heard, times: (await timesReceived('never')) - before }).toEqual({ heard: [], times: 1 })
      })
    }

    if (can.rateLimits !== false) {
      test('a rate limit says how long to wait, and the message is not sent again', async () => {
        const before = await timesReceived('limited')
        const { fail, session } = await talkTo(agent)
        const failure = await fail('limited')
        await session.close()
        expect(told(failure)).toEqual({ culprit: 'agent', code: 'rate-limited' })
        expect({ waitMs: failure.retryAfterMs, times: (await timesReceived('limited')) - before }).toEqual({
          waitMs: 2000,
          times: 1,
        })
      })
    }

    if (can.disconnects !== false) {
      test('an answer that is cut off is a failure of the agent, and the message is not sent again', async () => {
        const before = await timesReceived('cut')
        const { fail, session } = await talkTo(agent)
        expect(told(await fail('cut'))).toEqual({ culprit: 'agent', code: can.cutIs ?? 'disconnected' })
        await session.close()
        expect((await timesReceived('cut')) - before).toBe(1)
      })
    }

    if (can.garbage !== false) {
      test('an answer that cannot be read is a failure of the agent', async () => {
        const { fail, session, heard } = await talkTo(agent)
        expect(told(await fail('garbage'))).toEqual({ culprit: 'agent', code: 'garbage' })
        await session.close()
        expect(heard).toEqual([])
      })
    }

    test('on virtual time, where it may run, the agent takes no longer than it really did', async () => {
      if (agent.time !== 'any') return expect(agent.time).toBe('wall')
      const clock = virtualClock()
      const { say, heard, session } = await talkTo(agent, clock)
      await clock.sleep(3_600_000)
      await say('slowly but surely', 1)
      await session.close()
      expect(texts(heard)).toEqual(['but surely'])
      expect(clock.nowMs()).toBeGreaterThanOrEqual(3_600_050)
      expect(clock.nowMs()).toBeLessThan(3_620_000)
    })
  })
}
