import { expect, test } from 'vitest'
import { guardedSpans } from '../guard.ts'
import { lexicons } from './index.ts'

/** Numbers, days, months, yes and no, in the languages that are mixed in. */
const values: Readonly<Record<string, string>> = {
  es: 'uno dos tres cuatro cinco seis siete ocho nueve diez once doce lunes martes miércoles jueves viernes sábado domingo no sí mañana hoy nunca sin',
  pt: 'um uma dois três quatro cinco seis sete oito nove dez onze doze segunda terça quarta quinta sexta sábado domingo não sim amanhã hoje nunca sem',
  fr: 'un une deux trois quatre cinq six sept huit neuf dix onze douze lundi mardi mercredi jeudi vendredi samedi dimanche mars mai non oui demain jamais sans pas',
  de: 'eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf montag dienstag mittwoch donnerstag freitag samstag sonntag mai nein ja morgen heute nie ohne nicht kein',
  hi: 'ek do teen char paanch chhe saat aath nau das gyarah barah somvar mangalvar budhvar guruvar shukravar shanivar ravivar nahi nahin mat kal aaj',
}

test('at least forty everyday words for each language, in Latin letters', () => {
  for (const { language, words, phrases, openings, goingOn, asking, thanking } of lexicons) {
    expect([language, Object.keys(words).length >= 40]).toEqual([language, true])
    const said = [...Object.values(words), ...Object.values(phrases), ...openings, ...goingOn, ...asking, ...thanking]
    expect(said.filter((text) => !/^[\p{Script=Latin}' ,.!?¿-]+$/u.test(text))).toEqual([])
    expect([...Object.keys(words), ...Object.keys(phrases)].filter((word) => word !== word.toLowerCase())).toEqual([])
  }
})

test('no word of any of them is a value, in English or in its own language', () => {
  for (const { language, words, phrases, openings, goingOn, asking, thanking } of lexicons) {
    const own = new Set(values[language]?.split(' ') ?? expect.fail(language))
    const said = [...Object.values(words), ...Object.values(phrases), ...openings, ...goingOn, ...asking, ...thanking]
    const english = [...Object.keys(words), ...Object.keys(phrases), ...said]
    expect(english.filter((text) => guardedSpans(text, []).length > 0)).toEqual([])
    expect(
      said.filter((text) =>
        text
          .toLowerCase()
          .match(/\p{L}+/gu)
          ?.some((word) => own.has(word)),
      ),
    ).toEqual([])
  }
})
