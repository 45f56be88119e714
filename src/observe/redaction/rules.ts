/** All rules, as each kind of text is searched with. */
import { addressRules } from './addresses.ts'
import { mailRules, telephoneRules } from './contacts.ts'
import type { FieldRole } from './fields.ts'
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
const onlyInJson = bitOf('field') | bitOf('exponent')

/**
 * Whether anything but names can be found in a text, by a look at it as it is written.
 *
 * @param isJson whether it may be JSON, of which what stands anywhere within counts
 */
export function mayHold(look: Look, role: FieldRole, isJson: boolean): boolean {
  if ((role !== 'plain' && role !== 'id') || (look.signs & hidden) !== 0) return true
  if (!isJson) return (role === 'id' ? idRules : rules).mayFind(look)
  return (look.signs & onlyInJson) !== 0 || rules.mayFind(look)
}
