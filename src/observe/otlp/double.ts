/** A floating-point number of OTLP as JSON. */
import type { Json } from '../../conversation/index.ts'

/** JSON has no name for what is no number; OTLP/JSON spells it out. */
export function doubleJson(value: number): Json {
  return Number.isFinite(value) ? value + 0 : String(value)
}
