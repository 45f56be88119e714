/** The bookings of a small salon, and what it says. Whether a message was seen before is each bot's own business. */
export function salon() {
  const bookings = []
  return {
    /** Those of one customer, as JSON. @param url `/bookings?who=…` */
    bookingsOf(url) {
      const { searchParams } = new URL(url, 'http://bot')
      return JSON.stringify({ bookings: bookings.filter(({ who }) => who === searchParams.get('who')) })
    },
    /** Books when asked to, and answers in one sentence. */
    answer(who, text) {
      if (!/\bbook/i.test(text)) return `You wrote: ${text}`
      bookings.push({ id: bookings.length + 1, who, what: 'cleaning' })
      return "You're booked."
    },
  }
}

/** Messages that were taken already, by their provider's id. @param careful whether anybody looks */
export function seenBefore(careful) {
  const seen = new Set()
  return (id) => {
    const before = seen.has(id)
    seen.add(id)
    return careful && before
  }
}
