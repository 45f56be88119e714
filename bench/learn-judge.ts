/**
 * Judges against people: corrected by a hundred labels, and shown two answers both ways round.
 *
 * The rate is of pairs in which people prefer the answer that stands first. A judge that leans to a place gets it wrong with
 * great certainty. Each resample draws a production of 2,000 judged pairs from the recorded ones and has 100 of them labelled;
 * the truth is the rate over the recorded ones.
 */
import { createReadStream, existsSync } from 'node:fs'
import { jsonLines, readJsonLines, unzipped } from '../src/conversation/index.ts'
import { agreeing } from '../src/learn/calibration/agreeing.ts'
import { juryComposition } from '../src/learn/calibration/composition.ts'
import { orderBias, type ShownBothWays } from '../src/learn/calibration/order.ts'
import { type Coefficient, Readings } from '../src/learn/calibration/readings.ts'
import { correctedRate, escalation, keyedRandom, rate } from '../src/stats/index.ts'
import { chosenLabels, type JudgedOnce } from './chosen-labels.ts'
import { table } from './measure.ts'

const file = '../shared/data/judge/dev.jsonl.gz'
const resamples = 1000
const judged = 2000
const labels = 100

interface Pair {
  readonly kind: string
  readonly human_label: 'a' | 'b'
  readonly judgements: Readonly<Record<string, { readonly ab: 'a' | 'b' | null; readonly ba: 'a' | 'b' | null }>>
}

export async function bench(out: (line: string) => void): Promise<void> {
  if (!existsSync(file)) return out(`judge: ${file} is not here`)
  const pairs: Pair[] = []
  for await (const item of readJsonLines(jsonLines(unzipped(createReadStream(file)), false).bytes, { file })) {
    if ('value' in item && (item.value as { kind?: string }).kind === 'pairwise')
      pairs.push(item.value as unknown as Pair)
  }
  const judges = [...new Set(pairs.flatMap(({ judgements }) => Object.keys(judgements)))].filter((name) =>
    name.endsWith('/Vanilla_NoRules'),
  )
  out(`${pairs.length} pairs with a person's preference, ${judges.length} judges asked without rules`)
  const covered = judges.map((judge) => [judge.split('/')[0] ?? judge, ...coverage(pairs, judge)])
  for (const line of table(
    ['judge', 'pairs', 'truth', 'judge alone', 'alone covers', `with ${labels} labels covers`, 'mean width'],
    covered,
  ))
    out(line)
  out('')
  const orders = judges.map((judge) => {
    const shown = pairs.flatMap(({ judgements }): ShownBothWays[] => {
      const said = judgements[judge]
      return said === undefined ? [] : [{ ...(said.ab && { ab: said.ab }), ...(said.ba && { ba: said.ba }) }]
    })
    const { n, unusable, flips, first, second, p } = orderBias(shown)
    const turned = flips === undefined ? '' : `${percent(flips.rate)} (${percent(flips.low)} to ${percent(flips.high)})`
    const leans = p < 0.05 ? (first > second ? 'to the first' : 'to the second') : 'not shown'
    return [judge.split('/')[0] ?? judge, `${n}`, `${unusable}`, turned, `${first}/${second}`, p.toPrecision(2), leans]
  })
  for (const line of table(
    ['judge', 'pairs', 'unusable', 'turned with the order', 'first/second', 'p', 'leans'],
    orders,
  ))
    out(line)
  out('')
  for (const line of table(['judge', 'agrees with people', 'kappa', 'alpha', 'AC1'], agreed(pairs, judges))) out(line)
  out('')
  seated(pairs, judges, out)
  escalated(pairs, judges, out)
  asked(pairs, judges, out)
}

/** Each judge beside people, and the judges among themselves, with intervals. */
function agreed(pairs: readonly Pair[], judges: readonly string[]): readonly (readonly string[])[] {
  const row = (who: string, readings: Readings) => {
    const { alike, kappa, alpha, gwet } = agreeing(readings, { seed: 1 })
    return [who, alike === undefined ? '' : `${alike.successes} of ${alike.n}`, ...[kappa, alpha, gwet].map(words)]
  }
  const rows = judges.map((judge) => {
    const readings = new Readings()
    for (const { human_label, judgements } of pairs) {
      const said = judgements[judge]?.ab
      if (said) readings.add([said, human_label])
    }
    return row(judge.split('/')[0] ?? judge, readings)
  })
  const among = new Readings()
  for (const { judgements } of pairs) among.add(judges.map((judge) => judgements[judge]?.ab ?? undefined))
  return [...rows, row('the judges among themselves', among)]
}

const words = (found: Coefficient | undefined) =>
  found === undefined
    ? ''
    : `${found.value.toFixed(2)} (${(found.low ?? found.value).toFixed(2)} to ${(found.high ?? found.value).toFixed(2)})`

/** What the judges are worth as one jury, and who should not sit in it. */
function seated(pairs: readonly Pair[], judges: readonly string[], out: (line: string) => void): void {
  const { jurors, errorCorrelation, effectiveSize, unfit } = juryComposition(
    pairs.map(({ human_label, judgements }) => ({ truth: human_label === 'a', said: saidBy(judgements, judges) })),
  )
  out(
    `as one jury, ${jurors.length} judges count as ${effectiveSize?.toFixed(2)}: errors correlate by ${errorCorrelation?.toFixed(2)}`,
  )
  for (const reason of unfit) out(`  should not sit: ${reason}`)
  out('')
}

/** Which of their verdicts may stand without a person, by how many of them agree. */
function escalated(pairs: readonly Pair[], judges: readonly string[], out: (line: string) => void): void {
  const tiers = new Map<number, { n: number; labelled: number; wrong: number }>()
  for (const { human_label, judgements } of pairs) {
    const said = Object.values(saidBy(judgements, judges))
    if (said.length < judges.length) continue
    const first = said.filter(Boolean).length
    const agreeing = Math.max(first, said.length - first)
    const tier = tiers.get(agreeing) ?? { n: 0, labelled: 0, wrong: 0 }
    tiers.set(agreeing, tier)
    tier.n += 1
    tier.labelled += 1
    if (first > said.length / 2 !== (human_label === 'a')) tier.wrong += 1
  }
  const sorted = [...tiers].sort(([a], [b]) => b - a)
  const standing = escalation(
    sorted.map(([, tier]) => tier),
    { error: 0.2 },
  )
  const rows = standing.map(({ n, wrong, atMost, stands }, at) => [
    ...[`${sorted[at]?.[0]} of ${judges.length}`, `${n}`, `${wrong}`, percent(atMost)],
    stands ? 'stands' : 'a person decides',
  ])
  for (const line of table(['judges agree', 'pairs', 'wrong', 'at most', 'at one in five wrong'], rows)) out(line)
  out('')
}

/** The judges as one jury that decides by its majority. */
function asked(pairs: readonly Pair[], judges: readonly string[], out: (line: string) => void): void {
  const known = pairs.flatMap(({ human_label, judgements }) => {
    const said = Object.values(saidBy(judgements, judges))
    if (said.length < 3) return []
    const first = said.filter(Boolean).length
    return [{ says: first > said.length / 2, isSplit: first > 0 && first < said.length, is: human_label === 'a' }]
  })
  tellAsked(`${known.length} pairs read by three judges or more`, known, out)
  const random = keyedRandom(1, 'simulated jury')
  const simulated = Array.from({ length: 5000 }, () => {
    const [is, isSplit] = [random.chance(0.85), random.chance(0.15)]
    return { is, isSplit, says: random.chance(isSplit ? 0.6 : 0.97) ? is : !is }
  })
  tellAsked('simulated, wrong in 3 of 100 and in 40 of 100 where jurors differ', simulated, out)
  out('')
}

function tellAsked(of: string, known: readonly JudgedOnce[], out: (line: string) => void): void {
  const { chosen, random } = chosenLabels(known)
  const told = ({ off, width, covered }: typeof chosen) =>
    `off by ${(100 * off).toFixed(1)} points, 95 % intervals ${(100 * width).toFixed(1)} wide that cover ${percent(covered)}`
  out(
    `30 labels (${of}): where they tell the most ${told(chosen)}; at random ${told(random)}; variance ${((chosen.off / random.off) ** 2).toFixed(2)} of it`,
  )
}

function saidBy(judgements: Pair['judgements'], judges: readonly string[]): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    judges.flatMap((judge) => {
      const said = judgements[judge]?.ab
      return said ? [[judge.split('/')[0] ?? judge, said === 'a'] as const] : []
    }),
  )
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

function coverage(pairs: readonly Pair[], judge: string): readonly string[] {
  const known = pairs.flatMap(({ judgements, human_label }) => {
    const said = judgements[judge]?.ab
    return said ? [{ says: said === 'a', is: human_label === 'a' }] : []
  })
  const truth = known.filter(({ is }) => is).length / known.length
  const alone = known.filter(({ says }) => says).length / known.length
  let naive = 0
  let corrected = 0
  let width = 0
  for (let seed = 0; seed < resamples; seed += 1) {
    const random = keyedRandom(seed, 'judge bench', judge)
    const drawn = Array.from({ length: judged }, () => random.pick(known))
    const held = drawn.filter(({ says }) => says).length
    const labelled = drawn.slice(0, labels)
    const said = labelled.filter(({ says }) => says)
    const not = labelled.filter(({ says }) => !says)
    const counts = {
      held,
      n: judged,
      labelledHeld: said.length,
      trulyHeld: said.filter(({ is }) => is).length,
      labelledViolated: not.length,
      heldAfterAll: not.filter(({ is }) => is).length,
    }
    const { low, high } = correctedRate(counts, { seed, draws: 1000 })
    if (low <= truth && truth <= high) corrected += 1
    width += (high - low) / resamples
    const wilson = rate(held, judged)
    if (wilson.low <= truth && truth <= wilson.high) naive += 1
  }
  const share = (k: number) => `${((100 * k) / resamples).toFixed(1)} %`
  return [`${known.length}`, truth.toFixed(3), alone.toFixed(3), share(naive), share(corrected), width.toFixed(3)]
}
