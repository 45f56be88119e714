/**
 * Whether a customer left without what they came for, as far as a record says it.
 *
 * They did when they gave up in words, when the agent never answered them, and when they did not answer an agent that waits
 * for them or could not help. Farewells end well, and so does a hand-over to a person: what came of that is not in the
 * record.
 */
import type { Conversation, Turn } from '../../conversation/index.ts'
import { handoffs } from '../../pact/index.ts'
import { isUnfinished, type Upshot } from './upshot.ts'

/** Endings that are no customer's doing. */
const cutShort: ReadonlySet<string> = new Set(['turn-limit', 'inconclusive', 'error'])

/** `content` as far as the record says; without their goal `silently`, or saying so `in words`. */
export type Leaving = 'content' | 'silently' | 'in words'

/**
 * @param upshots of the agent's turns, in order
 * @returns nothing where it cannot be told
 */
export function leavingOf(
  conversation: Conversation,
  turns: readonly Turn[],
  upshots: readonly Upshot[],
): Leaving | undefined {
  const ending = conversation.circumstances?.ending?.outcome
  if (ending !== undefined && cutShort.has(ending)) return undefined
  const words = turns.findLast(({ from }) => from === 'customer')?.text.toLowerCase()
  if (words === undefined) return undefined
  if (handoffs(conversation).length > 0) return 'content'
  if (givesUp.test(words)) return 'in words'
  if (parts.test(words)) return 'content'
  const upshot = upshots.at(-1)
  const isOwed = turns.at(-1)?.from === 'customer' ? !thanks.test(words) : upshot !== undefined && isUnfinished(upshot)
  return isOwed ? 'silently' : 'content'
}

const givesUp =
  /(?<!\p{L})(?:forget (?:it|about it)|never ?mind|i give up|giving up|this is (?:useless|pointless|ridiculous|hopeless)|you(?:'re| are) (?:useless|no help)|waste of (?:my )?time|(?:i'll|i will|i'd rather|i'm going to|i am going to) (?:just )?(?:call|ring|phone|go elsewhere|try (?:somewhere|someone) else|look elsewhere|find (?:somebody|someone|somewhere) else|leave it)|esque[cç]e|deixa (?:pra lá|estar)|olv[ií]da(?:lo|te)|d[ée]jalo|laissez? tomber|oubliez?|vergiss es|vergessen sie es|lascia (?:perdere|stare)|laat maar|niewa[zż]ne|bo[sş] ?ver)(?!\p{L})/u

const parts =
  /(?<!\p{L})(?:cheers|bye|good ?(?:bye|night)|see you|have a (?:good|nice|great)|that(?:'s| is| was| will be|'ll be) (?:all|it|everything)|adeus|tchau|adi[oó]s|hasta luego|au revoir|tsch[uü]ss|wiedersehen|arrivederci|tot ziens|hej d[aå]|do widzenia)(?!\p{L})/u

/** The last word of a conversation; before an agent that asks for more it is mere courtesy. */
const thanks =
  /(?<!\p{L})(?:thanks?|thank (?:you|u)|thx|tysm|all set|perfect|great|awesome|got it|ok(?:ay)?|obrigad[oa]|valeu|gracias|merci|danke|vielen dank|grazie|dank (?:je|u)|bedankt|tack|takk?|dzi[eę]kuj[eę]|te[sş]ekk[uü]r\w*|dhanyavaad|shukriya|धन्यवाद|शुक्रिया)(?!\p{L})/u
