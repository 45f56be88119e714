/**
 * What a message means: an intent from a small trained classifier, and the values in the text.
 *
 * Trained once, at start, from `training.yaml` and the names of the services; one model serves all conversations.
 */
import { readFileSync } from 'node:fs'
import { dockStart } from '@nlpjs/basic'
import { parse } from 'yaml'
import { services } from './knowledge.mjs'
import { readBareTime, readMoments } from './moments.mjs'

/**
 * @typedef {object} Understanding
 * @property {string} text
 * @property {string} intent `none` when nothing fits well enough
 * @property {number} score 0..1
 * @property {string} [service] @property {string} [dentist] @property {string} [date] @property {string} [time]
 * @property {'morning' | 'afternoon'} [part] @property {string} [birthDate] @property {string} [phone] @property {string} [name]
 */

/** Nobody has more to say in one message; what comes after is not read, so that no customer keeps the others waiting. */
const charactersRead = 2000

/** Below this the classifier is guessing. */
const sureEnough = 0.55

export async function trainUnderstanding() {
  const dock = await dockStart({
    settings: { nlp: { languages: ['en'], autoSave: false, autoLoad: false, forceNER: true, nlu: { log: false } } },
    use: ['Basic', 'LangEn'],
  })
  const nlp = dock.get('nlp')
  /** @type {Record<string, string[]>} */
  const training = parse(readFileSync(new URL('./training.yaml', import.meta.url), 'utf8'))
  for (const [intent, examples] of Object.entries(training)) {
    for (const example of examples) nlp.addDocument('en', example, intent)
  }
  for (const { id, name, synonyms } of services) nlp.addNerRuleOptionTexts('en', 'service', id, [name, ...synonyms])
  await nlp.train()

  /** The first sentence that asks for something, or else the whole message. @param {string} text */
  async function classify(text) {
    const whole = await nlp.process('en', withoutGreeting(text))
    const sentences = text.split(/(?<=[.!?])\s+/)
    if (sentences.length === 1) return whole
    for (const sentence of sentences) {
      const one = await nlp.process('en', withoutGreeting(sentence))
      const asks = !['None', 'greet', 'thanks', 'affirm', 'deny', 'inform'].includes(one.intent)
      if (asks && one.score >= sureEnough) return { ...one, entities: whole.entities }
    }
    return whole
  }

  /**
   * @param {string} message
   * @param {{ now: string, dentists: string[], expecting?: string | undefined }} context `expecting` is the value just asked for
   * @returns {Promise<Understanding>}
   */
  return async function understand(message, { now, dentists, expecting }) {
    const text = message.slice(0, charactersRead)
    const { intent, score, entities } = await classify(text)
    const sure = intent !== 'None' && score >= sureEnough
    const service = entities.find((/** @type {any} */ entity) => entity.entity === 'service')?.option
    const moments = readMoments(text, now)
    const time = moments.time ?? (expecting === 'time' || expecting === 'change' ? readBareTime(text) : undefined)
    return {
      text,
      intent: sure ? intent : 'none',
      score: sure ? score : 0,
      ...moments,
      ...given('time', time),
      ...given('service', service),
      ...given(
        'dentist',
        dentists.find((name) => text.toLowerCase().includes(lastName(name))),
      ),
      ...given('phone', readPhone(text)),
      ...given('name', readName(text, expecting === 'name')),
    }
  }
}

/** A greeting before a request says nothing of what is wanted. @param {string} text */
const withoutGreeting = (text) =>
  text.replace(/^\s*(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: there)?[\s,.!-]+(?=\S+ \S)/i, '')

/** @param {string} name @param {unknown} value */
const given = (name, value) => (value === undefined ? {} : { [name]: value })

/** @param {string} name */
const lastName = (name) => name.split(' ').at(-1)?.toLowerCase() ?? name

/** At least seven digits that are not a date. @param {string} text */
function readPhone(text) {
  const withoutDates = text.replace(/\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b/g, ' ')
  const candidate = /\+?\d[\d\s().-]{5,}\d/.exec(withoutDates)?.[0].trim()
  return candidate && candidate.replace(/\D/g, '').length >= 7 ? candidate : undefined
}

const introduced =
  /\b(?:my name is|my name's|name is|name's|this is|i am|i'm|it's|its|name:)\s+([\p{L}'-]+(?: [\p{L}'-]+){0,2})/iu
const nameLike = /^\p{L}[\p{L}'.-]*(?: \p{L}[\p{L}'.-]*){0,3}$/u
const notNames =
  /\b(?:an?|the|hi|hello|hey|thanks|actually|again|like|said|told|as|before|sorry|not|looking|calling|booked|here|new|free|in|on|at|for|about|running|late|having|happy|sure|yes|no|ok|okay|and|my|born)\b/i

/**
 * A name that was introduced (`I'm Ana Reis`), or the whole message when a name was asked for.
 *
 * @param {string} text @param {boolean} asked
 */
function readName(text, asked) {
  const words = introduced.exec(text)?.[1]?.split(' ') ?? []
  const end = words.findIndex((word) => notNames.test(word))
  const name = (end === -1 ? words : words.slice(0, end)).join(' ')
  const explicit = /name/i.test(introduced.exec(text)?.[0] ?? '')
  if (name && (explicit || asked || /^\p{Lu}\S+ \p{Lu}/u.test(name))) return titled(name)
  const whole = text.split(/[,;.!\n]/)[0]?.trim() ?? ''
  return asked && nameLike.test(whole) && !notNames.test(whole) ? titled(whole) : undefined
}

/** @param {string} name */
const titled = (name) => name.replace(/(^|[\s'-])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase())
