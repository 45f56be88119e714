/**
 * What the customer's message before makes of polite words.
 *
 * "Enjoy the film!" after "yes, please" says that the film is playing; after "thanks, that's all" it says goodbye.
 */

/** `agreed`: the customer has just said yes; `leaving`: thanks or goodbye and no request; `open`: anything else, or unknown. */
export type Mood = 'agreed' | 'leaving' | 'open'

const agreeing =
  /\b(?:yes|yeah|yep|yup|sure|ok|okay|correct|right|exactly|absolutely|definitely|confirm|confirmed|go ahead|please do|do it|go for it|(?:sounds?|looks?|that(?:'s| is)|works?|it(?:'s| is)) (?:\w+ )?(?:good|great|right|fine|correct|perfect|wonderful|fantastic|cool|well|for me)|that works|suits me|what i want(?:ed)?|book (?:it|that)|play it|perfect)\b/
const leaving =
  /\b(?:thanks|thank you|thx|that(?:'s| is| was| will be)(?: \w+){0,2} (?:all|it|everything)|all i need(?:ed)?|that will be all|nothing else|no more|bye|goodbye|good day|i(?:'m| am) (?:good|done|fine|all set)|not (?:right )?now|not at the moment)\b|^(?:no|nope|nah)\b/
const yesFirst =
  /^(?:oh |well |ok |okay,? )?(?:yes|yeah|yep|yup|sure|correct|right|exactly|absolutely|i confirm|(?:yes )?please|that(?:'s| is) (?:right|correct|fine|good))\b/

export function moodOf(before: string | undefined): Mood {
  if (before === undefined) return 'open'
  const text = before.slice(0, 400).toLowerCase().replaceAll('’', "'").trim()
  if (yesFirst.test(text)) return 'agreed'
  if (leaving.test(text)) return /\b(?:correct|right|confirm|works|go ahead|sounds)\b/.test(text) ? 'agreed' : 'leaving'
  return agreeing.test(text) ? 'agreed' : 'open'
}

const welcoming =
  /^\W{0,3}(?:you(?:'re| are) (?:very |most |always )?welcome|no (?:problem|worries)|(?:it(?:'s| is| was) )?my pleasure|glad to help|happy to help|anytime|not a problem|don't mention it)\b/

/** Whether the agent's message opens by answering thanks. */
export function answersThanks(message: string): boolean {
  return welcoming.test(message.slice(0, 60).toLowerCase().replaceAll('’', "'"))
}
