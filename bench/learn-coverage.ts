/**
 * Coverage without labels: what developers wrote as the suite, what customers really wrote as production.
 *
 * Labels are read for the comparison alone. Nothing here was trained on them; the method looks at the words of both sides.
 */
import { createReadStream, existsSync } from 'node:fs'
import { jsonLines, readJsonLines, unzipped } from '../src/conversation/index.ts'
import { Clusters } from '../src/learn/coverage/clusters.ts'
import { beyondStrays } from '../src/learn/coverage/coverage.ts'
import { neighbourhoodOf } from '../src/learn/coverage/novelty.ts'
import { spaceOf, type Vector } from '../src/learn/coverage/space.ts'
import { togetherIn } from '../src/learn/coverage/together.ts'
import { keyedRandom, rate, unseen, upperLimit } from '../src/stats/index.ts'
import { table } from './measure.ts'

const file = '../shared/data/drift/dev.jsonl.gz'

interface Message {
  readonly dataset: string
  readonly origin: string
  readonly text: string
  readonly intent: string
  readonly in_scope: boolean
  /** Platforms' answers: an intent or nothing, and how sure they are. */
  readonly nlu_predictions?: Readonly<Record<string, readonly [string | null, number]>>
}

interface Bot {
  readonly name: string
  readonly suite: readonly Message[]
  readonly production: readonly Message[]
}

export async function bench(out: (line: string) => void): Promise<void> {
  if (!existsSync(file)) return out(`coverage: ${file} is not here`)
  const messages: Message[] = []
  for await (const item of readJsonLines(jsonLines(unzipped(createReadStream(file)), false).bytes, { file })) {
    if ('value' in item) messages.push(item.value as unknown as Message)
  }
  const of = (dataset: string, ...origins: readonly string[]) =>
    messages.filter((each) => each.dataset === dataset && origins.includes(each.origin))
  const bots: readonly Bot[] = [
    {
      name: 'SOFMattress: what its developers wrote, and what its customers did',
      suite: of('hint3:sofmattress', 'train'),
      production: of('hint3:sofmattress', 'production'),
    },
    {
      name: 'CLINC150: the same rule untouched',
      suite: of('clinc150', 'train').filter((each) => each.in_scope),
      production: of('clinc150', 'test', 'val'),
    },
  ]
  for (const bot of bots) told(bot, out)
  for (const line of checks(of)) out(line)
  out('')
}

function told({ name, suite, production }: Bot, out: (line: string) => void): void {
  const space = spaceOf([...suite, ...production].map(({ text }) => text))
  const startMs = performance.now()
  const together = togetherIn(
    space,
    [...suite, ...production].map(({ text }) => text),
  )
  const vectors = suite.map(({ text }) => together(space.vector(text)))
  const { near, strays, look } = neighbourhoodOf(vectors)
  const placed = production.map(({ text }) => {
    const vector = space.vector(text)
    return { vector, ...look(together(vector)) }
  })
  const nearnesses = placed.map(({ nearness }) => nearness)
  const perSecond = production.length / ((performance.now() - startMs) / 1000)
  const n = production.length
  const far = nearnesses.filter((each) => each < near).length
  const outside = production.filter((each) => !each.in_scope).length
  out(`${name} (${suite.length} and ${n} texts, ${Math.round(perSecond)} a second)`)
  const words = ({ rate: share, low, high }: Share) =>
    `${percent(share)} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`
  const others = ({ rate: share, low, high }: Share) => ({ rate: 1 - share, low: 1 - high, high: 1 - low })
  const found = beyondStrays(rate(far, n), strays)
  const labelled = rate(outside, n)
  const apart = (one: number, other: number) => (100 * (one - other)).toFixed(1)
  const atMost = (k: number) => upperLimit(k, n)
  const unseenFound = (atMost(far) - strays) / (1 - strays)
  for (const line of table(
    ['', 'found without labels', 'labelled', 'apart, points'],
    [
      ['covered by the suite', words(others(found)), words(others(labelled)), apart(labelled.rate, found.rate)],
      ['new to the suite: out of scope', words(found), words(labelled), apart(found.rate, labelled.rate)],
      [
        'unseen by the suite, at most',
        percent(unseenFound),
        percent(atMost(outside)),
        apart(unseenFound, atMost(outside)),
      ],
      ['far from the suite, strays among them', words(rate(far, n)), '', ''],
    ],
  ))
    out(line)
  const otherwise = [0.02, 0.1].map((strays) => {
    const { near: other } = neighbourhoodOf(vectors, { strays })
    return `${((100 * nearnesses.filter((each) => each < other).length) / n).toFixed(1)} % at ${100 * strays} in 100`
  })
  out(
    `far is what is farther than ${percent(1 - strays)} of the suite's own texts; it would be ${otherwise.join(', ')}`,
  )
  out('')
  const talks = production.map(({ intent, in_scope }, at) => {
    const { vector, nearness, nearest } = placed[at] ?? { vector: space.vector(''), nearness: 0, nearest: undefined }
    const guess = nearness < near || nearest === undefined ? undefined : suite[nearest]?.intent
    return { vector, guess, label: in_scope ? intent : undefined }
  })
  for (const line of unseenLines(talks)) out(line)
  const isOut = production.map((each) => !each.in_scope)
  const scores: [string, readonly number[]][] = [['nearness to the suite, no labels', nearnesses]]
  for (const platform of Object.keys(production[0]?.nlu_predictions ?? {})) {
    scores.push([
      `${platform}'s own confidence`,
      production.map((each) => confidence(each.nlu_predictions?.[platform])),
    ])
  }
  out('')
  for (const line of table(
    ['finds what is out of scope', 'AUROC'],
    scores.map(([what, values]) => [what, auroc(values, isOut).toFixed(3)]),
  ))
    out(line)
  out('')
}

interface Share {
  readonly rate: number
  readonly low: number
  readonly high: number
}

/**
 * The same where nothing is new, and where a part of the suite is taken away: what is new then is of the same trade and
 * worded alike, which is the hardest case, and shows what is missed.
 */
function checks(of: (dataset: string, ...origins: readonly string[]) => readonly Message[]): readonly string[] {
  const hwu = keyedRandom(1, 'bench', 'hwu64').shuffle(of('hwu64', 'cv'))
  const sets: readonly Bot[] = [
    { name: 'BANKING77', suite: of('banking77', 'train'), production: of('banking77', 'test') },
    { name: 'RESTAURANTS-8K', suite: of('restaurant8k', 'train'), production: of('restaurant8k', 'test') },
    { name: 'HWU64, in halves', suite: hwu.slice(0, 1300), production: hwu.slice(1300) },
  ]
  const rows = sets.flatMap(({ name, suite, production }) => {
    const intents = [...new Set(suite.map(({ intent }) => intent))]
    return (intents.length > 9 ? [1, 0.8] : [1]).map((part) => {
      const kept = new Set(
        keyedRandom(1, 'bench', name)
          .shuffle(intents)
          .slice(0, Math.round(part * intents.length)),
      )
      const own = suite.filter(({ intent }) => kept.has(intent)).slice(0, most)
      const truth = production.slice(0, most).map(({ intent }) => !kept.has(intent))
      const said = newIn(own, production.slice(0, most))
      const truly = truth.filter(Boolean).length / truth.length
      const what = part === 1 ? name : `${name}, one in five intents taken from the suite`
      return [what, percent(said), percent(truly), (100 * (said - truly)).toFixed(1)]
    })
  })
  return table(['new to the suite', 'found without labels', 'labelled', 'apart, points'], rows)
}

/** Texts of each side that are looked at. */
const most = 1300

function newIn(suite: readonly Message[], production: readonly Message[]): number {
  const space = spaceOf([...suite, ...production].map(({ text }) => text))
  const together = togetherIn(
    space,
    [...suite, ...production].map(({ text }) => text),
  )
  const { near, strays, look } = neighbourhoodOf(suite.map(({ text }) => together(space.vector(text))))
  const far = production.filter(({ text }) => look(together(space.vector(text))).nearness < near).length
  return beyondStrays(rate(far, production.length), strays).rate
}

interface Talk {
  readonly vector: Vector
  /** The suite's intent that it is nearest to; absent where it is near none. */
  readonly guess: string | undefined
  /** What people said of it; absent where it is out of scope. */
  readonly label: string | undefined
}

const orders = 200
const looked = 100

/**
 * The unseen mass said beforehand, from some of production, beside what the rest of it then brought. Labels part what is
 * out of scope no further, so beyond the suite the rest is counted by the same clusters.
 */
function unseenLines(talks: readonly Talk[]): readonly string[] {
  const sums = { intents: [0, 0] as [number, number], beyond: [0, 0] as [number, number] }
  for (let order = 0; order < orders; order += 1) {
    const shuffled = keyedRandom(order, 'bench', 'order').shuffle(talks)
    add(sums.intents, intents(shuffled.slice(0, looked), shuffled.slice(looked)))
    add(sums.beyond, beyond(shuffled.slice(0, looked), shuffled.slice(looked)))
  }
  const row = (what: string, [said, came]: readonly [number, number]) => [
    what,
    percent(said / orders),
    percent(came / orders),
    ((100 * (said - came)) / orders).toFixed(1),
  ]
  return table(
    [
      `unseen after ${looked} messages, mean of ${orders} orders`,
      'said without labels',
      'what the rest brought',
      'apart, points',
    ],
    [
      row("the suite's intents that nobody brought yet; the rest by its labels", sums.intents),
      row('what neither the suite nor anybody had; the rest by its clusters', sums.beyond),
    ],
  )
}

type SaidAndCame = readonly [said: number, came: number]

function intents(seen: readonly Talk[], rest: readonly Talk[]): SaidAndCame {
  const labels = new Set(seen.map(({ label }) => label))
  const counts = new Map<string | undefined, number>()
  for (const { guess } of seen) counts.set(guess, (counts.get(guess) ?? 0) + 1)
  return [unseen([...counts.values()]).mass, rest.filter(({ label }) => !labels.has(label)).length / rest.length]
}

function beyond(seen: readonly Talk[], rest: readonly Talk[]): SaidAndCame {
  const clusters = new Clusters()
  for (const { guess, vector } of seen) if (guess === undefined) clusters.add(vector)
  const covered = seen.filter(({ guess }) => guess !== undefined).length
  const fresh = rest.filter(({ guess, vector }) => guess === undefined && clusters.find(vector) === undefined)
  return [unseen([covered, ...clusters.counts].filter((n) => n > 0)).mass, fresh.length / rest.length]
}

function add(sums: [number, number], [said, came]: SaidAndCame): void {
  sums[0] += said
  sums[1] += came
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** A platform that recognises nothing is not confident at all. */
function confidence(answer: readonly [string | null, number] | undefined): number {
  return answer === undefined || answer[0] === null || answer[0] === 'NO_NODES_DETECTED' ? 0 : answer[1]
}

/** Chance that something out of scope gets a lower value than something in scope; ties count half. */
function auroc(values: readonly number[], isOut: readonly boolean[]): number {
  const sorted = values.map((value, at) => ({ value, isOut: isOut[at] === true })).sort((a, b) => a.value - b.value)
  let wins = 0
  let outBelow = 0
  for (let at = 0; at < sorted.length; ) {
    let end = at
    while (end < sorted.length && sorted[end]?.value === sorted[at]?.value) end += 1
    const tied = sorted.slice(at, end)
    const outs = tied.filter((each) => each.isOut).length
    wins += (tied.length - outs) * (outBelow + outs / 2)
    outBelow += outs
    at = end
  }
  return wins / (outBelow * (values.length - outBelow))
}
