/** What an agent sends to a provider's API, as JSON or as a web form. */
import type { ApiCall } from './provider.ts'

export type Fields = Readonly<Record<string, unknown>>

/** The fields of a request: those of its JSON, or of its form as texts; empty where it is neither. */
export function sentFields({ body }: Pick<ApiCall, 'body'>): Fields {
  return objectIn(body) ?? Object.fromEntries(new URLSearchParams(body))
}

/** An object, as it is or as a JSON text, which is how forms hold objects. */
export function objectIn(value: unknown): Fields | undefined {
  const whole = typeof value === 'string' ? parsed(value) : value
  return typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? (whole as Fields) : undefined
}

/** The objects in a list, as it is or as a JSON text. */
export function objectsIn(value: unknown): readonly Fields[] {
  const whole = typeof value === 'string' ? parsed(value) : value
  if (!Array.isArray(whole)) return []
  return whole.map(objectIn).filter((item) => item !== undefined)
}

/** A text that is not empty. */
export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
