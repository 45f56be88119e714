/** The agent that `fieldproof init` writes where none is at hand: a small receptionist that one might write in an afternoon. */
export const sampleAgent = `/**
 * A small agent to begin with: the receptionist of a hairdresser. It tells hours and prices and books haircuts.
 *
 * Fieldproof calls "reply" for each message of a customer, and "readBookings" before and after each conversation
 * to see what was really booked. Change it, or replace it by an agent of your own.
 */
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const closed = ['sunday', 'monday']
const talks = new Map()
const bookings = new Map()

export function reply(message, { conversationId, values }) {
  const talk = talks.get(conversationId) ?? {}
  talks.set(conversationId, talk)
  const text = message.toLowerCase()

  if (/\\b(human|person|somebody|someone|manager|real agent)\\b/.test(text)) {
    return { messages: 'I will get a colleague for you.', handoff: true }
  }
  if (/\\b(book|appointment|come in|haircut|trim)\\b/.test(text)) talk.booking = true
  if (/\\b(how much|price|prices|cost|costs)\\b/.test(text)) return 'A haircut is $35, washing included.'
  if (/\\b(hours|open|close|closed|closing)\\b/.test(text)) {
    return 'We are open Tuesday to Saturday from 9:00 to 18:00. On Sunday and Monday we are closed.'
  }
  if (talk.booking) return bookingAnswer(talk, message, conversationId, values.now)
  if (/\\b(thanks|thank you|bye)\\b/.test(text)) return 'You are welcome. Goodbye!'
  return 'I can tell you our hours and prices, and book a haircut. What can I do for you?'
}

/** What Fieldproof reads to see what was booked. */
export function readBookings({ conversation }) {
  return bookings.get(conversation) ?? []
}

function bookingAnswer(talk, message, conversationId, now) {
  const text = message.toLowerCase()
  if (talk.asked === 'confirm' && /\\b(yes|yeah|yep|yup|sure|ok|okay|correct|right|fine|perfect|great|works|take it|go ahead)\\b/.test(text)) {
    return book(talk, conversationId)
  }
  const day = dayIn(text, now)
  const time = timeIn(text)
  if (day !== undefined) talk.day = day
  if (time !== undefined) talk.time = time
  if (talk.asked === 'name' && day === undefined && time === undefined) talk.name = nameIn(message)
  talk.name ??= introduced(message)

  if (talk.day === undefined) return ask(talk, 'day', 'On which day would you like to come?')
  if (closed.includes(weekdayOf(talk.day))) {
    delete talk.day
    return ask(talk, 'day', 'On that day we are closed. Which other day suits you?')
  }
  if (talk.time === undefined) return ask(talk, 'time', 'At what time?')
  if (talk.name === undefined) return ask(talk, 'name', 'What name shall I write down?')
  const when = weekdayOf(talk.day) + ' ' + talk.day + ' at ' + talk.time
  return ask(talk, 'confirm', 'A haircut for ' + talk.name + ' on ' + when + '. Shall I book it?')
}

function ask(talk, what, question) {
  talk.asked = what
  return question
}

function book(talk, conversationId) {
  const { day, time, name } = talk
  const made = bookings.get(conversationId) ?? []
  made.push({ id: made.length + 1, service: 'haircut', day, time, name })
  bookings.set(conversationId, made)
  talk.booking = false
  talk.asked = undefined
  return {
    messages: 'You are booked for ' + weekdayOf(day) + ' ' + day + ' at ' + time + '. See you then!',
    toolCalls: [{ tool: 'create_booking', args: { day, time, name }, result: { id: made.length } }],
  }
}

function dayIn(text, now) {
  const written = text.match(/\\b\\d{4}-\\d\\d-\\d\\d\\b/)
  if (written) return written[0]
  const today = new Date(now)
  const later = (days) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  if (/\\btomorrow\\b/.test(text)) return later(1)
  if (/\\btoday\\b/.test(text)) return later(0)
  const month = months.findIndex((name) => text.includes(name))
  const date = text.match(/\\b(\\d{1,2})(?:st|nd|rd|th)?\\b(?! ?[ap]m|:)/)
  if (month !== -1 && date) return dateOf(today, month, Number(date[1]))
  const weekday = weekdays.findIndex((name) => text.includes(name))
  if (weekday === -1) return undefined
  return later((weekday - today.getUTCDay() + 7) % 7 || 7)
}

/** The next such date from today on. */
function dateOf(today, month, date) {
  const inYear = (year) => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10)
  const thisYear = inYear(today.getUTCFullYear())
  return thisYear < today.toISOString().slice(0, 10) ? inYear(today.getUTCFullYear() + 1) : thisYear
}

function weekdayOf(day) {
  return weekdays[new Date(day + 'T00:00:00Z').getUTCDay()]
}

function timeIn(text) {
  const found = text.match(/\\b(\\d{1,2}):(\\d\\d)\\s?(am|pm)?|\\b(\\d{1,2})\\s?(am|pm)\\b/)
  if (!found) return undefined
  const half = found[3] ?? found[5]
  const hour = Number(found[1] ?? found[4])
  const inDay = half === 'pm' && hour < 12 ? hour + 12 : half === 'am' && hour === 12 ? 0 : hour
  return String(inDay).padStart(2, '0') + ':' + (found[2] ?? '00')
}

function introduced(message) {
  const found = message.match(/\\b(?:name is|i am|i'm|this is)\\s+([\\w'-]+ [\\w'-]+)/i)
  return found ? found[1] : undefined
}

/** The answer to "what name": two capitalised words, or else all that was said. */
function nameIn(message) {
  const capitalised = message.match(/\\b[A-Z][\\w'-]+ [A-Z][\\w'-]+/)
  return introduced(message) ?? (capitalised ? capitalised[0] : message.replace(/[.!]+$/, '').trim())
}
`
