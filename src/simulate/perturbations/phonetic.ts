/** Words spelt by ear: some as many people do, the rest by what letters sound like. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { likeFirst, wordSpots } from './words.ts'

export const phonetic: PerturbationKind = {
  id: 'phonetic',
  family: 'spelling',
  per: 'place',
  summary: 'spells a word by ear',
  example: { before: 'definitely', after: 'definately' },
  options: noOptions,
  create: () => ({ spots: (text) => wordSpots(text, 4, byEar) }),
}

function byEar(word: string): string | undefined {
  const lower = word.toLowerCase()
  const known = Object.hasOwn(BY_EAR, lower) ? BY_EAR[lower] : undefined
  if (known !== undefined) return likeFirst(word, known)
  const [pattern, sound] = SOUNDS.find(([pattern]) => pattern.test(word)) ?? []
  return pattern === undefined || sound === undefined ? undefined : word.replace(pattern, sound)
}

const BY_EAR: Readonly<Record<string, string>> = {
  actually: 'akshully',
  address: 'adress',
  appointment: 'apointment',
  available: 'availible',
  because: 'becuz',
  beginning: 'begining',
  business: 'buisness',
  calendar: 'calender',
  could: 'cud',
  definitely: 'definately',
  dentist: 'dentest',
  different: 'diffrent',
  doctor: 'docter',
  enough: 'enuff',
  especially: 'especialy',
  exactly: 'exacly',
  finally: 'finaly',
  friend: 'freind',
  immediately: 'imediatly',
  interested: 'intrested',
  know: 'kno',
  might: 'mite',
  necessary: 'neccesary',
  please: 'pleez',
  possible: 'posible',
  prefer: 'prefur',
  probably: 'probly',
  question: 'kwestion',
  really: 'realy',
  receive: 'recieve',
  reservation: 'rezervation',
  restaurant: 'resturant',
  right: 'rite',
  schedule: 'skedule',
  separate: 'seperate',
  should: 'shud',
  sincerely: 'sincerly',
  sorry: 'sory',
  sure: 'shure',
  surely: 'shurely',
  thanks: 'thanx',
  their: 'thier',
  though: 'tho',
  through: 'thru',
  treatment: 'treetment',
  until: 'untill',
  usually: 'usualy',
  weird: 'wierd',
  what: 'wot',
  which: 'wich',
  would: 'wud',
}

/** What letters sound like, tried in this order. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/tion(?=s?$)/, 'shun'],
  [/ight/, 'ite'],
  [/ph/, 'f'],
  [/ough/, 'uff'],
  [/(?<=\p{L})ck/u, 'k'],
  [/ible$/, 'able'],
  [/ea(?=[dklmnt])/, 'ee'],
  [/(?<=\p{L})ence$/u, 'ance'],
  [/(?<=\p{L}{2})ing$/u, 'in'],
  [/(?<=\p{L})(ll|mm|nn|pp|rr|ss|tt)(?=\p{L})/u, '$1'],
]
