/**
 * The values of a body in protocol buffers where they stand, so that single ones can be changed without reading the rest.
 *
 * What comes of changing them is what would come of changing the records that `protobuf.ts` makes of the same bytes: the
 * names, the order and the depth are theirs. What is rare is left to that: a body in which a record is refused, an attribute
 * without a name or with a name that may not stay, an id that is to be changed.
 */
import type { Asked, Places } from './place.ts'
import { type Field, PlaceWalk, type Shape } from './place-walk.ts'
import { byTag, tagOf } from './tags.ts'
import { eightBytes, lengthed } from './wire.ts'

/** @returns nothing where the body has to be decoded, also because it cannot be */
export function placesIn(bytes: Buffer, signal: 'traces' | 'logs', asked: Asked): Places | undefined {
  const walk = new PlaceWalk(bytes, asked)
  try {
    walk.message(signal === 'traces' ? traces : logs)
    return { records: walk.records, wanted: walk.wanted, unread: walk.unread }
  } catch {
    return undefined
  }
}

const text =
  (name: string): Field =>
  (walk, shape, from, tag) =>
    walk.text(name, shape, from, tag)
const attributes =
  (within: string, deeper = 1): Field =>
  (walk, { depth }) =>
    walk.attribute(within, depth + deeper, 0)
const inner =
  (shape: Shape): Field =>
  (walk) =>
    walk.within(shape)
const moment =
  (is: 'startMs' | 'endMs' | 'neither'): Field =>
  (walk) =>
    walk.moment(is)
const id =
  (name: string, length: number, canBeMissing = false): Field =>
  (walk, shape) =>
    walk.id(shape, name, length, canBeMissing)

const event: Shape = {
  name: 'events',
  depth: 5,
  fields: byTag([
    [tagOf(1, eightBytes), moment('neither')],
    [tagOf(2, lengthed), text('name')],
    [tagOf(3, lengthed), attributes('attributes')],
  ]),
}

const status: Shape = { name: 'status', depth: 4, fields: byTag([[tagOf(2, lengthed), text('message')]]) }

const span: Shape = {
  name: 'spans',
  depth: 3,
  record: 'span',
  fields: byTag([
    [tagOf(1, lengthed), id('trace', 16)],
    [tagOf(2, lengthed), id('span', 8)],
    [tagOf(4, lengthed), id('parent', 8, true)],
    [tagOf(5, lengthed), text('name')],
    [tagOf(7, eightBytes), moment('startMs')],
    [tagOf(8, eightBytes), moment('endMs')],
    [tagOf(9, lengthed), attributes('attributes')],
    [tagOf(11, lengthed), inner(event)],
    [tagOf(15, lengthed), inner(status)],
  ]),
}

const log: Shape = {
  name: 'logs',
  depth: 3,
  record: 'log',
  fields: byTag<Field>([
    [tagOf(1, eightBytes), moment('startMs')],
    [tagOf(5, lengthed), (walk, { name, depth }) => walk.value('body', name, depth, 0)],
    [tagOf(6, lengthed), attributes('attributes')],
    [tagOf(9, lengthed), id('trace', 16, true)],
    [tagOf(10, lengthed), id('span', 8, true)],
    [tagOf(11, eightBytes), moment('endMs')],
    [tagOf(12, lengthed), text('name')],
  ]),
}

const scope: Shape = {
  name: 'scope',
  depth: 5,
  fields: byTag([
    [tagOf(1, lengthed), text('name')],
    [tagOf(2, lengthed), text('version')],
    [tagOf(3, lengthed), attributes('attributes')],
  ]),
}

const resource: Shape = {
  name: 'from',
  depth: 4,
  fields: byTag([[tagOf(1, lengthed), attributes('resource')]]),
}

/** What is sent: records under who sent them. */
const request = (record: Shape): Shape => {
  const under = (fields: readonly (readonly [number, Field])[]): Shape => ({
    name: '',
    depth: 0,
    fields: byTag(fields),
  })
  const byScope = under([
    [tagOf(1, lengthed), inner(scope)],
    [tagOf(2, lengthed), inner(record)],
  ])
  const byResource = under([
    [tagOf(1, lengthed), inner(resource)],
    [tagOf(2, lengthed), inner(byScope)],
  ])
  return under([[tagOf(1, lengthed), inner(byResource)]])
}

const traces = request(span)
const logs = request(log)
