/** The conversations that are remembered: a bounded number of them and of their events. The one unheard of for longest goes first. */
import type { Conversation } from '../conversation/index.ts'
import { Record } from './talk.ts'

/** What a conversation is told to be, besides its events. */
type About = Omit<Conversation, 'events' | 'startedAt'>

export class Memory {
  private readonly records = new Map<string, Record>()
  /** Goes on where it stopped: from the beginning it would pass all that were forgotten, each time. */
  private byAge = this.records.entries()
  private readonly conversationsAtMost: number
  private readonly eventsAtMost: number
  private events = 0

  constructor(conversationsAtMost: number, eventsAtMost: number) {
    this.conversationsAtMost = conversationsAtMost
    this.eventsAtMost = eventsAtMost
  }

  /** The record of this name, which is heard of now. */
  known(id: string): Record | undefined {
    const record = this.records.get(id)
    if (record !== undefined) {
      this.records.delete(id)
      this.records.set(id, record)
    }
    return record
  }

  begin(about: About, nowMs: number): Record {
    const record = new Record(about, nowMs)
    this.records.set(about.id, record)
    this.forgetOthers(record)
    return record
  }

  /** So many events were added. */
  grew(events: number): void {
    this.events += events
  }

  /** @returns whether it was remembered */
  forget(id: string): boolean {
    this.events -= this.records.get(id)?.length ?? 0
    return this.records.delete(id)
  }

  private forgetOthers(than: Record): void {
    while (this.records.size > this.conversationsAtMost || this.events > this.eventsAtMost) {
      const oldest = this.byAge.next()
      if (oldest.done || oldest.value[1] === than) {
        this.byAge = this.records.entries()
        return
      }
      this.forget(oldest.value[0])
    }
  }
}
