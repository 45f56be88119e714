/**
 * What mood and manners add to a message: impatience, courtesy, small talk.
 */

/** Said by rude customers from the start, before what they have to say. */
export const BRUSQUE: readonly string[] = [
  'Fine.',
  'If you must know,',
  'Alright then.',
  "Let's get this over with.",
  'Quickly please.',
  'Right.',
]

/** Said before a message by a customer who is getting impatient. */
export const ANNOYED: readonly string[] = [
  'Look,',
  'Come on.',
  'This is taking long.',
  'Honestly,',
  "I don't have all day.",
  'Can we speed this up?',
  'Please, this is taking a while.',
  'Listen,',
]

/** The same, before something that was said before. */
export const ASKED_AGAIN: readonly string[] = [
  'Again?',
  'Seriously?',
  'Really?',
  'You asked me that already.',
  'This is getting old.',
  'How often do I have to say it?',
]

/** Said by a customer who has had enough. */
export const ANGRY: readonly string[] = [
  'This is ridiculous.',
  'Are you even reading this?',
  'Unbelievable.',
  'I am really losing my patience.',
  'How hard can it be?',
  'This is a joke.',
  'I have had enough of this.',
  'What is wrong with you?',
]

/** Said by a customer who is about to leave. */
export const THREATS: readonly string[] = [
  "I'm going somewhere else if this goes on.",
  'One more of these and I am gone.',
  'Sort this out or I will take my business elsewhere.',
  "I'm this close to leaving.",
  'Last chance before I go elsewhere.',
  'You are about to lose a customer.',
]

/** Said before an answer by polite customers. */
export const COURTESIES: readonly string[] = ['Sure,', 'Of course,', 'Sure thing,', 'Yes, sure,', 'Yes, of course,']

/** Said after an answer by talkative customers. */
export const CHATTER: readonly string[] = [
  'Hope your day is going well!',
  'Thanks so much for helping me with this.',
  'Sorry, I am typing this on the go.',
  'I really appreciate it.',
  'You are very kind.',
  "It's been such a busy week.",
  'I hope that is not too complicated.',
  'My calendar is a mess, as always.',
]
