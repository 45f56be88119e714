/** What the guard keeps in messages that are not English. Braces mark the values that an agent acts upon. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Edit } from '../customers/customer.ts'
import { perturbationOf } from './choose.ts'
import { type GuardedFact, guardOf } from './guard.ts'
import { perturb, perturbationKinds } from './index.ts'
import { isRestated } from './restated.ts'

const facts: readonly GuardedFact[] = [
  { type: 'name', value: 'Inês Müller' },
  { type: 'phone', value: '+34 912 555 010' },
  { type: 'email', value: 'ines.muller@example.com' },
  { type: 'choice', value: 'limpieza', options: ['limpieza', 'blanqueamiento'] },
]
const guard = guardOf(facts)

const sentences: Readonly<Record<string, readonly string[]>> = {
  es: [
    'Quiero una {limpieza} el {martes} {cinco} de {marzo} a las {tres} y {media} de la {tarde}.',
    'Me llamo {Inês} {Müller} y mi teléfono es {+34 912 555 010}, por favor.',
    '{No} puedo el {miércoles}, {mañana} {antes} de las {once} {sí}.',
    'Somos {veintitrés} personas y cuesta {doscientos} {euros}, {sin} descuento, ¿verdad?',
  ],
  pt: [
    'Queria marcar para {terça} às {14h30}, pode ser? Obrigada.',
    '{Não} posso {amanhã}, só {depois} de {dezembro} às {sete} e {meia}.',
    'São {duzentos} e {cinquenta} {reais}, o e-mail é {ines.muller@example.com}.',
    'Somos {dezesseis}, {nunca} fui lá {sem} consulta, obrigado.',
  ],
  fr: [
    'Je voudrais venir {mardi} {six} {mars} à {quinze} {heures} {trente}, merci.',
    'Je {ne} peux {pas} {demain}, mais {vendredi} {après} {midi} {oui}.',
    'Nous sommes {quatre}, cela coûte {quatre}-{vingt}-{dix} {euros} {sans} la remise.',
    "Mon numéro est le {+34 912 555 010} et je m'appelle {Müller}.",
  ],
  de: [
    'Ich hätte gern einen Termin am {Dienstag} um {halb} {drei}, bitte.',
    '{Nicht} am {Freitagabend}, aber {übermorgen} {vor} {zwölf} {Uhr}.',
    'Wir sind {dreiundzwanzig} Leute, es kostet {fünfzig} {Euro} {ohne} Rabatt.',
    'Schreiben Sie an {ines.muller@example.com}, ich heiße {Inês} {Müller}.',
  ],
  hi: [
    'Mujhe {kal} {subah} {das} {baje} ka appointment chahiye, please.',
    'Hum {do} log hain, {somvar} ko {saadhe} {teen} {baje}.',
    '{Nahi}, {mangalvar} ko {mat} rakhiye, {shaam} ke {baad} theek hai.',
    'Kya yeh {paanch} {sau} {rupaye} ka hai? Mera number {+34 912 555 010} hai.',
  ],
}

const written = Object.values(sentences).flat()
const messages = fc.array(fc.constantFrom(...written), { minLength: 1, maxLength: 3 }).map((chosen) => chosen.join(' '))

/** The text without braces, and where the values stand in it. */
function readMarks(marked: string): { readonly text: string; readonly values: readonly Place[] } {
  const values: Place[] = []
  let text = ''
  for (const part of marked.split(/(\{[^}]*\})/)) {
    if (part.startsWith('{')) values.push({ at: text.length, said: part.slice(1, -1) })
    text += part.startsWith('{') ? part.slice(1, -1) : part
  }
  return { text, values }
}

interface Place {
  readonly at: number
  readonly said: string
}

/** Values that an edit changes, other than into the same in another form. */
function lost(edits: readonly Edit[], values: readonly Place[]): readonly string[] {
  return edits.flatMap(({ at, from, to }) =>
    values
      .filter((value) => at < value.at + value.said.length && at + from.length > value.at && !isRestated(from, to))
      .map(({ said }) => `${said}: "${from}" > "${to}"`),
  )
}

const occasionOf = (text: string, seed: number) => ({
  seed,
  key: [0, 0],
  spans: guard.spans(text),
  words: guard.words,
  whole: [],
})
const innocent = perturbationKinds.filter(({ changesFacts }) => changesFacts !== true)

for (const [language, lines] of Object.entries(sentences)) {
  test(`every value that is marked in ${language} is found by the guard`, () => {
    for (const line of lines) {
      const { text, values } = readMarks(line)
      const spans = guard.spans(text)
      const missed = values.filter(
        ({ at, said }) => !spans.some((span) => span.at <= at && span.at + span.text.length >= at + said.length),
      )
      expect(missed).toEqual([])
    }
  })
}

test.each(innocent.map(({ id }) => id))('%s changes no value in any of five languages', (id) => {
  const kind = perturbationOf(id, 1)
  fc.assert(
    fc.property(messages, fc.nat(), (marked, seed) => {
      const { text, values } = readMarks(marked)
      expect(lost(kind.edits(text, occasionOf(text, seed)), values)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('all kinds at once change no value in any of five languages', () => {
  const all = innocent.map(({ id }) => perturbationOf(id, 0.4))
  fc.assert(
    fc.property(messages, fc.nat(), (marked, seed) => {
      const { text, values } = readMarks(marked)
      expect(lost(perturb(text, all, occasionOf(text, seed)), values)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('English words that are numbers elsewhere are left to be mistyped in English', () => {
  const found = guard
    .spans('What do I say to the teen on the mat? Um, there is as much media as that.')
    .map(({ text }) => text)
  expect(found).toEqual([])
})
