/** Forms whose bodies are kept in the form in which they came, by the name of their reader. Little else is loaded for them. */
import type { Asked, Places } from '../otlp/place.ts'
import { placesIn } from '../otlp/places.ts'
import { encodingOf } from '../otlp/read-otlp.ts'

/** The values of a body where they stand in it. Gives nothing for a body that has to be decoded. */
type PlacesOf = (body: Buffer, contentType: string, asked: Asked) => Places | undefined

const otlp =
  (signal: 'traces' | 'logs'): PlacesOf =>
  (body, contentType, asked) =>
    encodingOf(body, contentType) === 'protobuf' ? placesIn(body, signal, asked) : undefined

export const placesBy: ReadonlyMap<string, PlacesOf> = new Map([
  ['otlp-traces', otlp('traces')],
  ['otlp-logs', otlp('logs')],
])
