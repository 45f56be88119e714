/** All rules, as each kind of text is searched with. */
import { addressRules } from './addresses.ts'
import { mailRules, telephoneRules } from './contacts.ts'
import { type FieldRole, isPerson } from './fields.ts'
import { finder } from './finding.ts'
import type { Look } from './look.ts'
import { numberRules } from './numbers.ts'
import { randomRule, secretRules } from './secrets.ts'
import { bitOf } from './signs.ts'

/** What identifiers can be besides identifiers. */
export const idRules = finder([...secretRules, ...mailRules, ...numberRules, ...telephoneRules])
export const rules = finder([
  ...[...secretRules, ...mailRules, ...numberRules, ...telephoneRules, randomRule, ...addressRules],
])
export const digitRules = finder(numberRules)

const hidden = bitOf('hidden')
const [field, exponent, name, person] = [bitOf('field'), bitOf('exponent'), bitOf('name'), bitOf('person')]

/**
 * Whether anything but names can be found in a text, by a look at it as it is written.
 *
 * @param within the name of the field in which it stands, and what that says of it
 * @param isJson whether it may be JSON, of which what stands anywhere within counts
 */
export function mayHold(look: Look, within: string, role: FieldRole, isJson: boolean): boolean {
  if ((role !== 'plain' && role !== 'id') || (look.signs & hidden) !== 0) return true
  if (!isJson) return (role === 'id' ? idRules : rules).mayFind(look)
  return (look.signs & exponent) !== 0 || hasTellingField(look, within) || rules.mayFind(look)
}

/** Whether JSON may have a field whose name says what its value is. */
export function hasTellingField({ signs }: Look, within: string): boolean {
  if ((signs & field) !== 0) return true
  return (signs & name) !== 0 && ((signs & person) !== 0 || isPerson(within))
}
