/**
 * What every provider has to keep, tried on the provider alone: its addresses, what it delivers and how that is signed,
 * and what its API takes and refuses.
 *
 * A new provider brings a `Counterpart`, which reads and verifies deliveries as an agent would, with code of its own or
 * the provider's library, and calls `providerConformance`.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ApiAnswer, ApiCall, Delivery, Incoming, Moment, Provider, ProviderSettings } from './provider.ts'
import { providerAgent } from './provider-agent.ts'

/** What an agent behind this provider knows of it. */
export interface Counterpart<Settings extends ProviderSettings> {
  /** The form of a customer's address. */
  readonly address: RegExp
  /** Whether an agent with these settings would take the delivery for the provider's. */
  verifies(delivery: Delivery, settings: Settings): boolean
  /** The messages in a delivery, in order. */
  read(delivery: Delivery): readonly Pick<Incoming, 'text' | 'from'>[]
  /** A delivery as somebody on the way might have changed it. */
  tamper(delivery: Delivery): Delivery
  /** The call by which an agent sends a text. */
  sends(to: string, text: string, settings: Settings): ApiCall
  /** The same call by somebody who does not have the key. */
  stranger(call: ApiCall): ApiCall
  /** A call to something that the API does not have. */
  elsewhere(call: ApiCall): ApiCall
  /** The provider's own word for how a call was refused. */
  codeOf(answer: ApiAnswer): unknown
  readonly refusals: Readonly<
    Record<'stranger' | 'elsewhere' | 'tooLong' | 'tooMany', { status: number; code: unknown }>
  >
  /** The longest text that the API takes, and one that is too long by one. */
  readonly longest: string
  readonly tooLong: string
  /** What an agent answers to the handshake, where the provider has one. */
  shakes?(delivery: Delivery, settings: Settings): string
}

const webhook = 'http://127.0.0.1:4000/hook'

/** A moment in which every id is drawn from what it is asked for. */
export function momentAt(nowMs: number, about = 'test'): Moment {
  return { nowMs, id: (name) => Buffer.from(`${about} ${name}`).toString('hex').padEnd(32, '0').slice(0, 32) }
}

const noon = momentAt(Date.UTC(2026, 2, 9, 12))

export function providerConformance<Settings extends ProviderSettings>(
  provider: Provider<Settings>,
  counterpart: Counterpart<NoInfer<Settings>>,
): void {
  const { address, verifies, read, tamper, sends, stranger, elsewhere, codeOf, refusals } = counterpart
  const { kind } = provider
  const settings = provider.settings.parse({ webhook })
  const ben = provider.addressOf('ben')
  const written = (text: string, n = 1): Incoming => ({
    id: `${n}`.padStart(32, 'a'),
    text,
    from: ben,
    atMs: noon.nowMs,
  })
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
  const api = (call: ApiCall) => provider.api(call, settings, noon)
  const outcomeOf = (answer: ApiAnswer) => ({ status: answer.status, code: codeOf(answer), sent: answer.sent ?? [] })

  describe(kind, () => {
    test('its example is valid, and the agent made of it says how it is reached', () => {
      const agent = providerAgent(provider)
      const given = agent.settings.parse(parse(provider.example)[kind])
      expect(agent.create(given, { id: 'desk', folder: '.', env: {} }).explain()).toBe(
        `${kind} webhook ${given.webhook}`,
      )
    })

    test('an unmodified agent finds its keys in the environment', () => {
      const env = Object.entries(provider.env(settings))
      expect(env.length).toBeGreaterThan(1)
      expect(env.filter(([name, value]) => !/^[A-Z][A-Z0-9_]+$/.test(name) || value === '')).toEqual([])
    })

    test('customers have addresses of the right form, and no two conversations share one', () => {
      const addresses = Array.from({ length: 2000 }, (_, index) => provider.addressOf(`conversation ${index}`))
      expect(addresses.filter((each) => !address.test(each))).toEqual([])
      expect(new Set(addresses).size).toBe(2000)
      expect(provider.addressOf('conversation 7')).toBe(addresses[7])
    })

    test('what is delivered says what was written and by whom, is signed, and is the same again', () => {
      fc.assert(
        fc.property(text, (words) => {
          const delivery = provider.deliver([written(words)], settings, noon)
          expect(read(delivery)).toEqual([{ text: words, from: ben }])
          expect([delivery.url, verifies(delivery, settings)]).toEqual([webhook, true])
          expect(provider.deliver([written(words)], settings, noon)).toEqual(delivery)
        }),
      )
    })

    test('a delivery that was changed on the way does not verify', () => {
      const delivery = provider.deliver([written('Tuesday at nine')], settings, noon)
      expect(verifies(tamper(delivery), settings)).toBe(false)
    })

    test('several messages come in one request, in order, where it batches', () => {
      const messages =
        provider.batches === true ? [written('one', 1), written('two', 2), written('three', 3)] : [written('one')]
      const delivery = provider.deliver(messages, settings, noon)
      expect(read(delivery).map(({ text: words }) => words)).toEqual(messages.map(({ text: words }) => words))
      expect(verifies(delivery, settings)).toBe(true)
    })

    test('it waits for an acknowledgement, and tries again after times that are known', () => {
      const { waitsMs, headers } = provider.retries
      expect(provider.patienceMs).toBeGreaterThan(0)
      expect(waitsMs.filter((ms) => ms < 0)).toEqual([])
      const heads = waitsMs.map((_, index) => headers?.(index + 1, 'timeout') ?? {})
      expect(heads.flatMap(Object.values).filter((value) => typeof value !== 'string')).toEqual([])
    })

    test('what an agent sends reaches the customer, and has an id of its own', () => {
      fc.assert(
        fc.property(
          text.filter((words) => words.trim() !== ''),
          (words) => {
            const call = sends(ben, words, settings)
            const first = provider.api(call, settings, momentAt(noon.nowMs, 'a'))
            const second = provider.api(call, settings, momentAt(noon.nowMs, 'b'))
            expect(first.status).toBeLessThan(300)
            expect(first.sent?.map((each) => [each.to, each.text])).toEqual([[ben, words]])
            expect(first.sent?.[0]?.id).not.toBe(second.sent?.[0]?.id)
          },
        ),
      )
    })

    test('a call without the right key, and one to what is not there, are refused as the provider refuses them', () => {
      const call = sends(ben, 'hello', settings)
      const refused = (answer: ApiAnswer) => ({ ...outcomeOf(answer), unknown: answer.unknown })
      expect(refused(api(stranger(call)))).toEqual({ ...refusals.stranger, sent: [], unknown: true })
      expect(refused(api(elsewhere(call)))).toEqual({ ...refusals.elsewhere, sent: [], unknown: true })
    })

    test('the longest text goes through; a longer one, or one too many, is refused with the code of the provider', () => {
      const { longest, tooLong } = counterpart
      expect(api(sends(ben, longest, settings)).sent?.map((each) => each.text)).toEqual([longest])
      const refused = api(sends(ben, tooLong, settings))
      expect(outcomeOf(refused)).toEqual({ ...refusals.tooLong, sent: [] })
      expect(outcomeOf(provider.tooMany(noon))).toEqual({ ...refusals.tooMany, sent: [] })
      expect(refused.refusedTo).toBe(ben)
    })

    test('what it tells the webhook afterwards is signed, and goes to the webhook alone', () => {
      const { afterwards = [] } = api(sends(ben, 'hello', settings))
      for (const delivery of afterwards) {
        expect([delivery.url, verifies(delivery, settings)]).toEqual([webhook, true])
        expect(verifies(tamper(delivery), settings)).toBe(false)
      }
    })

    test('no call makes it throw, and nothing is sent to nobody', () => {
      const { host, path } = sends(ben, 'hello', settings)
      const part = fc.oneof(...path.split('/').map((piece) => fc.constant(piece)), fc.string({ maxLength: 8 }))
      const key = fc.constantFrom(sends(ben, 'hello', settings).headers, {})
      const body = fc.oneof(fc.string(), fc.json(), bodies(sends(ben, 'hello', settings).body))
      const calls = fc.record({
        method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
        host: fc.constant(host),
        path: fc.oneof(
          fc.constant(path),
          fc.array(part, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`),
        ),
        query: fc.dictionary(fc.string(), fc.string()).map((fields) => new URLSearchParams(fields)),
        headers: key,
        body,
      })
      fc.assert(
        fc.property(calls, (call) => {
          const answer = api(call)
          expect(answer.status).toBeGreaterThanOrEqual(200)
          expect(() => JSON.stringify(answer.body)).not.toThrow()
          for (const sent of answer.sent ?? []) expect(sent.to).not.toBe('')
        }),
        { numRuns: 500 },
      )
    })

    test('no answer of a webhook makes it throw', () => {
      fc.assert(
        fc.property(fc.oneof(fc.string(), xml), fc.constantFrom('text/xml', 'application/json', ''), (said, type) => {
          for (const sent of provider.answered?.(said, type, ben, noon) ?? []) expect(sent.to).toBe(ben)
        }),
        { numRuns: 500 },
      )
    })

    test('it takes the webhook for the agent’s only when it answers the challenge', () => {
      const handshake = provider.handshake?.(settings, noon)
      if (handshake === undefined || counterpart.shakes === undefined) {
        return expect([handshake, counterpart.shakes]).toEqual([undefined, undefined])
      }
      expect(handshake.isPassed(counterpart.shakes(handshake.delivery, settings))).toBe(true)
      expect(['', 'OK', '{}', '[]'].filter((said) => handshake.isPassed(said))).toEqual([])
    })
  })
}

/** A good body with some of its parts lost, doubled or replaced. */
function bodies(good: string): fc.Arbitrary<string> {
  const at = fc.nat({ max: good.length })
  return fc
    .tuple(at, at, fc.string({ maxLength: 6 }))
    .map(([from, to, put]) => good.slice(0, from) + put + good.slice(to))
}

const xml = fc
  .array(
    fc.constantFrom(
      '<Response>',
      '<Message>',
      '</Message>',
      '<Body>',
      '</Body>',
      '<![CDATA[',
      ']]>',
      '&#x1F600;',
      '&#99999999;',
      '&amp;',
      'hi',
      '<Media>',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))
