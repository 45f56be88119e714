/**
 * The gap of voice: the same utterances as clean text, as heard by a close microphone and by a far one.
 *
 * The suite is text, as suites are; production is what a recogniser made of recordings. Going from text to the close
 * microphone and from there to the far one splits the gap once more: each step is a gap of its own, and the steps add up.
 * Kinds of customers are intents; what is drawn again is an utterance with all its recordings.
 */
import { createReadStream, existsSync } from 'node:fs'
import { jsonLines, readJsonLines, unzipped } from '../src/conversation/index.ts'
import { doseOffset, type Gap, type Graded, gapOf } from '../src/learn/index.ts'
import { forecastRate } from '../src/stats/index.ts'
import { table } from './measure.ts'

const file = '../shared/data/voice_gap/dev.jsonl.gz'
const systems = ['google_asr/hermit', 'google_asr/sfid', 'multi_asr/hermit', 'multi_asr/sfid', 'multi_slurp_asr/hermit']
/** What the same systems lose on the whole set, in points, as published beside the data. */
const published = { speech: 10.0, microphone: 4.3 }

export interface Recording {
  readonly utterance_id: number
  readonly mic: 'close' | 'far'
  readonly asr_wer: number | null
  readonly intent: string
  readonly predicted: Readonly<Record<string, string>>
}

export async function recordings(): Promise<readonly Recording[]> {
  const all: Recording[] = []
  for await (const item of readJsonLines(jsonLines(unzipped(createReadStream(file)), false).bytes, { file })) {
    if ('value' in item) all.push(item.value as unknown as Recording)
  }
  return all
}

export async function bench(out: (line: string) => void): Promise<void> {
  if (!existsSync(file)) return out(`voice: ${file} is not here`)
  const all = await recordings()
  out(
    `${all.length} recordings of ${new Set(all.map((each) => each.utterance_id)).size} utterances; points, with 95 % intervals`,
  )
  const rows = systems.map((system) => {
    const text = system.replace(/^.*\//, 'clean_text/')
    const clean = [...new Map(all.map((each) => [each.utterance_id, each])).values()].map((each) =>
      graded(each, text, 'test'),
    )
    const on = (mic: 'close' | 'far', side: Graded['side']) =>
      all.filter((each) => each.mic === mic).map((each) => graded(each, system, side))
    const [speech, microphone, whole] = [
      gapOf([...clean, ...on('close', 'production')], { seed: 1 }),
      gapOf([...on('close', 'test'), ...on('far', 'production')], { seed: 1 }),
      gapOf([...clean, ...on('far', 'production')], { seed: 1 }),
    ] as const
    if (speech === null || microphone === null || whole === null) throw new Error('a side has nothing')
    const mix = speech.parts.mix + microphone.parts.mix + speech.parts.uncovered + microphone.parts.uncovered
    const sum = speech.parts.behaviour + microphone.parts.behaviour + mix
    return [
      system,
      percent(whole.parts.test),
      percent(whole.parts.production),
      points(whole, 'gap'),
      points(speech, 'behaviour'),
      points(microphone, 'behaviour'),
      (100 * mix).toFixed(1),
      Math.abs(sum - whole.parts.gap).toExponential(0),
      holds(speech, published.speech),
      holds(microphone, published.microphone),
    ]
  })
  for (const line of table(
    [
      'system',
      'text',
      'far',
      'gap',
      'speech',
      'microphone',
      'mix',
      'sum off by',
      `speech ${published.speech}`,
      `mic ${published.microphone}`,
    ],
    rows,
  ))
    out(line)
  out('')
  out('forecast for the far microphone from text and the close one, by the share of words misheard; 90 % intervals')
  const forecasts = systems.map((system) => foretold(all, system))
  for (const line of table(['system', 'forecast', 'interval', 'came', ''], forecasts)) out(line)
  out('')
}

/** Known: how it does on text and on the close microphone, and how many words each microphone gets wrong. Not: the far one's answers. */
function foretold(all: readonly Recording[], system: string): readonly string[] {
  const on = (mic: 'close' | 'far') => all.filter((each) => each.mic === mic)
  const dose = (mic: 'close' | 'far') => {
    const known = on(mic).flatMap(({ asr_wer }) => asr_wer ?? [])
    return known.reduce((sum, each) => sum + each, 0) / known.length
  }
  const right = (some: readonly Recording[], by: string) => ({
    successes: some.filter(({ predicted, intent }) => predicted[by] === intent).length,
    n: some.length,
  })
  const clean = { dose: 0, ...right(all, system.replace(/^.*\//, 'clean_text/')) }
  const close = { dose: dose('close'), ...right(on('close'), system) }
  const far = right(on('far'), system)
  const { rate, low, high } = forecastRate([{ weight: 1, ...close }], {
    seed: 1,
    assumed: doseOffset(clean, close, dose('far')),
    productionN: far.n,
  })
  const actual = far.successes / far.n
  const held = low <= actual && actual <= high ? 'held' : 'NOT HELD'
  return [system, percent(rate), `${percent(low)} to ${percent(high)}`, percent(actual), held]
}

function graded({ utterance_id, intent, predicted }: Recording, system: string, side: Graded['side']): Graded {
  return { side, unit: `${utterance_id}`, cell: intent, held: predicted[system] === intent }
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

function points({ parts, intervals }: Gap, name: 'gap' | 'behaviour'): string {
  const { low, high } = intervals[name]
  return `${(100 * parts[name]).toFixed(1)} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`
}

function holds({ intervals: { behaviour } }: Gap, value: number): string {
  return 100 * behaviour.low <= value && value <= 100 * behaviour.high ? 'held' : 'not held'
}
