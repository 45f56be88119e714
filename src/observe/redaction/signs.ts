/**
 * Signs: words and shapes without which no rule finds anything, so that a first look at a text tells which rules may.
 *
 * In words, `#` is any digit, `|` whatever ends a word, and `"` what ends the name of a field in JSON, however often that was
 * written as a text. Upper and lower case are the same.
 */
import { personNames } from './fields.ts'

/** Whose name it is. */
const namedBy = [
  ...[
    'first',
    'last',
    'full',
    'family',
    'given',
    'middle',
    'customer',
    'user',
    'patient',
    'guest',
    'client',
    'contact',
  ],
  ...['caller', 'cardholder'],
]

/** How names of fields end that say what their values are: of all in `fields.ts`, and of some more. */
const fieldEnds = [
  ...['password', 'passwd', 'passphrase', 'pwd', 'secret', 'authorization', 'cookie', 'cvv', 'cvv2', 'cvc', 'cvc2'],
  ...['key', 'token', 'code', 'ssn', 'security', 'passport', 'birth', 'birthdate', 'dob', 'pan', 'iban', 'number'],
  ...['phone', 'mobile', 'msisdn', 'mail', 'street', 'address', 'line', 'surname', '.name', 'cardholder', 'card'],
  ...namedBy.flatMap((word) => ['', '_', '-', ' '].map((between) => `${word}${between}name`)),
  ...['', '_', '-', ' '].flatMap((between) => [`national${between}id`, `tax${between}id`, `birth${between}date`]),
  ...['', '_', '-', ' '].flatMap((between) => [`address${between}#`, `line${between}#`]),
]

const words = {
  /** Only texts with a backslash can hold escapes. */
  escape: ['\\'],
  mail: ['@', '%40'],
  spokenMail: [' dot ', '(dot)', '[dot]'],
  privateKey: ['-----begin'],
  webToken: ['eyj'],
  key: [
    ...['s', 'p', 'r'].flatMap((letter) => [`${letter}k-`, `${letter}k_`]),
    ...['o', 'p', 's', 'u', 'r'].map((letter) => `gh${letter}_`),
    ...['whsec_', 'github_pat_', 'glpat-', 'xox', 'akia', 'asia', 'aiza', 'sg.', 'shpat_', 'npm_', 'hf_', 'ya29.'],
    'dop_v1_',
  ],
  login: ['bearer', 'basic'],
  setting: ['key', 'secret', 'token', 'passw', 'pwd'],
  insurance: ['ssn', 'social security', 'national insurance'],
  street: [
    ...['street', 'avenue', 'road', 'lane', 'drive', 'boulevard', 'court', 'way', 'place', 'square', 'terrace'],
    ...['parkway', 'highway', 'circle', 'close', 'crescent', 'row', 'mews'],
    ...['st', 'ave', 'rd', 'ln', 'dr', 'blvd', 'ct', 'pl', 'pkwy', 'hwy'],
  ].map((word) => ` ${word}|`),
  strasse: ['straße', 'strasse', 'str.', 'weg', 'platz', 'allee', 'gasse', 'damm'].map((word) => `${word} #`),
  rue: [
    ...['rue', 'calle', 'avenida', 'rua', 'via', 'viale', 'piazza', 'plaza', 'avenue', 'boulevard', 'place', 'paseo'],
  ].map((word) => `${word} `),
  introduction: ['name is ', "name's ", 'name: ', 'name ist ', 'this is ', 'me llamo ', "m'appelle "],
  /** The name of a field that may say what its value is, within JSON. */
  field: fieldEnds.map((end) => `${end}"`),
  /** The name of a field `name`, and of a field that is a person, in which it is the name of that person. */
  name: ['"name"'],
  person: personNames
    .flatMap((name) => [name, `${name}s`])
    .flatMap((name) => [':', '"', ' ', '\t', '\r', '\n'].map((after) => `${name}"${after}`)),
  /** Letters that JSON hides. */
  hidden: ['\\u', '\\/'],
  /** A number that may be long although it is written short. */
  exponent: ['#e#', '#e+'],
  /** Letters of which the other case is a Latin letter or a letter more. */
  foreign: ['\u017f', '\u212a', '\u212b', '\u0178', '\u1e9e', '\u03bc', '\u039c'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Told apart by digits and what stands beside them. */
const shapes = ['country', 'initials', 'american', 'brazilian', 'numbered', 'longRun'] as const

/** Something without which a rule finds nothing. */
export type Sign = keyof typeof words | (typeof shapes)[number]

const signs: readonly string[] = [...Object.keys(words), ...shapes]

/** The bit of a sign. */
export const bitOf = (sign: Sign) => 1 << signs.indexOf(sign)

/** The words of each bit, in the letters of their bytes. */
export const wordsByBit: readonly (readonly [number, readonly string[]])[] = Object.entries(words).map(
  ([sign, list]) => [bitOf(sign as Sign), list.map((word) => Buffer.from(word).toString('latin1'))],
)
