/**
 * Short codes for rules, each with the field that it gives: which rule gave what would else be a third of a kept span.
 *
 * A code is made of the names alone, so it means the same in every version that has the rule.
 */
import { hash64 } from '../../stats/index.ts'
import { dialects } from './dialects.ts'

type Rules = Readonly<Record<string, string>>

const codeLength = 6
/** No field has this name. */
const coded = ''

const named = dialects.flatMap(({ name, rules }) => rules.map(({ gives, from }) => [gives, `${name}/${from}`] as const))
const codeOf = (field: string, rule: string) => hash64(`${field} ${rule}`).slice(0, codeLength)
const codes: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  named.map(([field]) => [
    field,
    new Map(named.filter(([gives]) => gives === field).map(([, rule]) => [rule, codeOf(field, rule)])),
  ]),
)
const names = new Map(named.map((each) => [codeOf(...each), each]))

/** The rules that dialects have, as one text; others, such as those of marks, as they are. */
export function inCodes(rules: Rules): Rules {
  let text = ''
  const rest: Record<string, string> = {}
  for (const field in rules) {
    const rule = rules[field] ?? ''
    const code = codes.get(field)?.get(rule)
    if (code === undefined) rest[field] = rule
    else text += code
  }
  return text === '' ? rest : { [coded]: text, ...rest }
}

/** The rules again, without those that no dialect has any more. */
export function inWords(kept: Rules): Rules {
  const { [coded]: text = '', ...rest } = kept
  const rules = known.get(text) ?? remembered(text)
  return Object.keys(rest).length === 0 ? rules : { ...rules, ...rest }
}

/** A sender's spans have few sets of rules. */
const known = new Map<string, Rules>()
const mostKnown = 1000

function remembered(text: string): Rules {
  const rules = read(text)
  if (known.size < mostKnown) known.set(text, rules)
  return rules
}

function read(text: string): Rules {
  const rules: Record<string, string> = {}
  for (let at = 0; at < text.length; at += codeLength) {
    const found = names.get(text.slice(at, at + codeLength))
    if (found !== undefined) rules[found[0]] = found[1]
  }
  return rules
}
