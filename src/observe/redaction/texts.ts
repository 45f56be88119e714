/** The texts of one request. Histories repeat them, so each is looked at once, and JSON that stands within one is read once. */
import type { Json } from '../../conversation/index.ts'
import { type Look, lookAt } from './look.ts'

/** Shorter ones are looked at again sooner than they are found. */
const worthKeeping = 100

export class Texts {
  private readonly within = new Map<string, Json | undefined>()
  private readonly looks = new Map<string, Look>()

  /** The object or list that a text is. */
  valueIn(text: string): Json | undefined {
    if (!mayBeJson(text.charCodeAt(0), text.length)) return undefined
    if (this.within.has(text)) return this.within.get(text)
    const value = parsedObject(text)
    this.within.set(text, value)
    return value
  }

  lookAt(text: string): Look {
    if (text.length < worthKeeping) return lookAt(text)
    const known = this.looks.get(text)
    if (known !== undefined) return known
    const look = lookAt(text)
    this.looks.set(text, look)
    return look
  }
}

/** Whether a text can be an object or a list, by its first letter. */
export const mayBeJson = (first: number | undefined, length: number) => (first === 123 || first === 91) && length >= 4

function parsedObject(text: string): Json | undefined {
  const last = text.trimEnd().at(-1)
  if (last !== '}' && last !== ']') return undefined
  try {
    const value = JSON.parse(text) as Json
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
