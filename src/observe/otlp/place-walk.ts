/** A walk through the bytes of a body, message by message: nothing is made of them but places of what is asked for. */
import type { Json } from '../../conversation/index.ts'
import { doubleJson } from './double.ts'
import { deepestValue, mostValues } from './limits.ts'
import type { Around, Asked, Place, Stretch } from './place.ts'
import { impossible } from './records.ts'
import { byTag, tagOf } from './tags.ts'
import { eightBytes, lengthed, varint, Wire } from './wire.ts'

/** One kind of message. */
export interface Shape {
  /** By tag. */
  readonly fields: readonly (Field | undefined)[]
  /** The name of the field in which records have it, and how deep its own fields stand there. */
  readonly name: string
  readonly depth: number
  /** Whether it is a record: counted, and refused by itself. */
  readonly record?: 'span' | 'log'
}

/** Reads a field, whose tag begins there. */
export type Field = (walk: PlaceWalk, shape: Shape, from: number, tag: number) => void

const stringTag = tagOf(1, lengthed)

const odd = new Error('to be decoded')

/** A span has an id of a trace and its own: one bit for the length of each. */
const bothIds = 16 | 8

/** Three for each value within another, and those around the first. */
const deepestMessage = 3 * deepestValue + 16

export class PlaceWalk {
  records = 0
  readonly wanted: Place[] = []
  readonly unread: Stretch[] = []
  private readonly bytes: Buffer
  private readonly asked: Asked
  private readonly wire: Wire
  /** Of the messages that the place is in, three numbers each, and how many numbers that are. */
  private readonly around = new Int32Array(3 * deepestMessage)
  private height = 0
  private messages = 0
  /** Of the record in hand; of its ids, the lengths. */
  private ids = 0
  private startMs = 0
  private endMs = 0

  constructor(bytes: Buffer, asked: Asked) {
    this.bytes = bytes
    this.asked = asked
    this.wire = new Wire(bytes)
  }

  message(shape: Shape): void {
    const { wire } = this
    while (wire.more) {
      const from = wire.at
      const tag = wire.tag()
      const field = shape.fields[tag]
      if (field === undefined) this.pass(from, tag)
      else field(this, shape, from, tag)
    }
  }

  within(shape: Shape): void {
    const outer = this.enter()
    if (shape.record !== undefined) this.beginRecord()
    this.message(shape)
    if (shape.record !== undefined) this.endRecord(shape.record)
    this.leave(outer)
  }

  /** An id of so many bytes, which stays as it is. */
  id({ name: within }: Shape, name: string, length: number, canBeMissing: boolean): void {
    const at = this.wire.past()
    const isEmpty = this.wire.at === at
    if (isEmpty && canBeMissing) return
    if (this.wire.at - at !== length) throw odd
    if (!isHex(this.bytes, at, length)) {
      const id = this.bytes.toString('hex', at, at + length)
      if (/^0+$/.test(id) || this.asked.isWantedValue(id, name, within)) throw odd
    }
    if (!canBeMissing) this.ids |= length
  }

  moment(is: 'startMs' | 'endMs' | 'neither'): void {
    const ms = this.wire.moment()
    if (ms >= couldBeCard) throw odd
    if (is !== 'neither') this[is] = ms
  }

  text(name: string, { name: within, depth }: Shape, from: number, textTag: number): void {
    const at = this.wire.past()
    if (this.asked.isWanted(at, this.wire.at, name, within)) this.wantText(at, from, name, within, depth, textTag)
  }

  /** An attribute: its name comes first. */
  attribute(within: string, depth: number, nested: number): void {
    const { wire } = this
    const outer = this.enter()
    let name = ''
    let isNamed = false
    while (wire.more) {
      const from = wire.at
      const tag = wire.tag()
      if (tag === tagOf(1, lengthed)) {
        name = wire.name()
        if (isNamed || !this.asked.isPlainName(name)) throw odd
      } else if (tag === tagOf(2, lengthed)) this.value(name, within, depth, nested)
      else this.pass(from, tag)
      isNamed = true
    }
    this.leave(outer)
  }

  /** @param nested in so many lists and objects */
  value(name: string, within: string, depth: number, nested: number): void {
    const { wire } = this
    if (nested > deepestValue) throw odd
    const outer = this.enter()
    while (wire.more) {
      const from = wire.at
      const tag = wire.tag()
      const form = forms[tag]
      if (form === undefined) this.pass(from, tag)
      else form(this, { from, name, within, depth, nested })
    }
    this.leave(outer)
  }

  anyText({ from, name, within, depth }: Within): void {
    const at = this.wire.past()
    if (this.asked.isWanted(at, this.wire.at, name, within)) this.wantText(at, from, name, within, depth, stringTag)
  }

  anyValue(value: Json, { from, name, within, depth }: Within): void {
    if (this.asked.isWantedValue(value, name, within))
      this.wanted.push({ ...this.stretch(from), name, within, depth, textTag: stringTag, read: () => value })
  }

  items(item: (walk: PlaceWalk) => void): void {
    const { wire } = this
    const outer = this.enter()
    while (wire.more) {
      const from = wire.at
      const tag = wire.tag()
      if (tag === tagOf(1, lengthed)) item(this)
      else this.pass(from, tag)
    }
    this.leave(outer)
  }

  bool(): void {
    this.wire.number()
  }

  int64(): Json {
    return this.wire.int64()
  }

  double(): Json {
    return doubleJson(this.wire.double())
  }

  base64(): Json {
    return this.wire.base64()
  }

  pass(from: number, tag: number): void {
    this.wire.skip(tag)
    if ((tag & 7) === lengthed) this.unread.push(this.stretch(from))
  }

  private wantText(at: number, from: number, name: string, within: string, depth: number, textTag: number): void {
    const to = this.wire.at
    const read = () => this.bytes.toString('utf8', at, to)
    this.wanted.push({ ...this.stretch(from), name, within, depth, textTag, read })
  }

  private stretch(from: number): Stretch {
    const around: Around[] = []
    for (let each = 0; each < this.height; each += 3) {
      around.push({ lengthAt: this.numberAt(each), at: this.numberAt(each + 1), end: this.numberAt(each + 2) })
    }
    return { from, to: this.wire.at, around }
  }

  private numberAt(place: number): number {
    return this.around[place] ?? 0
  }

  private enter(): number {
    const lengthAt = this.wire.at
    const outer = this.wire.enter()
    this.messages += 1
    if (this.messages > mostValues) throw odd
    const { around, height } = this
    around[height] = lengthAt
    around[height + 1] = this.wire.at
    around[height + 2] = this.wire.end
    this.height = height + 3
    return outer
  }

  private leave(outer: number): void {
    this.height -= 3
    this.wire.leave(outer)
  }

  private beginRecord(): void {
    this.records += 1
    this.ids = 0
    this.startMs = 0
    this.endMs = 0
  }

  /** A record that would be refused is left to whoever says why. */
  private endRecord(kind: 'span' | 'log'): void {
    const { startMs, endMs } = this
    const isPossible = (ms: number) => impossible(ms) === undefined
    const isFit =
      kind === 'span'
        ? this.ids === bothIds && isPossible(startMs) && (endMs === 0 || isPossible(endMs))
        : isPossible(startMs > 0 ? startMs : endMs)
    if (!isFit) throw odd
  }
}

/** Where a value stands. */
interface Within {
  readonly from: number
  readonly name: string
  readonly within: string
  readonly depth: number
  readonly nested: number
}

const forms: readonly (((walk: PlaceWalk, at: Within) => void) | undefined)[] = byTag([
  [tagOf(1, lengthed), (walk, at) => walk.anyText(at)],
  [tagOf(2, varint), (walk) => walk.bool()],
  [tagOf(3, varint), (walk, at) => walk.anyValue(walk.int64(), at)],
  [tagOf(4, eightBytes), (walk, at) => walk.anyValue(walk.double(), at)],
  [
    tagOf(5, lengthed),
    (walk, { name, within, depth, nested }) => walk.items((each) => each.value(name, within, depth + 1, nested + 1)),
  ],
  [
    tagOf(6, lengthed),
    (walk, { name, depth, nested }) => walk.items((each) => each.attribute(name, depth + 1, nested + 1)),
  ],
  [tagOf(7, lengthed), (walk, at) => walk.anyValue(walk.base64(), at)],
])

/** Numbers from here on can be those of a card; moments lie below it. */
const couldBeCard = 4e12

/** Whether the id is surely no number: with a letter, and not as a Belgian account number is. */
function isHex(bytes: Buffer, at: number, length: number): boolean {
  if (length === 8 && bytes[at] === 0xbe) return false
  for (let each = at; each < at + length; each += 1) {
    const byte = bytes[each] ?? 0
    if (byte >= 0xa0 || (byte & 0x0f) >= 0x0a) return true
  }
  return false
}
