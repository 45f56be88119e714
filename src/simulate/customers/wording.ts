/**
 * Wording by a language model: it may put a customer's lines into other words, and decides nothing.
 *
 * Its words are used only when code finds in them every value that has to be told and no value that the
 * customer does not know. Otherwise the phrasebook's words are used.
 */
import type { Model } from '../../model/index.ts'
import type { Scenario } from '../scenario.ts'
import { surfaces } from './fact-words.ts'
import type { CustomerOptions } from './goal-customer.ts'
import type { Intent } from './intent.ts'
import { inWords } from './phrasebook.ts'
import { isKnown, valuesIn } from './values.ts'

type InWords = NonNullable<CustomerOptions['inWords']>

/**
 * Words for intents by a model, checked against the scenario.
 *
 * @param onRejected told which words were not used, and why
 */
export function worded(
  model: Pick<Model, 'ask'>,
  scenario: Scenario,
  {
    signal,
    onRejected,
  }: { readonly signal: AbortSignal; readonly onRejected?: (text: string, because: string) => void },
): InWords {
  const sheet = sheetOf(scenario)
  return async (intents, speaker) => {
    const plain = inWords(intents, speaker)
    if (plain === '' || intents.every(({ type }) => type === 'say')) return plain
    const text = await rephrased(model, plain, speaker.persona.title, signal)
    const because = text === undefined ? 'no answer' : objection(text, plain, intents, sheet)
    if (text !== undefined && because === undefined) return text
    onRejected?.(text ?? '', because ?? '')
    return plain
  }
}

async function rephrased(
  model: Pick<Model, 'ask'>,
  plain: string,
  who: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const system =
    'You reword one chat message of a customer. Keep every fact, name, number, date and time exactly as written. Add no fact. Answer with the message alone.'
  const text = `The customer: ${who}\nThe message: ${plain}`
  try {
    const answer = await model.ask(
      { system, messages: [{ role: 'user', text }], maxTokens: 300, temperature: 0 },
      signal,
    )
    return answer.finish === 'stop' && answer.text.trim() !== '' ? answer.text.trim() : undefined
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

/** Everything the customer may name as a value. */
function sheetOf({ facts, goal, events }: Scenario): readonly string[] {
  const told = facts.flatMap((fact) =>
    [fact.value, fact.wrongFirst].flatMap((value) => (value === undefined ? [] : surfaces(fact, value))),
  )
  return [...told, goal.want, ...(goal.say ?? []), JSON.stringify(events)].map((text) => text.toLowerCase())
}

/** Why words may not be used; nothing when they may. */
function objection(
  text: string,
  plain: string,
  intents: readonly Intent[],
  sheet: readonly string[],
): string | undefined {
  const lower = text.toLowerCase()
  for (const intent of intents) {
    if (!('facts' in intent)) continue
    const missing = intent.facts.find((fact) => !lower.includes(fact.words.toLowerCase()))
    if (missing !== undefined) return `it does not say "${missing.words}"`
  }
  const allowed = [...sheet, plain.toLowerCase()]
  const invented = valuesIn(text).find(
    (value) => !isKnown(value, allowed) && !allowed.some((one) => one.includes(value.text.toLowerCase())),
  )
  return invented === undefined ? undefined : `it says "${invented.text}", which the customer does not know`
}
