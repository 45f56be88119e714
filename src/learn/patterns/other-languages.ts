/**
 * What an agent says in other languages than English, as far as somebody's leaving may hang on it.
 *
 * Portuguese, Spanish, French, Italian, German, Dutch, Swedish, Danish, Norwegian, Polish, Turkish and Hindi. All are read in
 * lower case.
 */

/** Words between what no letter stands beside. */
const among = (...words: readonly string[]) => new RegExp(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`, 'u')

export const lost = among(
  'não (?:entendi|percebi|compreendi)',
  'no (?:(?:te |le |lo |la )?(?:entiendo|entendí|comprendo|he entendido)|he podido entender)',
  "(?:je )?n'ai pas (?:bien )?compris|ne comprends pas",
  'non ho capito|non capisco',
  '(?:nicht|leider nicht) (?:richtig )?verstanden|verstehe (?:sie |dich |das )?nicht',
  '(?:niet|niet goed) begrepen|begrijp (?:u |je |het |dat )?niet',
  '(?:förstod|förstår|forstod|forstår|forsto) (?:inte|ikke)',
  'nie (?:rozumiem|zrozumiał[ea]m)',
  'anlamadım|anlayamadım',
  'samajh nahi\\p{L}*|नहीं समझ\\p{L}*|समझ नहीं',
)

export const failed = among(
  'desculpe|infelizmente|não (?:consegui|foi possível|é possível|temos|podemos)',
  'lo siento|lamentablemente|no (?:pude|pudimos|he podido|fue posible|es posible|tenemos|podemos)',
  "d[ée]sol[ée]e?|malheureusement|n'(?:ai|avons) pas pu|n'est pas possible|(?:ne pouvons|ne peux) pas|n'avons pas",
  'mi dispiace|purtroppo|non (?:sono riuscit[oa]|è (?:stato )?possibile|possiamo|abbiamo)',
  'leider|tut mir leid|(?:konnte|können|kann) (?:ich |wir )?(?:das |es )?(?:leider )?nicht|nicht möglich|haben wir nicht',
  'helaas|niet gelukt|niet mogelijk|(?:kan|kunnen|kon) (?:ik |we |wij )?(?:dat |het )?niet',
  'tyvärr|beklager|(?:kunde|kan|kunne) (?:jag |jeg |vi )?(?:inte|ikke|desværre)|desværre|dessverre|(?:inte|ikke) (?:möjligt|muligt|mulig)',
  'niestety|przykro|nie (?:udało|możemy|mogę|ma możliwości)',
  'üzgünüm|maalesef|mümkün değil|yapamıyoruz|edemedim|yapamadım',
  'maaf|nahi ho (?:paya|sakta|payega)|माफ़?\\p{M}*|नहीं हो',
)

export const done = among(
  '(?:agend|reserv|confirm|marc|cancel)ad[oa]s?',
  '(?:réserv|confirm|annul)ée?s?',
  '(?:prenotat|confermat|annullat|cancellat)[oa]',
  'gebucht|reserviert|bestätigt|storniert',
  'geboekt|gereserveerd|bevestigd|geannuleerd',
  'bokad|bokat|booket|bestilt|bekräftad|bekräftat|bekreftet|bekræftet|avbokad|aflyst|avbestilt',
  '(?:zarezerwowa|potwierdzo|umówio|odwoła)n[aeyo]',
  'rezerve edildi|onaylandı|oluşturuldu|iptal edildi',
  '(?:book|confirm|cancel) (?:ho gaya|kar diya)',
)

export const asks = among(
  'por favor',
  "s'il (?:vous|te) pla[iî]t|veuillez",
  'per (?:favore|cortesia)',
  'bitte',
  'alstublieft|graag',
  'vänligen|venligst|vennligst|vær så snill',
  'proszę',
  'lütfen',
  'kripya|कृपया',
)
