/** What customers and agents of a clinic say, never the same twice, with times, prices and order numbers in them. */

const openings = ['Hello, I wanted to ask', 'Thank you for waiting', 'Let me see', 'Good news', 'Sorry to hear that']
const middles = [
  'whether there is anything free on Tuesday afternoon',
  'the earliest we have is # o’clock with the hygienist',
  'a cleaning takes about # minutes and costs $#.00',
  'my order ###### has not arrived and I am a little worried',
  'we can move it to 2026-0#-1# at 1#:#0 if that suits you better',
  'the parking is behind the house and free for # hours',
  'insurance covers most of it, usually all but #%',
  'please bring the form that was sent with the invitation',
]
const closings = [
  'Shall I book it?',
  'Would that work for you?',
  'Is there anything else?',
  'Many thanks!',
  'See you soon.',
]
const personal = ['You can reach me at (415) 555-01##.', 'Write to guest.##@example.com.', 'I live at ## Baker Street.']

/** @param share of messages in which something personal stands */
export function sayer(seed: number, share: number, letters: number): () => string {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const one = (of: readonly string[]) => of[Math.floor(random() * of.length)] ?? ''
  return () => {
    let text = one(openings)
    while (text.length < letters - 40) text += `, ${one(middles)}. ${one(openings)}`
    if (random() < share) text += `. ${one(personal)}`
    return `${text}. ${one(closings)}`.replace(/#/g, () => String(Math.floor(random() * 10)))
  }
}
