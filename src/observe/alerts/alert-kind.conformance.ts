/** What every kind of receiver promises, whatever it speaks. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AlertKind, NotDelivered, type Notice, type Outside } from './alert-kind.ts'
import { notice, outside, type Receiver } from './receivers.sample.ts'

export interface AlertKindSubject<Settings> {
  readonly kind: AlertKind<Settings>
  open(): Promise<Receiver>
  /** Settings that lead to the receiver, with `secret` in whatever is secret. */
  settings(url: string, secret: string): Settings
}

const secret = 'a-secret-that-nobody-may-see'

export function alertKindConformance<Settings>({ kind, open, settings }: AlertKindSubject<Settings>): void {
  let receiver: Receiver
  beforeEach(async () => {
    receiver = await open()
  })
  afterEach(() => receiver.close())

  const send = (given: Notice = notice(), more: Partial<Outside> = {}) =>
    kind.send(settings(receiver.url, secret), given, outside(more))
  const failure = async (sending: Promise<void>): Promise<NotDelivered> => {
    const thrown = await sending.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (!(thrown instanceof NotDelivered)) throw new Error('it was not refused as it should be', { cause: thrown })
    return thrown
  }
  const all = () => receiver.got.map(({ body }) => body).join('\n')

  test(`${kind.kind}: its settings are what its schema takes`, () => {
    expect(kind.settings.parse(settings(receiver.url, secret))).toEqual(settings(receiver.url, secret))
    expect(kind.settings.safeParse({}).success).toBe(false)
  })

  test(`${kind.kind}: an alarm arrives with what happened`, async () => {
    await send()
    expect(all()).toContain('booked-means-booked is kept less often')
    expect(all()).toContain('booked-means-booked/chat/2.1')
  })

  test(`${kind.kind}: several alarms and a recovery are told in one sending`, async () => {
    const [first] = notice().told
    if (first === undefined) throw new Error('the sample tells of nothing')
    const told = [
      first,
      { ...first, alarm: 'a2', title: 'replies got slower' },
      { ...first, what: 'recovered' as const, alarm: 'a3' },
    ]
    await send(notice({ told }))
    expect(all()).toContain('replies got slower')
    expect(receiver.got.length).toBe(kind.kind === 'pagerduty' ? 3 : 1)
  })

  test(`${kind.kind}: what refuses for now may be tried again, what refuses for good may not`, async () => {
    receiver.answer = 'later'
    expect((await failure(send())).forGood).toBe(false)
    receiver.answer = 'never'
    expect((await failure(send())).forGood).toBe(true)
  })

  test(`${kind.kind}: one that is not there may be tried again`, async () => {
    const { url } = receiver
    await receiver.close()
    expect((await failure(kind.send(settings(url, secret), notice(), outside()))).forGood).toBe(false)
    receiver = await open()
  })

  test(`${kind.kind}: an address that is not allowed is never reached`, async () => {
    const asked: string[] = []
    const allowed = async (url: URL) => {
      asked.push(url.hostname)
      throw new Error('not allowed')
    }
    await expect(send(notice(), { allowed })).rejects.toThrow('not allowed')
    expect([asked, receiver.got]).toEqual([['127.0.0.1'], []])
  })

  test(`${kind.kind}: neither its words about itself nor its failures hold a secret`, async () => {
    receiver.answer = 'never'
    const said = [kind.explain(settings(receiver.url, secret)), (await failure(send())).message].join('\n')
    expect(said).not.toContain(secret)
    expect(said).not.toContain('secret-part')
  })

  test(`${kind.kind}: a repeat is known by the receiver, or said`, async () => {
    await send()
    await send(notice({ again: true }))
    const [first, second] = receiver.got
    const names = [first, second].map((got) => nameOf(got?.headers, got?.body ?? ''))
    if (kind.knowsRepeats) expect(names[0]).toBe(names[1])
    else
      expect([
        first?.body.includes('This may have reached you before'),
        second?.body.includes('This may have reached you before'),
      ]).toEqual([false, true])
    expect(kind.knowsRepeats).toBe(names[0] !== undefined)
  })
}

/** The name by which a receiver knows a repeat. */
function nameOf(headers: Readonly<Record<string, unknown>> = {}, body: string): unknown {
  return (
    headers['fieldproof-delivery'] ?? /"dedup_key":"([^"]*)"/.exec(body)?.[1] ?? /^message-id: (.*)$/im.exec(body)?.[1]
  )
}
