/** Recognises "it is done" in its four forms: by the agent, in the passive, bare, and implied. */
import { actionAt, type Mention, matchIn, nounAction, type Reading, type Recogniser } from './mention.ts'

/** The passive of these in the present describes a thing: "breakfast is included", "cards are accepted". */
const describing =
  /^(?:include|close|open|accept|charge|deliver|share|attach|mark|move|mail|print|list|locate|pay|post|release|disable|enable|file|claim|suspend)$/
/** And of these in the past: "it was released in 2018". */
const describingPast = /^(?:release|include|open|launch|list)$/
/** Verbs that go on for a while, so that "playing now" says that it is done. */
const lasting = /^(?:play|stream|resume|start)$/
/** Verbs whose subject may be the thing itself: "the song has started", "your order has shipped". */
const self = /^(?:start|begin|ship|resume|launch|play)$/

const agent: Recogniser = (reading) => {
  const found = matchIn(/(?<![MBW]R?)I[RH]{0,4}[PX]/, reading.shape)
  if (found === undefined) return undefined
  // "I have verified that …" reports a finding.
  const next = reading.clause.words[found.last + 1]?.text
  if (next === 'that' && /^(?:verified|confirmed|noted)$/.test(reading.clause.words[found.last]?.text ?? ''))
    return undefined
  return done(reading, 'agent', startedAction(reading, found.last), found.at)
}

/** "I've started playing" plays; "I've started searching" does nothing yet. */
function startedAction(reading: Reading, index: number): string | undefined {
  const next = reading.clause.words[index + 1]?.text ?? ''
  const action = actionAt(reading, index)
  return action === 'start' && next.endsWith('ing') ? actionAt(reading, index + 1) : action
}

/** "I've made the reservation", "I have taken care of it", "we completed your transfer". */
const agentLight: Recogniser = (reading) => {
  const found = matchIn(/(?<![MBW]R?)I[RH]{0,4}(?:tR{0,2})?(?:L|(?<=H)l)/, reading.shape)
  if (found === undefined) return undefined
  const noun = takenOff(reading) ?? nounAction(reading, found.last + 1)
  const whole = / (?:done|taken care|finished|completed)\b/.test(` ${reading.text}`) ? 'finish' : undefined
  return done(reading, 'agent', noun ?? whole, found.at)
}

/** "I've got you booked", "I have your table reserved", "I've got you down for Saturday". */
const arranged: Recogniser = (reading) => {
  const down = matchIn(/IR?H{1,2}Y/, reading.shape)
  if (down !== undefined && reading.clause.words[down.last + 1]?.text === 'down')
    return done(reading, 'agent', 'book', down.at)
  const found = matchIn(/IR?H{1,2}R?(?:Y|[yD]O{0,3}[AU])R?[PXS](?![AU])/, reading.shape)
  return found === undefined
    ? undefined
    : done(reading, 'agent', actionAt(reading, found.last) ?? nounAction(reading) ?? 'book', found.at)
}

/** "I was able to book it", "I managed to get your refund processed". */
/** "You got a reservation", "you have successfully booked": the agent speaks of what the customer did through it. */
const through: Recogniser = (reading) => {
  const found = matchIn(/^[JR]{0,3}YH{1,2}R{0,2}[PL]/, reading.shape)
  if (found === undefined || !/\bsucc?ess?ful?ly\b/.test(reading.text)) return undefined
  return done(reading, 'passive', passiveAction(reading, found.last), found.at)
}

const managed: Recogniser = (reading) => {
  const found = matchIn(/I[BHR]{0,3}b?aTR?[VUXlS]|IR?BR?SOG/, reading.shape)
  // "I am able to" is an offer.
  if (found === undefined || /\bi am\b|\bwe are\b/.test(reading.text)) return undefined
  return done(reading, 'agent', lightOr(reading, found.last), found.at)
}

const perfectPassive: Recogniser = (reading) => {
  const found = matchIn(/(?<!M[RN]?)(?:H|(?<=t)B)R{0,2}bR{0,3}(?:D?S|[PXL])/, reading.shape)
  if (found === undefined) return undefined
  return done(reading, 'passive', passiveAction(reading, found.last), found.at)
}

const presentPassive: Recogniser = (reading) => {
  const found = matchIn(/(?<!N)BR{0,3}(?:g)?[PXL](?!T[VUvl])/, reading.shape)
  if (found === undefined) return undefined
  const action = passiveAction(reading, found.last)
  if (action === undefined) return undefined
  const present = /^(?:is|are|am)$/.test(reading.clause.words[found.at]?.text ?? '')
  if ((present ? describing : describingPast).test(action) && !/^[JR]*y/.test(reading.shape)) return undefined
  return namesThing(reading, found.at) ? done(reading, 'passive', action, found.at) : undefined
}

/** "Your booking is complete", "it was a success", "the payment went through". */
const predicate: Recogniser = (reading) => {
  const found = matchIn(/BR{0,3}D?S/, reading.shape)
  if (found !== undefined && namesThing(reading, found.at)) {
    const thing = nounAction(reading) ?? (/\b(?:complete|success\w*)$/.test(reading.text) ? 'finish' : undefined)
    return done(reading, 'passive', thing, found.at)
  }
  const phrase =
    /^(?:.{0,120} )?(?:went (?:through|thru)|(?:is|are|was|am) (?:now |all )?(?:good to go|in place|lined up|taken care of|under your name|good$)|your all set)(?: |$)/
  // "Three movies are good" praises; "your booking is good" is done.
  const thing = / good$/.test(reading.text) ? /y.*[AU]/ : /[AUyYt]/
  if (!thing.test(reading.shape) || !phrase.test(reading.text)) return undefined
  const action = nounAction(reading) ?? 'finish'
  return done(reading, 'passive', action, 0)
}

/** "Booked!", "Successfully reserved", "All set", "Done". */
const bare: Recogniser = (reading) => {
  // Elsewhere a lone participle is an item of a list: "pending, processed, delivered".
  if (!reading.opens) return undefined
  const found = matchIn(/^[JR]{0,4}t?R{0,2}(?:H?P|R[XL]|HX|L(?=[JR]{0,3}$))/, reading.shape)
  if (found === undefined) return undefined
  if (/^(?:by|within)$/.test(reading.clause.words[found.last + 1]?.text ?? '')) return undefined
  return done(reading, 'bare', passiveAction(reading, found.last), found.at)
}

/** "Tickets booked", "Appointment fixed as mentioned", "Reservation successful". */
const nounFirst: Recogniser = (reading) => {
  if (!reading.opens) return undefined
  const found = matchIn(/^[JR]{0,3}(?:tB)?[yD]?O{0,3}[AU]R{0,2}[PSL]/, reading.shape)
  if (found === undefined) return undefined
  const next = reading.clause.words[found.last + 1]?.text
  if (next === 'by' || next === 'in') return undefined
  return done(reading, 'bare', passiveAction(reading, found.last), found.at)
}

/** "The song is playing", "now playing", "playing it now", "has started playing". */
const underWay: Recogniser = (reading) => {
  const found = matchIn(/^[JR]{0,3}(?:IBR{0,2})?G/, reading.shape) ?? matchIn(/[AUt]O{0,3}BR{0,2}G/, reading.shape)
  const action = found === undefined ? undefined : actionAt(reading, found.last)
  if (found !== undefined && action !== undefined && lasting.test(action)) {
    const rest = reading.clause.words.slice(found.last + 1).map((word) => word.text)
    const isElsewhere = elsewhere.test(rest.join(' ')) || (action === 'start' && /^an?$/.test(rest[0] ?? ''))
    if (!isElsewhere) return done(reading, 'bare', action, found.at)
  }
  const started = matchIn(/[AUtOJ]HR{0,2}[PL]/, reading.shape)
  const own = started === undefined ? undefined : actionAt(reading, started.last)
  return started === undefined || own === undefined || !self.test(own)
    ? undefined
    : done(reading, 'passive', own, started.at)
}

/** "Playing at six", "starting from Porto", "starting with the cheapest": said of what is shown or listed. */
const elsewhere =
  /^(?:at|in|from|with|by|until|through) |^on (?:the )?(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/

const onTheWay = /\b(?:(?:is|are) )?(?:now |already )?(?:on|en) (?:its|it is|the|your|their|it)? ?(?:way|route)\b/
const coming =
  /\b(?:cab|taxi|ride|car|driver|order|food|delivery|vehicle|it|he|she)\b.{0,40}\b(?:is|are|be|will) (?:now |already |just )?(?:coming|heading|arriving|reaching|(?:be )?(?:here|there) (?:in|within|soon|shortly)|arrive|reach)\b/
const pleasant =
  /^(?:.{0,40} )?enjoy (?:the|your|this|that|it|watching|listening)(?: to)?(?: \w+){0,4}$|^(?:.{0,30} )?(?:have(?: a)? fun|happy listening|happy watching|hope you (?:like|love))\b/
const everyday =
  /\b(?:day|days|evening|night|nights|afternoon|morning|weekend|week|rest|today|tonight|moment|holidays?|vacation|self|yourself|time|life|one)\b/
const seeing =
  /^(?:.{0,30} )?see you (?:on|at|then|there|tomorrow|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|in)\b/
const receiving =
  /\byou (?:will|should) (?:\w+ )?(?:receive|get|see|have) (?:\w+ ){0,3}?(?:confirmation|receipt|invoice|ticket|itinerary)\b/
const yours = /^[JR]{0,3}YH{1,2}[Dyn]?S?[AU]/
const brief = /^(?:\w+ )?(?:enjoy|here you go|there you go|here it is)$/

/** Words that only make sense when it is done: "see you Tuesday", "your cab is on its way", "enjoy the film" after a yes. */
const implied: Recogniser = (reading) => {
  const { text, shape, mood } = reading
  const told = () => done(reading, 'implied', nounAction(reading) ?? 'finish', 0)
  if (onTheWay.test(text)) return told()
  if (mood === 'leaving') return undefined
  if (seeing.test(text) || receiving.test(text))
    return done(reading, 'implied', seeing.test(text) ? 'book' : 'finish', 0)
  if (mood !== 'agreed') return undefined
  if (pleasant.test(text) && !everyday.test(text)) return told()
  return yours.test(shape) || brief.test(text) || coming.test(text) ? told() : undefined
}

export const successes: readonly Recogniser[] = [
  agent,
  arranged,
  agentLight,
  managed,
  through,
  perfectPassive,
  presentPassive,
  predicate,
  underWay,
  nounFirst,
  bare,
  implied,
]

function done(reading: Reading, form: Mention['form'], action: string | undefined, at: number): Mention | undefined {
  if (action === undefined || reading.lexicon.verbs.get(action)?.verb.sort === 'reading') return undefined
  return { kind: 'success', form, action, at }
}

function lightOr(reading: Reading, index: number): string | undefined {
  const word = reading.clause.words[index]?.text ?? ''
  const known = reading.lexicon.verbs.get(word)
  return known?.verb.sort === 'light' ? nounAction(reading, index + 1) : known?.verb.base
}

/** What was done, when a participle says it; a light one ("made", "done") takes it from the clause's noun. */
function passiveAction(reading: Reading, index: number): string | undefined {
  const word = reading.clause.words[index]?.text ?? ''
  const known = reading.lexicon.verbs.get(word)
  if (word === 'set' && reading.clause.words[index - 1]?.text === 'all') return nounAction(reading) ?? 'finish'
  if (known !== undefined && known.verb.sort === 'changing') return known.verb.base
  if (known?.verb.sort === 'reading') return undefined
  return (
    takenOff(reading) ??
    nounAction(reading) ??
    (/^(?:done|finished|completed|processed|finalized|complete|successful|set)$/.test(word) ? 'finish' : undefined)
  )
}

/** What others schedule and the customer attends. */
const publicEvent = /\b(?:event|show|game|concert|match|performance|movie|film)s? (?:is|are) (?:scheduled|set)\b/

/** "Taken off your bill" names no noun of an action. */
function takenOff({ text }: Reading): string | undefined {
  return /\b(?:taken|took) (?:\S+ ){0,4}off\b/.test(text) ? 'remove' : undefined
}

/**
 * Whether the subject before a verb is a thing of this customer, or one named: `your …`, `it`, `you`, `the booking`.
 * "Tuesday is fully booked" and "the restaurant is booked" speak of what cannot be had.
 */
function namesThing({ shape, clause, text }: Reading, verb: number): boolean {
  const subject = shape.slice(0, verb)
  if (!subject.includes('y') && publicEvent.test(text)) return false
  if (clause.words[verb + 1]?.text === 'fully' || clause.words[verb + 1]?.text === 'already')
    return /[yY]/.test(subject)
  return /[AUytY]/.test(subject)
}
