/**
 * What a customer's last words say of how they leave, in English and a dozen other languages. All are read in lower case:
 * to ignore case while looking takes ten times as long.
 */

/** Last words whose meaning does not hang on what the agent did. */
export function farewellIn(words: string): 'gives up' | 'parts' | undefined {
  if (givesUp.test(words)) return 'gives up'
  if (parts.test(words) || onlyThanks.test(words)) return 'parts'
  return dropsIt.test(words) ? 'gives up' : undefined
}

/** Nothing else is said by it. */
export const isFarewell = (words: string) =>
  farewellIn(words) !== undefined || (words.split(/\s+/).length <= mostWords && isThankful(words))

/** Words that end a conversation where nothing was open, and may agree to something where it was. */
export function soundsDone(words: string): boolean {
  return words.split(/\s+/).length <= mostWords && (consents.test(words) || isThankful(words))
}

export const isThankful = (words: string) => thanks.test(words)

/** Words that begin with a yes, or with a no. */
export const agrees = (words: string) => consent.test(words)
export const denies = (words: string) => denial.test(words)

const consent =
  /^\W*(?:yes|yeah|yep|yup|ok|okay|sure|alright|fine|great|perfect|awesome|good|cool|thanks?|thank|thx|(?:i'm|i am) good|i confirm|i agree|that(?:'s| is| will| would| sounds?| works?)?|sounds?|it sounds|correct|right|si|sí|sim|claro|gracias|obrigad[oa]|oui|d'accord|merci|ja|genau|danke|sicher|certo|grazie|bedankt|tak|haan|evet)(?!\p{L})/u
const denial = /^\W*(?:no|nope|nah|não|non|nein|nee|nie|nahi|hayır)(?!\p{L})/u

/** Who says more still wants something. */
const mostWords = 7

const givesUp =
  /(?<!\p{L})(?:forget (?:it|about it)|i give up|giving up|i(?:'m| am) done here|(?:have|'ve) had enough|going elsewhere|this is (?:useless|pointless|ridiculous|hopeless)|you(?:'re| are) (?:useless|no help)|waste of (?:my )?time|(?:i'll|i will|i'd rather|i'm going to|i am going to) (?:just )?(?:call|ring|phone|go elsewhere|try (?:somewhere|someone) else|look elsewhere|find (?:somebody|someone|somewhere) else)|esque[cç]e|olv[ií]da(?:lo|te)|laissez? tomber|oubliez?|vergiss es|vergessen sie es|lascia perdere|bo[sş] ?ver|desisto|me rindo|j'abandonne|ich gebe auf|rinuncio|ik geef het op|jag ger upp|jeg (?:giver|gir) opp?|poddaj[eę] si[eę]|vazge[cç]tim|rehne do|chh?od do)(?!\p{L})/u

const parts =
  /(?<!\p{L})(?:cheers|bye|good ?(?:bye|night|day)|see you|have a (?:good|nice|great)|(?:that|this)(?:'?s| is| was| will be|'ll be| would be) (?:all|it|everything)|(?:don't|do not) need any(?:thing else| more)|appreciate it|adeus|tchau|adi[oó]s|hasta luego|au revoir|tsch[uü]ss|wiedersehen|arrivederci|tot ziens|hej d[aå]|ha det|farvel|do widzenia|ho[sş][cç]a ?kal|g[oö]r[uü][sş][uü]r[uü]z|alvida|अलविदा)(?!\p{L})/u

/** A last sentence that thanks, with a short word before it at most: "ok, thanks". Praise beside it may be a yes. */
const onlyThanks =
  /(?:^|[.!?\n]\s*)(?:\p{L}{1,4}[^\p{L}]+)?(?:thanks?|thank (?:you|u)|thx|tysm|obrigad[oa]|gracias|merci|danke|grazie|bedankt|tack|takk?|dzi[eę]kuj[eę]|te[sş]ekk[uü]rler|dhanyavaad|shukriya|धन्यवाद|शुक्रिया)[^\p{L}]*$/u

/** With a farewell it is no more than that. */
const dropsIt =
  /(?<!\p{L})(?:never ?mind|leave it(?! at that)|deixa (?:pra lá|estar)|d[ée]jalo|lascia stare|laat maar|niewa[zż]ne)(?!\p{L})/u

const consents =
  /(?<!\p{L})(?:all (?:set|good)|perfect|great|awesome|got it|ok(?:ay)?|nope?|nah|não|non|nein|nee|nej|nie)(?!\p{L})/u

const thanks =
  /(?<!\p{L})(?:thanks?|thank (?:you|u)|thx|tysm|obrigad[oa]|valeu|gracias|merci|danke|vielen dank|grazie|dank (?:je|u)|bedankt|tack|takk?|dzi[eę]kuj[eę]|te[sş]ekk[uü]r\w*|dhanyavaad|shukriya|धन्यवाद|शुक्रिया)(?!\p{L})/u
