/**
 * Whether a customer asks for a person, in English and a dozen other languages.
 *
 * Sentence by sentence, so that "no need to" and "if not" do not count. Whether somebody is a person ("are you a bot?") is
 * another question.
 */

/** Read in lower case: to ignore case while looking takes ten times as long. */
export function asksForPerson(text: string): boolean {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .split(/(?<=[.!?\n;])/)
    .some((sentence) => refusesMachine.test(sentence) || (wantsPerson.test(sentence) && !withdrawn.test(sentence)))
}

const refusesMachine =
  /\b(?:don'?t|do not) want (?:to (?:talk|speak|chat|deal) (?:to|with) )?(?:a|an|this|your|some|any) (?:[a-z]{1,12} )?(?:bot|robot|chatbot|machine|computer|ai)s?\b|\b(?:instead of|not (?:to|with)) (?:a|this|your) (?:bot|robot|chatbot|machine)\b/u

const withdrawn =
  /\b(?:(?:are|could|would|is it true) you(?:r|'re)?\b.{0,20}\b(?:real|actual|live|human)\b|am i (?:talking|speaking|chatting)|no need|not need|don'?t (?:need|want)|(?<!\b(?:see|check|ask|know|wonder|wondering|even|as|find out) )if|unless|no (?:necesito|quiero|preciso|quero)|si (?:no|ce n'est)|keinen|nicht (?:mit|nötig))\b/u

const person = `(?:human|person|people|agent|representative|rep|manager|supervisor|operator|someone|somebody|receptionist|staff|advisor|adviser|team member|team|colleague|front desk|reception|customer (?:service|support|care))s?`

/** Verbs of speech before words for people, whatever stands between the two; and people alone, as terse customers write. */
const phrases: readonly string[] = [
  String.raw`\b(?:speak|speaking|talk|talking|chat|chatting|spoken|talked) (?:to|with) (?:[a-z']{1,12} ){0,3}${person}\b`,
  String.raw`\b(?:connect me (?:to|with)|transfer me(?: over)? to|put me through to|pass me (?:on |over )?to|escalate (?:me|this|it) to|hand me over to) (?:[a-z']{1,12} ){0,3}${person}\b`,
  String.raw`\bplease (?:transfer|connect) me(?: now| over)?\W*$|^\W*(?:(?:yes|ok|okay|sure|fine|then|just|please)\W+)*(?:transfer|connect|escalate) (?:me|it|this)(?: now| over| please)*\W*$|\btransferred to (?:a|an|your|the) (?:[a-z]{1,12} ){0,2}${person}\b`,
  String.raw`\b(?:escalate|transfer|forward)\b[^.?!\n]{0,30}\bto (?:a|an|your|the|one of your) (?:[a-z]{1,12} ){0,2}${person}\b`,
  String.raw`\b(?:can|could|would|please|want|like|need|way)\b[^.?!\n]{0,12}\bescalate (?:this|it|my (?:case|issue|complaint|request|ticket))\b`,
  String.raw`\b(?:${person}|anyone|anybody)(?: else)?(?: that| who| whom)? (?:i|we) (?:can|could|may) (?:speak|talk)`,
  String.raw`\b(?:can|could|have|please have) (?:someone|somebody|a (?:person|human|manager)) (?:please )?(?:call|ring|phone) me\b`,
  String.raw`\b(?:get me|give me|i want|i need|let me have|is there|i'd (?:like|prefer|rather have)|i would (?:like|prefer)|can i (?:have|get)|put) (?:(?:a|an|the|your|some|real|live|actual|human) ){0,3}(?:human|agent|representative|rep|manager|supervisor|operator)\b`,
  String.raw`\b(?:real|live|actual) (?:person|human|agent)\b(?! or\b)`,
  String.raw`\bhuman (?:please|agent|representative)\b|^\W*(?:agent|human|operator|representative|real person)(?:,? please)?\W*$`,
  // Portuguese, Spanish, Italian, French.
  String.raw`\bfalar (?:com|para) (?:uma pessoa|alguém|um humano|um atendente|um operador|o gerente|um responsável)|\bum atendente(?: humano)?,? por favor|^\W*atendente\W*$|\b(?:atendimento|atendente) humano|\bpassar? (?:para|pra) (?:um|uma) (?:atendente|humano|pessoa)`,
  String.raw`\bhablar con (?:una persona|alguien|un humano|un agente|un asesor|un operador|el gerente|un representante|un encargado)|\b(?:un agente|una persona),? por favor|\b(?:atención|agente|asesor) human[oa]|\b(?:p[áa]s[ae]me|comun[íi]queme) con (?:un|una|alguien|el|la)\b`,
  String.raw`\bparlare con (?:una persona|qualcuno|un operatore|un umano|un responsabile)|^\W*operatore\W*$|\boperatore umano|\b(?:mi passi|passami) (?:un operatore|qualcuno|una persona)`,
  String.raw`\bparler (?:à|a|avec) (?:une (?:vraie )?personne|quelqu'un|un humain|un conseiller|un agent|un responsable)|\bpassez-moi (?:un|quelqu'un)|\bun vrai humain`,
  // German, Dutch, Swedish, Danish and Norwegian.
  String.raw`\bmit (?:einem (?:echten )?menschen|jemandem|einem mitarbeiter|einer person|einem berater|einer mitarbeiterin) (?:sprechen|reden|verbinden|verbunden)|\b(?:echten menschen|mitarbeiter),? bitte|\bmenschlichen (?:mitarbeiter|ansprechpartner|berater)`,
  String.raw`\bmet (?:een (?:echt )?mens|iemand|een (?:medewerker|persoon)) (?:spreken|praten)|\b(?:spreken|praten) met (?:een (?:echt )?mens|iemand|een (?:medewerker|persoon))`,
  String.raw`\b(?:prata|tala|snakke|tale) med (?:en (?:riktig |rigtig |ekte )?(?:människa|person|menneske|medarbejder|medarbeider)|någon|nogen|noen)`,
  // Polish, Turkish, Hindi in Latin letters and its own.
  String.raw`\b(?:rozmawiać|porozmawiać|połączyć) z (?:człowiekiem|konsultantem|kimś|pracownikiem|osobą)|\bpołącz(?:cie)? mnie z`,
  String.raw`\bmüşteri temsilcisi|\bgerçek (?:bir )?(?:insan|kişi)|\b(?:bir )?(?:insanla|temsilciyle|yetkiliyle|biriyle) (?:konuş|görüş)`,
  String.raw`\b(?:insaan|insan|agent|kisi) se baat\b|(?:इंसान|व्यक्ति|एजेंट|किसी) से बात`,
]

const wantsPerson = new RegExp(phrases.join('|'), 'u')
