/**
 * Whether a customer's message says yes, and whether an agent's message says no.
 *
 * Words, not understanding: English, with the yes and no of a few other languages. A message that begins with a
 * no is no yes, whatever follows.
 */

const yes =
  /\b(?:y|yes|yeah|yep|yup|sure|ok|okay|okey|confirm|confirmed|agree|agreed|correct|right|absolutely|definitely|perfect|great|go ahead|go for it|proceed|please do|do it|do that|do so|sounds good|that works|that'?s fine|fine|works for me|book it|cancel it|let'?s (?:do|go|move|proceed)|move forward|continue|i would like|i'?d like|i want|si|sí|sim|oui|ja|claro|d'accord|genau)\b/i
/** "Please downgrade all of them" is leave; "please tell me" is not. */
const instructs =
  /\bplease (?!let|tell|provide|confirm|check|help|wait|share|explain|clarify|advise|give|show|list|find|look|note|hold|don'?t|do not|be|send me)\w{3,}/i
const no = /^\W*(?:no|nope|nah|not|nein|non|não)\b/i

/** Whether the customer's words agree to what was proposed. */
export function saysYes(text: string): boolean {
  return (yes.test(text) || instructs.test(text)) && !no.test(text)
}

/** Several messages in a row: one of them is a yes, and none after it takes that back. */
export function sayYes(texts: readonly string[]): boolean {
  const said = texts.findLastIndex(saysYes)
  return said !== -1 && !texts.slice(said + 1).some((text) => no.test(text))
}

const proposes =
  /\b(?:confirm|proceed|go ahead|shall i|should i|may i|would you like me to|do you want me to|want me to|is that (?:correct|right|ok|okay)|are you sure)\b[^?]{0,300}\?|\(yes\b|\byes\/no\b|\breply (?:with )?"?yes|\bsay "?yes/i

/** Whether the agent asks the customer's leave to do something. */
export function asksLeave(text: string): boolean {
  return proposes.test(text)
}

const refuses =
  /\b(?:can ?not|can'?t|could ?n[o']t|unable|not able|not possible|not allowed|not permitted|not authori[sz]ed|won'?t be able|not eligible|not something i can|decline|against (?:our|the) (?:policy|rules)|i'?m sorry,? but|unfortunately|i must (?:refuse|decline)|do(?:es)? not (?:allow|permit|offer)|isn'?t (?:possible|allowed|something))\b/i

/** Whether the agent turns a request down. */
export function saysNo(text: string): boolean {
  return refuses.test(text)
}
