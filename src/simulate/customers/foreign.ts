/**
 * Whether an agent's turn is in a language that the simulated customer does not read.
 *
 * It reads English. Words that other languages cannot do without are counted against those that English cannot do
 * without: a greeting or a name in another language is nothing. Refuses to guess which language it is.
 */
import { words } from './text.ts'

const OTHERS: ReadonlySet<string> = new Set(
  [
    'el la los las una unos del que qué para por con su sus le les desea cuál cuándo dónde cómo está son es y o no más día hora nombre usted favor',
    'um uma os dos das não você qual quando onde seu sua ao com é são está dia nome o a e de em obrigado',
    "le la les des du une est vous votre vos quel quelle quand où pour avec pas à heure jour nom s'il et ou je nous",
    'der die das ein eine einen und ist sie ihr ihre ihren für mit welche welcher welchen wann wie wo nicht auf um uhr tag möchten haben bitte können',
    'il lo gli di che per quale quando dove con suo sua è sono giorno ora nome',
    'aap aapka aapki ka ki ke kya hai hain mein ko se kab kahan kitne din samay naam kaun liye',
  ]
    .join(' ')
    .split(' '),
)
const ENGLISH: ReadonlySet<string> = new Set(
  'the is are you your for and or to of in on at with what which when where who how can could would do does i we it this that have please be will may not an'.split(
    ' ',
  ),
)
/** In several of the languages, English among them. */
const SHARED: ReadonlySet<string> = new Set('a o no die son per do of in on an and me la le'.split(' '))

/** True when most of what holds the sentences together is not English. */
export function isForeign(text: string): boolean {
  if (/[¿¡]/.test(text) && !/\b(?:the|you|your|is|are)\b/i.test(text)) return true
  let others = 0
  let english = 0
  for (const word of words(text)) {
    if (ENGLISH.has(word)) english += 1
    else if (OTHERS.has(word) && !SHARED.has(word)) others += 1
  }
  return others >= 2 && others > 2 * english
}
