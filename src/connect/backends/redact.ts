/** Removing credentials before anything is kept. */
import type { Json } from '../../conversation/index.ts'

const secretName =
  /^(?:.*[-_])?(?:authorization|password|passwd|pwd|secret|token|api[-_]?key|apikey|access[-_]?key|private[-_]?key|client[-_]?secret|cookie|set-cookie|session[-_]?id|credential|otp|pin|cvv|cvc)s?$/i
const camelSecretName = /(?:Token|Secret|Password|ApiKey|AccessKey|PrivateKey|Credential)s?$/
const secretValue =
  /\b(?:Bearer|Basic)\s+[\w+/.=~-]{8,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\b(?:sk|pk|rk|ghp|gho|xox[abprs]|AKIA|AIza|SG)[-_.]?[A-Za-z0-9][\w-]{14,}/g

export const removed = '[redacted]'

/** The same value without anything that is, or is named like, a credential. */
export function redacted(value: Json): Json {
  if (typeof value === 'string') return value.replace(secretValue, removed)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item: Json) => redacted(item))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isSecretName(key) && item !== null ? removed : redacted(item as Json),
    ]),
  )
}

export const isSecretName = (name: string): boolean => secretName.test(name) || camelSecretName.test(name)
