/** What the name of a field says of its value. */
import type { RemovedKind } from './removed.ts'

/** How a field is treated. `id`: names things, so that a random look says nothing. `plain`: by what stands in it. */
export type FieldRole = RemovedKind | 'id' | 'plain'

const roles: readonly (readonly [FieldRole, RegExp])[] = [
  ['plain', /(?:^|_)(?:tokens|token_count|token_type|max_tokens)$/],
  [
    'secret',
    /(?:^|_)(?:password|passwd|passphrase|pwd|secret|api_?key|access_?key|private_?key|authorization|access_token|refresh_token|auth_token|id_token|client_secret|cookie|cvv2?|cvc2?|pin_code)$/,
  ],
  [
    'ssn',
    /(?:^|_)(?:ssn|social_security(?:_number)?|national_id|tax_id|passport(?:_number)?|date_of_birth|birth_?date|dob)$/,
  ],
  ['card', /(?:^|_)(?:card_?number|pan)$/],
  ['iban', /(?:^|_)(?:iban|account_number)$/],
  ['phone', /(?:^|_)(?:phone|phone_number|mobile|mobile_number|telephone|cell_?phone|msisdn|whatsapp_number)$/],
  ['email', /(?:^|_)(?:e_?mail|email_address|mail_address)$/],
  [
    'address',
    /(?:^|_)(?:street|street_address|postal_address|home_address|billing_address|shipping_address|address_?line_?\d?|address_?[12])$/,
  ],
  [
    'name',
    /(?:^|_)(?:first_?name|last_?name|full_?name|family_?name|given_?name|middle_?name|surname|customer_?name|user_?name|patient_?name|guest_?name|client_?name|contact_?name|caller_?name|name_on_card|cardholder(?:_name)?)$/,
  ],
  ['id', /(?:^|_)(?:id|ids|trace|span|parent|hash|etag|dotted_order|fingerprint|checksum|signature|version)$/],
]
/** A person stands behind the `name` in one of these. */
export const personNames = [
  ...['customer', 'user', 'patient', 'guest', 'client', 'contact', 'caller', 'member', 'person', 'passenger'],
  ...['traveller', 'traveler', 'attendee', 'enduser', 'end_user'],
]
const persons = new RegExp(`^(?:${personNames.join('|')})s?$`)

/** By name; what is called `name` alone, by what it is in. */
const known = new Map<string, FieldRole>()
const mostKnown = 10_000

/** @param name a field's, or the name of an attribute: what follows the last point counts @param within the object's own name */
export function roleOf(name: string, within: string): FieldRole {
  if (name.length === 4 && within !== '' && name.toLowerCase() === 'name') return roleOf(`${within}.name`, '')
  const before = known.get(name)
  if (before !== undefined) return before
  const role = decided(plainName(name).split('.'))
  if (known.size < mostKnown) known.set(name, role)
  return role
}

/** Whether a field `name` within a field of this name is the name of a person. */
export const isPerson = (within: string) => roleOf('name', within) === 'name'

function decided(path: readonly string[]): FieldRole {
  const last = path.at(-1) ?? ''
  if (last === 'name' && persons.test(path.at(-2) ?? '')) return 'name'
  return roles.find(([, pattern]) => pattern.test(last))?.[0] ?? 'plain'
}

const plainName = (name: string) =>
  name
    .slice(-100)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[- ]/g, '_')
    .toLowerCase()
