/** What to do where senders drop part of what they record: by default they keep 128 attributes of a span. */

/** One line for the person who runs the agent. */
const fix = 'set OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=4096 where the agent runs'

/** The name under which such spans are counted, with what to do. */
export const cutShort = `cut short by the sender: ${fix}`

/** What stands beside a conversation that cannot be graded for it. */
export function lackOf(dropped: number) {
  return { dropped, because: `the sender dropped ${dropped} attributes, events or links of spans`, fix }
}
