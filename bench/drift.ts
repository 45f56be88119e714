/**
 * The drift detector against detectors of the field, on streams of passes and failures whose rate falls at a known moment.
 *
 * ARL0 is the mean number of conversations between false alarms while nothing changes; the delay is counted from the
 * change, which comes after 2,000 stable ones. CUSUM here knows the rate after the change and has its threshold
 * calibrated to the same ARL0: nobody has that, it is the floor. ADWIN and Page-Hinkley run at the defaults of the
 * `river` library (delta .002, clock 32; delta .005, lambda 50), one-sided.
 */
import { detectNext, eDetector, keyedRandom, logEvidence } from '../src/stats/index.ts'
import { adwin } from './adwin.ts'
import { printEngine } from './drift-engine.ts'
import { printSeries } from './drift-series.ts'
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
const longestDelay = 20_000

/** Takes 0 or 1; true for an alarm. */
type Detector = (failure: number) => boolean

export const bench: Bench = async (out) => {
  out(
    `ARL0 over ${runs} streams, delays over ${delays}; an alarm is wanted at most every ${arl0} conversations while nothing changes`,
  )
  out('')
  for (const { before, after } of cases) printCase(before, after, out)
  printEngine(out)
  out('')
  printSeries(out)
}

function printCase(before: number, after: number, out: (line: string) => void): void {
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
  const rows = detectors.map(([name, make]) => ({
    name,
    quiet: runLength(make, q0, name),
    late: delaysOf(make, q0, q1),
  }))
  const known = rows.find(({ name }) => name.startsWith('CUSUM'))?.late.mean ?? Number.NaN
  for (const { name, quiet, late } of rows) {
    const never = late.never > 0 ? ` (${late.never} of ${delays} never)` : ''
    const mean = `${late.mean.toFixed(0)}${never}`
    out(`| ${name} | ${quiet} | ${late.median} | ${mean} | ${late.p90} | ${(late.mean / known).toFixed(2)} |`)
  }
  out('')
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
  const all = Array.from({ length: delays }, (_, stream) => delayOf(make, q0, q1, stream))
  const never = all.filter((delay) => delay === longestDelay).length
  all.sort((a, b) => a - b)
  const at = (share: number) => all[Math.floor(share * (all.length - 1))] ?? 0
  return { median: at(0.5), p90: at(0.9), mean: all.reduce((a, b) => a + b, 0) / all.length, never }
}

/** Steps from the change to the alarm, `longestDelay` where none came. A false alarm before it restarts the detector. */
function delayOf(make: () => Detector, q0: number, q1: number, stream: number): number {
  const random = keyedRandom(8, stream)
  let detect = make()
  for (let step = 0; step < stable; step += 1) if (detect(random.chance(q0) ? 1 : 0)) detect = make()
  for (let delay = 1; delay < longestDelay; delay += 1) if (detect(random.chance(q1) ? 1 : 0)) return delay
  return longestDelay
}
