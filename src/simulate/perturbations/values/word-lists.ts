/**
 * Words that are values, or turn a sentence round, in the languages that customers mix into English.
 *
 * Without accents and in lower case, since people leave accents out. Words that mean something else in English, or in
 * another of these languages, stand under `unsure`: they count only beside words that tell the language.
 */

/** The value words of one language. */
export interface ValueWords {
  /** ISO 639-1. */
  readonly language: string
  readonly number: string
  /** Days, months, parts of the day, and what orders them. */
  readonly day: string
  readonly money: string
  readonly negation: string
  /** Any of the above that could be something else. */
  readonly unsure: string
  /** Everyday words that tell that a text is in this language. */
  readonly marks: string
}

const spanish: ValueWords = {
  language: 'es',
  number:
    'cero uno una dos tres cuatro cinco seis siete ocho nueve diez doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintiun veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento doscientos trescientos cuatrocientos quinientos seiscientos mil primero primera segundo tercero tercera cuarto cuarta quinto quinta medio docena ambos',
  day: 'lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre hoy manana ayer pasado tarde noche mediodia medianoche madrugada semana mes ano antes despues hasta desde proximo proxima siguiente ahora',
  money: 'euro euros dolar dolares pesos centavos',
  negation: 'no nunca jamas nada nadie ninguno ninguna ningun ni tampoco excepto salvo si',
  unsure: 'un media once sin',
  marks:
    'el la los las del que por para con quiero quisiera necesito puede puedo cita gracias hola es soy tengo mi mis una somos llamo favor de en',
}

const portuguese: ValueWords = {
  language: 'pt',
  number:
    'zero dois duas tres quatro cinco seis sete oito nove dez onze doze treze quatorze catorze quinze dezesseis dezasseis dezessete dezassete dezoito dezenove dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento duzentos trezentos quinhentos mil uma primeiro primeira terceiro meia duzia ambos',
  day: 'segunda terca quarta quinta sexta sabado domingo feira janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro hoje amanha ontem tarde noite manha madrugada semana mes ano antes depois ate proximo proxima agora',
  money: 'euro euros reais dolares centavos',
  negation: 'nao nunca jamais ninguem nada nenhum nenhuma nem sem tampouco exceto sim',
  unsure: 'um as',
  marks:
    'os da dos na ao que por para com quero gostaria preciso pode posso consulta obrigado obrigada ola oi sou tenho meu minha somos chamo favor de em nao',
}

const french: ValueWords = {
  language: 'fr',
  number:
    'une quart moins deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente quarante cinquante soixante septante huitante nonante cent cents mille premier premiere deuxieme troisieme quatrieme demi demie moitie douzaine',
  day: 'lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier avril juin juillet aout septembre octobre novembre decembre aujourd hui demain matin midi soir nuit minuit semaine mois avant apres jusque jusqu prochain prochaine maintenant heure heures',
  money: 'euro euros centimes dollars',
  negation: 'ne non jamais rien personne aucun aucune sans sauf oui',
  unsure: 'un six mars mai pas plus an hier',
  marks:
    'le la les du des je nous vous est suis pour avec voudrais besoin rendez bonjour merci plait mon ma mes appelle numero sommes il au et ai',
}

const german: ValueWords = {
  language: 'de',
  number:
    'null ein eins eine einen zwei zwo drei vier funf fuenf sechs sieben acht neun zehn zwolf zwoelf dreizehn vierzehn funfzehn fuenfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreissig dreißig vierzig funfzig fuenfzig sechzig siebzig achtzig neunzig hundert tausend erste ersten zweite zweiten dritte dritten vierte vierten funfte funften sechste siebte achte zehnte halb viertel dutzend beide',
  day: 'montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar janner februar marz maerz april mai juni juli august september oktober november dezember heute morgen ubermorgen uebermorgen gestern vormittag nachmittag mittag mitternacht abend nacht morgens abends nachmittags vormittags woche monat vor nach bis ab nachste nachsten naechste naechsten uhr jetzt fruhestens spatestens',
  money: 'euro euros cent franken dollar',
  negation: 'nicht nein nie niemals nichts niemand kein keine keinen keiner ohne ausser außer weder ja',
  unsure: 'elf',
  marks:
    'der dem ich wir mochte moechte brauche hatte fur fuer bitte danke hallo termin mein meine ist sind heisse heiße und mit einen konnen auf',
}

const hindi: ValueWords = {
  language: 'hi',
  number:
    'shunya ek chaar chah paanch panch chhe chhah saat aath nau gyarah baarah barah terah chaudah pandrah solah satrah atharah unnis bees ikkis pachees tees chalis chaalis pachas pachaas sattar assi nabbe sau hazaar hazar aadha aadhe dhai dedh sava saadhe sadhe paune pehla pehli doosra dusra teesra dono darjan',
  day: 'somvar somwar mangalvar mangalwar budhvar budhwar guruvar guruwar veervar shukravar shukrawar shanivar shaniwar ravivar raviwar itvaar itwar janvari farvari aprail mai joon julai agast sitambar aktubar navambar disambar aaj kal parso subah dopahar shaam raat baje hafte mahine saal pehle baad tak agle agla pichle abhi',
  money: 'rupaye rupaiye rupay rupaya rupees paise',
  negation: 'nahi nahin nahiin na naa bina kabhi koi haan haa',
  unsure: 'do char das mat din teen',
  marks:
    'hai hain hoon hu ka ki ke ko se mein mujhe mera meri mere chahiye aur log logon kripya liye karna kar dijiye ji',
}

export const valueWords: readonly ValueWords[] = [spanish, portuguese, french, german, hindi]
