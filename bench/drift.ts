/**
 * The drift detector against detectors of the field, on streams of passes and failures whose rate falls at a known moment.
 *
 * ARL0 is the mean number of conversations between false alarms while nothing changes; the delay is counted from the
 * change, which comes after 2,000 stable ones. CUSUM here knows the rate after the change and has its threshold
 * calibrated to the same ARL0: nobody has that, it is the floor. ADWIN and Page-Hinkley run at the defaults of the
 * `river` library (delta .002, clock 32; delta .005, lambda 50), one-sided.
 */
import { detectNext, eDetector, keyedRandom, logEvidence } from '../src/stats/index.ts'
import type { Bench } from './index.ts'

const arl0 = 10_000
const stable = 2000
const cases = [
  { before: 0.995, after: 0.96 },
  { before: 0.95, after: 0.91 },
  { before: 0.9, after: 0.7 },
]
const runs = 400
/** Delays are short, so there are more of them; every detector sees the same streams. */
const delays = 3000
/** Streams end here when no alarm has come. */
const longest = 200_000

/** Takes 0 or 1; true for an alarm. */
type Detector = (failure: number) => boolean

export const bench: Bench = async (out) => {
  out(
    `ARL0 over ${runs} streams, delays over ${delays}; an alarm is wanted at most every ${arl0} conversations while nothing changes`,
  )
  out('')
  for (const { before, after } of cases) {
    const q0 = 1 - before
    const q1 = 1 - after
    const floor = calibratedCusum(q0, q1)
    const detectors: readonly (readonly [string, () => Detector])[] = [
      ['e-detector, as shipped', () => ours(before)],
      ['CUSUM that knows the answer', () => cusum(q0, q1, floor)],
      ['ADWIN, default', adwin],
      ['Page-Hinkley, default', pageHinkley],
    ]
    out(`| ${before} -> ${after} | ARL0 | median delay | mean delay | p90 | mean / CUSUM's |`)
    out('|---|---|---|---|---|---|')
    let known = Number.NaN
    const rows = detectors.map(([name, make]) => {
      const quiet = runLength(make, q0, name)
      const late = delaysOf(make, q0, q1)
      if (name.startsWith('CUSUM')) known = late.mean
      return { name, quiet, late }
    })
    for (const { name, quiet, late } of rows) {
      const never = late.never > 0 ? ` (${late.never} of ${delays} never)` : ''
      out(
        `| ${name} | ${quiet} | ${late.median} | ${late.mean.toFixed(0)}${never} | ${late.p90} | ${(late.mean / known).toFixed(2)} |`,
      )
    }
    out('')
  }
}

function ours(target: number): Detector {
  let detector = eDetector(target)
  const threshold = Math.log(arl0)
  return (failure) => {
    detector = detectNext(detector, failure)
    return logEvidence(detector) >= threshold
  }
}

function cusum(q0: number, q1: number, threshold: number): Detector {
  const up = Math.log(q1 / q0)
  const down = Math.log((1 - q1) / (1 - q0))
  let sum = 0
  return (failure) => {
    sum = Math.max(0, sum + (failure === 1 ? up : down))
    return sum >= threshold
  }
}

/** The threshold whose mean run length is the wanted one, by halving; its own streams. */
function calibratedCusum(q0: number, q1: number): number {
  let low = 1
  let high = 12
  for (let step = 0; step < 12; step += 1) {
    const middle = (low + high) / 2
    if (meanRunLength(() => cusum(q0, q1, middle), q0, 'calibration', 300) < arl0) low = middle
    else high = middle
  }
  return high
}

/** Bifet and Gavalda 2007, buckets of exponential histograms; a cut is looked for every 32 steps. */
function adwin(): Detector {
  const delta = 0.002
  const perLevel = 5
  let levels: { sum: number }[][] = [[]]
  let width = 0
  let step = 0
  return (failure) => {
    step += 1
    width += 1
    levels[0]?.unshift({ sum: failure })
    for (let level = 0; (levels[level]?.length ?? 0) > perLevel; level += 1) {
      const own = levels[level] ?? []
      const [b, a] = [own.pop(), own.pop()]
      if (levels.length === level + 1) levels.push([])
      levels[level + 1]?.unshift({ sum: (a?.sum ?? 0) + (b?.sum ?? 0) })
    }
    if (step % 32 !== 0 || width < 10) return false
    let alarm = false
    for (let cut = true; cut; ) {
      cut = false
      const total = levels.flat().reduce((sum, bucket) => sum + bucket.sum, 0)
      const mean = total / width
      const variance = mean * (1 - mean)
      let n1 = 0
      let sum1 = 0
      search: for (const [level, own] of levels.entries()) {
        for (const bucket of own) {
          n1 += 2 ** level
          sum1 += bucket.sum
          const n0 = width - n1
          if (n0 < 5 || n1 < 5) continue
          const m = 1 / (1 / n0 + 1 / n1)
          const log = Math.log((2 * Math.log(width)) / delta)
          const bound = Math.sqrt((2 / m) * variance * log) + (2 / (3 * m)) * log
          const difference = sum1 / n1 - (total - sum1) / n0
          if (Math.abs(difference) < bound) continue
          alarm ||= difference > 0
          const last = levels.length - 1
          const gone = levels[last]?.pop()
          width -= gone === undefined ? 0 : 2 ** last
          if ((levels[last]?.length ?? 0) === 0 && last > 0) levels = levels.slice(0, last)
          cut = gone !== undefined
          break search
        }
      }
    }
    return alarm
  }
}

function pageHinkley(): Detector {
  let n = 0
  let mean = 0
  let sum = 0
  let least = 0
  return (failure) => {
    n += 1
    mean += (failure - mean) / n
    sum += failure - mean - 0.005
    least = Math.min(least, sum)
    return n >= 30 && sum - least > 50
  }
}

function runLength(make: () => Detector, q0: number, name: string): string {
  const mean = meanRunLength(make, q0, name, runs)
  return mean >= longest * 0.9 ? `> ${longest}` : mean.toFixed(0)
}

function meanRunLength(make: () => Detector, q0: number, name: string, streams: number): number {
  // With streams cut at `longest`, steps per alarm estimates the mean of a memoryless run length without bias.
  let steps = 0
  let alarms = 0
  for (let stream = 0; stream < streams; stream += 1) {
    const random = keyedRandom(7, name, stream)
    const detect = make()
    let step = 0
    let alarm = false
    while (!alarm && step < longest) {
      step += 1
      alarm = detect(random.chance(q0) ? 1 : 0)
    }
    steps += step
    alarms += alarm ? 1 : 0
    if (steps > 20 * longest && alarms * 100 < stream) break
  }
  return alarms === 0 ? steps : steps / alarms
}

function delaysOf(make: () => Detector, q0: number, q1: number) {
  const all: number[] = []
  let never = 0
  for (let stream = 0; stream < delays; stream += 1) {
    const random = keyedRandom(8, stream)
    let detect = make()
    for (let step = 0; step < stable; step += 1) if (detect(random.chance(q0) ? 1 : 0)) detect = make()
    let delay = 0
    while (delay < 20_000) {
      delay += 1
      if (detect(random.chance(q1) ? 1 : 0)) break
    }
    if (delay === 20_000) never += 1
    all.push(delay)
  }
  all.sort((a, b) => a - b)
  const at = (share: number) => all[Math.floor(share * (all.length - 1))] ?? 0
  return { median: at(0.5), p90: at(0.9), mean: all.reduce((a, b) => a + b, 0) / all.length, never }
}
