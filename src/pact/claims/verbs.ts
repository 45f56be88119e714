/**
 * Words for actions: verbs that change something, in all their forms, and the nouns of what they make.
 *
 * Verbs that only look something up (find, check, search) are known too, because "I could not find it" is a
 * failure, but they never make a success claim: reading changes nothing.
 */

export interface Verb {
  readonly base: string
  /** `light` verbs say what was done only with their object: make (a reservation), place (an order). */
  readonly sort: 'changing' | 'light' | 'reading'
}

export type Form = 'base' | 'past' | 'base-or-past' | 'ing' | 'third'

const changing =
  'book reserve schedule reschedule rebook cancel order purchase rent transfer share add include create update change modify edit remove delete ' +
  'submit refund issue apply register enroll enrol play start resume queue record save arrange approve credit charge exchange return ship dispatch ' +
  'upgrade downgrade activate deactivate enable disable unlock lock block subscribe unsubscribe log forward escalate notify email text assign ' +
  'extend renew waive adjust correct fix secure raise file open close move swap replace authorize authorise confirm verify accept wire deposit ' +
  'post publish mark initiate request hail sort resolve clear acquire obtain switch turn print mail fax stream launch connect redeem deduct debit reimburse ' +
  'reactivate reinstate restore merge upload download deliver claim allocate attach invite release suspend pause'
const light = 'place process complete finish finalize finalise handle execute perform lodge'
const reading = 'find search locate check look see retrieve fetch list get access identify'

/** Verbs whose past form is not made with -ed: base, past, participle. */
const irregular: readonly (readonly [string, string, string, Verb['sort']])[] = [
  ['buy', 'bought', 'bought', 'changing'],
  ['pay', 'paid', 'paid', 'changing'],
  ['send', 'sent', 'sent', 'changing'],
  ['set', 'set', 'set', 'changing'],
  ['reset', 'reset', 'reset', 'changing'],
  ['put', 'put', 'put', 'light'],
  ['hold', 'held', 'held', 'changing'],
  ['withdraw', 'withdrew', 'withdrawn', 'changing'],
  ['make', 'made', 'made', 'light'],
  ['do', 'done', 'done', 'light'],
  ['take', 'took', 'taken', 'light'],
  ['give', 'gave', 'given', 'light'],
  ['find', 'found', 'found', 'reading'],
  ['see', 'saw', 'seen', 'reading'],
  ['begin', 'began', 'begun', 'light'],
]

/** Nouns of what actions make or change, with the verb they stand for. Also verbs, where the noun is spelled alike. */
const nouns: Readonly<Record<string, string>> = {
  reservation: 'reserve',
  booking: 'book',
  appointment: 'book',
  table: 'book',
  ticket: 'book',
  room: 'book',
  seat: 'book',
  flight: 'book',
  ride: 'book',
  cab: 'book',
  taxi: 'book',
  car: 'reserve',
  vehicle: 'reserve',
  rental: 'rent',
  visit: 'schedule',
  meeting: 'schedule',
  event: 'schedule',
  reminder: 'set',
  alarm: 'set',
  payment: 'pay',
  transfer: 'transfer',
  transaction: 'transfer',
  refund: 'refund',
  purchase: 'purchase',
  order: 'order',
  cancellation: 'cancel',
  exchange: 'exchange',
  request: 'request',
  update: 'update',
  change: 'change',
  upgrade: 'upgrade',
  song: 'play',
  music: 'play',
  track: 'play',
  movie: 'play',
  film: 'play',
  message: 'send',
  money: 'transfer',
  subscription: 'subscribe',
  registration: 'register',
  enrollment: 'enroll',
  case: 'open',
  complaint: 'file',
  claim: 'file',
  account: 'update',
  booked: 'book',
  trip: 'book',
  stay: 'book',
  hotel: 'book',
  house: 'book',
  return: 'return',
  deposit: 'deposit',
  modification: 'modify',
  delivery: 'deliver',
  address: 'update',
  slot: 'book',
  tour: 'book',
  calendar: 'add',
  location: 'share',
  procedure: 'finish',
  apartment: 'schedule',
}

const doubling = /^(?:cancel|transfer|submit|refer|log|enrol|swap|stop|ship|step|plan|drop|trim|scan|tag)$/

/** Past form by rule: `booked`, `cancelled`, `changed`, `applied`. Both spellings where two are in use. */
function pastForms(base: string): string[] {
  if (base.endsWith('e')) return [`${base}d`]
  if (/[^aeiou]y$/.test(base)) return [`${base.slice(0, -1)}ied`]
  if (doubling.test(base)) return [`${base}${base.at(-1)}ed`, `${base}ed`]
  return [`${base}ed`]
}

function ingForms(base: string): string[] {
  if (base.endsWith('e') && !base.endsWith('ee')) return [`${base.slice(0, -1)}ing`]
  if (doubling.test(base) || /^(?:set|reset|put|get|begin)$/.test(base))
    return [`${base}${base.at(-1)}ing`, `${base}ing`]
  return [`${base}ing`]
}

/** What is known of a word: which verb it is a form of, and which noun it is. */
export interface Lexicon {
  readonly verbs: ReadonlyMap<string, { readonly verb: Verb; readonly form: Form }>
  /** Noun, singular and plural, to the action it stands for. */
  readonly nouns: ReadonlyMap<string, string>
}

class LexiconOf implements Lexicon {
  readonly verbs = new Map<string, { verb: Verb; form: Form }>()
  readonly nouns = new Map<string, string>()

  addVerb(verb: Verb, past: readonly string[] = pastForms(verb.base)): void {
    const forms: [string, Form][] = [
      [verb.base, past.includes(verb.base) ? 'base-or-past' : 'base'],
      ...past.filter((form) => form !== verb.base).map((form): [string, Form] => [form, 'past']),
      ...ingForms(verb.base).map((form): [string, Form] => [form, 'ing']),
      [`${verb.base}s`, 'third'],
    ]
    for (const [word, form] of forms) if (!this.verbs.has(word)) this.verbs.set(word, { verb, form })
  }

  addNoun(noun: string, action: string): void {
    const plural = noun.endsWith('y') && !/[aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`
    for (const word of [noun, plural]) if (!this.nouns.has(word)) this.nouns.set(word, action)
  }
}

function builtIn(): LexiconOf {
  const lexicon = new LexiconOf()
  for (const [base, past, participle, sort] of irregular) lexicon.addVerb({ base, sort }, [past, participle])
  for (const base of changing.split(' ')) lexicon.addVerb({ base, sort: 'changing' })
  for (const base of light.split(' ')) lexicon.addVerb({ base, sort: 'light' })
  for (const base of reading.split(' ')) lexicon.addVerb({ base, sort: 'reading' })
  for (const [noun, action] of Object.entries(nouns)) lexicon.addNoun(noun, action)
  return lexicon
}

export const plainLexicon: Lexicon = builtIn()

/** What an agent's tool is called and says of itself. */
export interface ToolWords {
  readonly name: string
  readonly description?: string
  /** Whether it is known to change something, whatever its name says: `get_ride` books one. */
  readonly writes?: boolean
}

/** The words of a tool's own name, then those of the service before it: `Calendar_2.AddEvent` is add, event, calendar. */
export function nameWords(name: string): string[] {
  const { own, service } = nameParts(name)
  return [...own, ...service]
}

function nameParts(name: string): { readonly own: readonly string[]; readonly service: readonly string[] } {
  const parts = name.split(/[./:]+|__+/).map(wordsOf)
  const last = parts.findLastIndex((words) => words.length > 0)
  return { own: parts[last] ?? [], service: parts.slice(0, Math.max(0, last)).flat() }
}

function wordsOf(part: string): string[] {
  return part
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => /[a-z]/.test(word))
}

const readingName =
  /^(?:get|find|search|list|check|look|lookup|read|fetch|retrieve|query|show|view|calculate|think|verify|validate|describe|count|is|has)$/

/** The lexicon with the verbs and nouns of the agent's own tools added: `open_ticket` teaches "opened a ticket". */
export function lexiconFor(tools: readonly ToolWords[]): Lexicon {
  if (tools.length === 0) return plainLexicon
  const lexicon = builtIn()
  for (const { name } of tools) {
    const { own, service } = nameParts(name)
    const [verb, ...rest] = own
    if (verb === undefined || verb.length < 3 || readingName.test(verb)) continue
    if (!lexicon.verbs.has(verb)) lexicon.addVerb({ base: verb, sort: 'changing' })
    const noun = rest.at(-1) ?? service.at(-1)
    if (noun !== undefined && noun.length > 2) lexicon.addNoun(noun.replace(/s$/, ''), verb)
  }
  return lexicon
}
