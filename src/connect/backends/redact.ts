/**
 * Removing credentials before anything is kept: what is named like one, and what looks like one.
 *
 * Every pattern takes time linear in the text: runs are found first, each is looked at once.
 */
import type { Json } from '../../conversation/index.ts'

export const removed = '[redacted]'

const secretWords =
  /(?:^|[-_. ])(?:(?:proxy[-_])?authorization|auth|pass(?:word|wd|phrase|code)?|pwd|secret|token|jwt|bearer|api[-_]?key|access[-_]?key|private[-_]?key|signing[-_]?key|signature|cookie|session[-_]?(?:id|key)|credential|otp|pin(?:[-_]?code)?|cvv2?|cvc2?|ssn)s?$/
/** Tokens that open nothing: where a list goes on. */
const placeInList = /(?:page|next|prev|previous|continuation|cursor|sync|resume)[-_]?token$/
const names = new Map<string, boolean>()

/** Whether a field, a header or a parameter of this name holds a credential. */
export function isSecretName(name: string): boolean {
  const known = names.get(name)
  if (known !== undefined) return known
  const plain = name
    .slice(-100)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
  const isSecret = secretWords.test(plain) && !placeInList.test(plain)
  if (names.size < 10_000) names.set(name, isSecret)
  return isSecret
}

/** The same value without anything that is, or is named like, a credential. What holds none comes back as it is. */
export function redacted(value: Json): Json {
  if (typeof value === 'string') return redactedText(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return redactedList(value)
  let isSame = true
  const clean: [string, Json][] = []
  for (const key of Object.keys(value)) {
    const item = (value as Readonly<Record<string, Json>>)[key] as Json
    const isHidden = isSecretName(key) && holdsSecret(item) && !isCount(key, item)
    const cleanKey = redactedText(key)
    const cleanItem = isHidden ? removed : redacted(item)
    if (cleanKey !== key || cleanItem !== item) isSame = false
    clean.push([cleanKey, cleanItem])
  }
  return isSame ? value : Object.fromEntries(clean)
}

function redactedList(items: readonly Json[]): Json {
  const clean = items.map((item) => redacted(item))
  return clean.every((item, index) => item === items[index]) ? (items as Json) : clean
}

const holdsSecret = (item: Json) => item !== null && item !== '' && typeof item !== 'boolean'
/** `total_tokens: 812` counts; it opens nothing. */
const isCount = (name: string, item: Json) => typeof item === 'number' && /tokens$/i.test(name)

const run = /[A-Za-z0-9_.-]{16,}/g
const jwt = /(?:^|[.-])eyJ[A-Za-z0-9_-]{8,2048}\.[A-Za-z0-9_-]{8}/
const key =
  /(?:^|[.-])(?:(?:sk|pk|rk|whsec)[-_]|gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|AIza|SG\.|shpat_|npm_|hf_)[A-Za-z0-9_-]{12}/
/** What every run that is removed has in it: texts without are not looked at further. */
const keyish = /eyJ|[sprk]k[-_]|whsec|gh[opsur]_|github_pat_|glpat-|xox|AKIA|ASIA|AIza|SG\.|shpat_|npm_|hf_/
const scheme = /\b(bearer|basic|digest|token)([ \t]{1,8})([A-Za-z0-9_+/.=~-]{8,})/gi
const userinfo = /:\/\/[^\s/?#@"'<>]{1,1024}@/g
const parameter = /([?&;]|^)([A-Za-z0-9_.%[\]-]{1,64})=([^&;#\s"'<>]{1,})/g
const armour = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/

/** The same text without what looks like a credential. */
export function redactedText(text: string): string {
  if (text.length < 8) return text
  if (armour.test(text)) return removed
  const inner = withinJson(text)
  if (inner !== undefined) return inner
  let clean = text
  if (clean.includes(' ') || clean.includes('\t')) clean = clean.replace(scheme, hideScheme)
  if (clean.includes('://')) clean = clean.replace(userinfo, `://${removed}@`)
  if (clean.includes('=')) clean = clean.replace(parameter, hideParameter)
  return clean.length < 16 || !keyish.test(clean) ? clean : clean.replace(run, hideRun)
}

/** A text that holds JSON holds fields with names. */
function withinJson(text: string): string | undefined {
  if (!/^\s{0,20}[[{]/.test(text) || !text.includes('"')) return undefined
  try {
    const value = JSON.parse(text) as Json
    const clean = JSON.stringify(redacted(value))
    return clean === JSON.stringify(value) ? text : clean
  } catch {
    return undefined
  }
}

const hideRun = (found: string) => (jwt.test(found) || key.test(found) ? removed : found)
const hideParameter = (found: string, before: string, name: string) =>
  isSecretName(decodedName(name)) ? `${before}${name}=${removed}` : found

/** "Basic cleaning" is a service; what follows is a credential only where it is no word. */
function hideScheme(found: string, name: string, _gap: string, value: string): string {
  const isCredential = /\d|[+/=_~]|[a-z][A-Z]/.test(value) || (name.toLowerCase() === 'bearer' && value.length >= 16)
  return isCredential ? removed : found
}

/** A path whose segments hold no credential: `/reset-token/[redacted]`. */
export function redactedPath(path: string): string {
  const segments = path.split('/')
  return segments
    .map((segment, index) => {
      const before = segments[index - 1]
      const isNamed = before !== undefined && segment.length >= 8 && /\d/.test(segment) && isSecretName(before)
      return isNamed ? removed : redactedText(segment)
    })
    .join('/')
}

/** A path with its query, fit to be shown. */
export function redactedTarget(target: string): string {
  const at = target.indexOf('?')
  if (at === -1) return redactedPath(target)
  return redactedPath(target.slice(0, at)) + redactedText(target.slice(at))
}

const field =
  /(["']?)(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]+)\1[ \t]{0,8}[:=][ \t]{0,8}((?:bearer|basic|digest|token)[ \t]{1,8}[^\s,;&<>{}"']+|"(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,;&<>{}"']+)/gi
const element = /<([A-Za-z0-9_:.-]{1,64})>([^<]+)/g
const part = /name="([^"]{1,64})"((?:\r?\n[^\r\n]{1,200}){0,4}\r?\n\r?\n)([^\r\n]+)/g

/** A body that is no JSON, or only the beginning of one: what stands after a name, in whatever form. */
export function redactedBody(text: string): string {
  const clean = text
    .replace(part, (found, name: string, gap: string) =>
      isSecretName(name) ? `name="${name}"${gap}${removed}` : found,
    )
    .replace(element, (found, name: string) => (isSecretName(name) ? `<${name}>${removed}` : found))
    .replace(field, (found, quote: string, name: string) =>
      isSecretName(name) ? `${quote}${name}${quote}: ${removed}` : found,
    )
  return redactedText(clean)
}

function decodedName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
