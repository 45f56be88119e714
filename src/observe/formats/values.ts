/** Values as senders write them: numbers as text, JSON inside text. Whatever does not fit is nothing, never an error. */
import { isObject, type Json } from '../../conversation/index.ts'

/** An own field of an object; what objects inherit is nothing a sender wrote. */
export function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** The first of several fields that is there and not null. */
export function firstField(value: Json | undefined, ...names: readonly string[]): Json | undefined {
  for (const name of names) {
    const found = fieldOf(value, name)
    if (found !== undefined && found !== null) return found
  }
  return undefined
}

/** Text with something in it; numbers as their digits. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** A count: whole, not below 0, also where it was written as text. */
export function countOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

/** The first of several fields that is a count. */
export function firstCount(value: Json | undefined, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const found = countOf(fieldOf(value, name))
    if (found !== undefined) return found
  }
  return undefined
}

/** Text that holds an object or a list is taken for it; all other text stays text, so `"42"` is not made a number. */
export function structured(value: Json): Json {
  if (typeof value !== 'string') return value
  const first = value.trimStart()[0]
  return first === '{' || first === '[' ? (parsedJson(value) ?? value) : value
}

/** The value of an attribute that senders write as JSON: text that is JSON is taken for it, whatever it holds. */
export function serialised(value: Json): Json {
  if (typeof value !== 'string') return value
  const parsed = parsedJson(value)
  return parsed === undefined ? value : parsed
}

/** Lists and objects within each other, in JSON inside a text. More than anyone means, less than any stack. */
const deepestJson = 200

/** JSON that nests deeper than anyone means is left as the text it came in. */
export function parsedJson(text: string): Json | undefined {
  if (nestsTooDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function nestsTooDeep(text: string): boolean {
  // Most text has fewer brackets than that at all.
  if (openings(text, '[') + openings(text, '{') <= deepestJson) return false
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at)
    if (letter === 0x22) at = endOfText(text, at + 1)
    else if (letter === 0x5b || letter === 0x7b) depth += 1
    else if (letter === 0x5d || letter === 0x7d) depth -= 1
    if (depth > deepestJson) return true
  }
  return false
}

function openings(text: string, bracket: string): number {
  let count = 0
  for (let at = text.indexOf(bracket); at !== -1 && count <= deepestJson; at = text.indexOf(bracket, at + 1)) count += 1
  return count
}

function endOfText(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1
  return at
}
