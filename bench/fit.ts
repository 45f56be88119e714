/**
 * How well habits are fitted back from customers whose habits are known.
 *
 * First the interval of every rate over many sets of conversations, of this repository's own sentences. Then the bias of
 * the share of typing errors: errors are put into what people wrote in `../shared/data/conversations`, at known rates,
 * and looked for. What those people mistyped themselves is found too, and is the first line.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type ChannelFit, fit as fitted, heardOf } from '../src/simulate/fit/index.ts'
import { type SyntheticOptions, synthetic } from '../src/simulate/fit/synthetic.sample.ts'
import type { PerturbationChoices } from '../src/simulate/perturbations/index.ts'
import { table } from './measure.ts'

const data = new URL('../../shared/data/conversations/dev.jsonl.gz', import.meta.url)

const truth = {
  writing: { typos: 0.05, lowercase: 0.4, noPunctuation: 0.3, abbreviations: 0.2, fillers: 0.15, emoji: 0.1 },
  timing: { thinkMs: 5000, wordsPerMinute: 40, burst: 0.3 },
}

export async function bench(out: (line: string) => void): Promise<void> {
  const sets = 100
  out(`fit: ${sets} sets of 40 conversations of 6 turns; how many 95 % intervals hold the known value`)
  for (const line of coverage(sets)) out(line)
  out('')
  out(`fit: further ways of writing, one at a time, ${recognisedSets} sets of 40 conversations of 6 turns`)
  for (const line of furtherWays()) out(line)
  out('')
  out(`fit: typing errors put into the sentences of this repository, ${typoSets} sets of each`)
  for (const line of bias({})) out(line)
  if (!existsSync(data)) {
    out('fit: what people wrote is skipped, ../shared/data/conversations is not there.')
    return
  }
  const sentences = customersTexts()
  out('')
  out(`fit: typing errors put into ${sentences.length} messages that people wrote, ${typoSets} sets of each`)
  for (const line of bias({ sentences })) out(line)
}

function coverage(sets: number): readonly string[] {
  const wholes = Array.from({ length: sets }, (_, at) => {
    const seed = at + 1001
    return fitted(synthetic(truth, { conversations: 40, turns: 6, seed }).map(heardOf), seed).whole
  })
  const rows = [
    ...Object.entries(truth.writing).map(([name, value]) => ({ field: `writing.${name}`, value })),
    { field: 'timing.burst', value: truth.timing.burst },
    { field: 'thinkMs', value: truth.timing.thinkMs },
    { field: 'wordsPerMinute', value: truth.timing.wordsPerMinute },
  ].map(({ field, value }) => {
    const found = wholes.map((whole) => foundIn(whole, field)).filter((each) => each !== undefined)
    const held = found.filter(({ low, high }) => low <= value && value <= high).length
    return [field, String(value), String(Number(meanOf(found).toPrecision(3))), `${held} of ${found.length}`]
  })
  return table(['field', 'known', 'mean found', 'held'], rows)
}

const recognisedSets = 20

/** Rates as they might be of somebody who does this and nothing else. */
const ways: PerturbationChoices = {
  elongation: 0.2,
  'extra-space': 0.03,
  'missing-space': 0.03,
  'vowel-drop': 0.03,
  filler: 0.04,
  'smart-quotes': 0.5,
  nbsp: 0.05,
  'zero-width': 0.04,
  homoglyphs: 0.04,
  'combining-marks': 0.04,
  rtl: 0.04,
  'code-switch': { rate: 0.2, language: 'es' },
  'all-caps': 0.1,
  sticker: 0.08,
  attachment: 0.1,
  forwarded: 0.1,
  quoted: 0.1,
}

/** With places for all of them. */
const waysSentences = [
  "I'd like to know whether the workshop repairs electric bicycles, please.",
  "I don't think the rear wheel is good, but my daughter says that it's okay.",
  'Hello, I have a question about the price and the information on your page.',
  'Thanks, that would be great, but there is a problem with my car.',
  'Sorry, my husband has a really old bicycle, and the family needs help.',
  'Please send me a message because I really want to be sure.',
]

function furtherWays(): readonly string[] {
  const rows = Object.entries(ways).map(([id, choice]) => {
    const known = typeof choice === 'number' ? choice : choice.rate
    const found = Array.from({ length: recognisedSets }, (_, at) => {
      const options = { conversations: 40, turns: 6, seed: at + 1, sentences: waysSentences }
      const { rates } = fitted(synthetic({ perturbations: { [id]: choice } }, options).map(heardOf), at + 1).whole
      const mine = rates.filter(({ field }) => field === `perturbations.${id}`)
      return mine.reduce((most, rate) => (rate.k > most.k ? rate : most), mine[0] ?? { k: 0 })
    }).flatMap((rate) => ('estimate' in rate && rate.estimate ? [{ ...rate.estimate, value: rate.estimate.rate }] : []))
    const held = found.filter(({ low, high }) => low <= known && known <= high).length
    return [id, String(known), String(Number(meanOf(found).toPrecision(3))), `${held} of ${recognisedSets}`]
  })
  return table(['perturbation', 'known', 'mean found', 'held'], rows)
}

function foundIn({ rates, times }: ChannelFit, field: string) {
  if (field === 'thinkMs' || field === 'wordsPerMinute') return times[field]
  const estimate = rates.find((rate) => rate.field === field)?.estimate
  return estimate && { ...estimate, value: estimate.rate }
}

const typoSets = 10

function bias(options: Partial<SyntheticOptions>): readonly string[] {
  const rows = [20, 100, 300].flatMap((conversations) =>
    [0, 0.01, 0.03, 0.1].map((typos) => {
      const found = Array.from({ length: typoSets }, (_, at) => {
        const known = { writing: { typos } }
        const { whole } = fitted(
          synthetic(known, { turns: 6, ...options, conversations, seed: at + 1 }).map(heardOf),
          at + 1,
        )
        return foundIn(whole, 'writing.typos')
      }).filter((each) => each !== undefined)
      const held = found.filter(({ low, high }) => low <= typos && typos <= high).length
      const mean = meanOf(found)
      return [
        String(conversations),
        percent(typos),
        percent(mean),
        typos === 0 ? '-' : `${(((mean - typos) / typos) * 100).toFixed(0)} %`,
        `${held} of ${found.length}`,
      ]
    }),
  )
  return table(['conversations', 'put in', 'mean found', 'off by', 'held'], rows)
}

function customersTexts(): readonly string[] {
  const lines = gunzipSync(readFileSync(data)).toString('utf8').split('\n')
  return lines.flatMap((line) => {
    if (line.trim() === '') return []
    const { turns } = JSON.parse(line) as {
      readonly turns: readonly { readonly role: string; readonly text?: string }[]
    }
    return turns.flatMap(({ role, text }) => (role === 'user' && typeof text === 'string' ? [text] : []))
  })
}

function meanOf(found: readonly { readonly value: number }[]): number {
  return found.reduce((sum, { value }) => sum + value, 0) / found.length
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)} %`
}
