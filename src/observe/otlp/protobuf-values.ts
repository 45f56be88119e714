/** Values of attributes and bodies in protocol buffers: AnyValue and KeyValue. */
import type { Json } from '../../conversation/index.ts'
import { bare } from './bare.ts'
import { doubleJson } from './double.ts'
import { type Allowance, spend } from './limits.ts'
import { byTag, tagOf } from './tags.ts'
import { eightBytes, lengthed, varint, type Wire } from './wire.ts'

const text = (field: number) => tagOf(field, lengthed)

const first = text(1)
const second = text(2)

/** Puts one attribute into those of its object. */
export function keyValue(wire: Wire, into: Record<string, Json>, allowance: Allowance, depth: number): void {
  const outer = wire.enter()
  let key = ''
  let value: Json = null
  while (wire.more) {
    const tag = wire.tag()
    if (tag === first) key = wire.name()
    else if (tag === second) {
      const end = wire.enter()
      value = anyValue(wire, allowance, depth)
      wire.leave(end)
    } else wire.skip(tag)
  }
  into[key] = value
  wire.leave(outer)
}

type ValueForm = (wire: Wire, allowance: Allowance, depth: number) => Json

const valueForms: readonly (ValueForm | undefined)[] = byTag<ValueForm>([
  [text(1), (wire) => wire.text()],
  [tagOf(2, varint), (wire) => wire.number() !== 0],
  [tagOf(3, varint), (wire) => wire.int64()],
  [tagOf(4, eightBytes), (wire) => doubleJson(wire.double())],
  [text(5), (wire, allowance, depth) => wire.within(() => list(wire, allowance, depth + 1))],
  [text(6), (wire, allowance, depth) => wire.within(() => object(wire, allowance, depth + 1))],
  [text(7), (wire) => wire.base64()],
])

export function anyValue(wire: Wire, allowance: Allowance, depth: number): Json {
  spend(allowance, depth)
  let value: Json = null
  while (wire.more) {
    const tag = wire.tag()
    const form = valueForms[tag]
    if (form === undefined) wire.skip(tag)
    else value = form(wire, allowance, depth)
  }
  return value
}

function list(wire: Wire, allowance: Allowance, depth: number): Json {
  const values: Json[] = []
  while (wire.more) {
    const tag = wire.tag()
    if (tag === first) values.push(wire.within(() => anyValue(wire, allowance, depth)))
    else wire.skip(tag)
  }
  return values
}

function object(wire: Wire, allowance: Allowance, depth: number): Json {
  const values = bare()
  while (wire.more) {
    const tag = wire.tag()
    if (tag === first) keyValue(wire, values, allowance, depth)
    else wire.skip(tag)
  }
  return values
}
