/**
 * Whose doing a change is: for each that could be, whether what is known speaks for it, and why.
 *
 * Evidence is what came into use about when the change began, and what else changed with it. It is circumstance and no
 * proof; where nothing speaks for anybody that is said too.
 */
import { arrivalsAround } from './context.ts'
import { measureChange } from './measure-stream.ts'
import { type Family, measures } from './measures.ts'
import type { AskedRow, ContextRow, InUse, JudgeRow, MeasureRow } from './rows.ts'
import { dayAndTime } from './say.ts'

type Cause = 'agent' | 'model' | 'judge' | 'knowledge base' | 'backend' | 'customers'

/** What is known for or against one cause. */
export interface Evidence {
  readonly cause: Cause
  readonly finding: 'speaks-for' | 'nothing-seen' | 'not-looked-at'
  readonly because: string
}

/** What is held together to find the cause of an alarm. */
export interface Suspects {
  /** Behind which conversation of the channel the change seems to have begun. */
  readonly place: number
  readonly context: ContextRow
  /** Other measures of the same channel. */
  readonly measures: readonly MeasureRow[]
  /** The measure that the alarm is about, which is no evidence for itself. */
  readonly own?: string
  /** The condition, where a jury reads what the alarm is about; code never changes by itself. */
  readonly read?: string
  /** What is known of the jury, and of answers to canary questions. */
  readonly judge?: JudgeRow
  readonly asked: readonly AskedRow[]
}

/** Conversations by which the beginning of a change is uncertain, at least. */
const uncertain = 5
/** Log likelihood ratio from which another measure counts as changed: one in 200. */
const tells = Math.log(200)

/** All six, those that speak for themselves first, and among them the likeliest first. */
export function causesOf(suspects: Suspects): readonly Evidence[] {
  const found: readonly Evidence[] = [
    judgeEvidence(suspects),
    modelEvidence(suspects),
    arrived(suspects, arrivals.knowledge),
    arrived(suspects, arrivals.version),
    moved(suspects, 'backend', 'backend', 'its tools fail as rarely and answer as fast as before'),
    moved(suspects, 'customers', 'input', 'they come and write as they did'),
  ]
  const rank = ({ finding }: Evidence) => ['speaks-for', 'nothing-seen', 'not-looked-at'].indexOf(finding)
  return found.toSorted((a, b) => rank(a) - rank(b))
}

interface Arrival {
  readonly cause: Cause
  readonly what: InUse['what']
  readonly came: string
  readonly same: string
  readonly unknown: string
}

const arrivals = {
  juror: {
    cause: 'judge',
    what: 'juror',
    came: 'juror',
    same: 'the jury is the same',
    unknown: 'no jury has read anything yet',
  },
  model: {
    cause: 'model',
    what: 'model',
    came: 'model',
    same: 'the model calls itself the same',
    unknown: 'nothing that came names a model',
  },
  knowledge: {
    cause: 'knowledge base',
    what: 'knowledge',
    came: 'state',
    same: 'no new state of it was marked',
    unknown: 'nothing that came names its state',
  },
  version: {
    cause: 'agent',
    what: 'version',
    came: 'version',
    same: 'its version is the same',
    unknown: 'nothing that came names its version',
  },
} as const satisfies Record<string, Arrival>

/** Another juror, or the same ones who read the same conversations otherwise. */
function judgeEvidence(suspects: Suspects): Evidence {
  const { read, judge } = suspects
  if (read === undefined) {
    return { cause: 'judge', finding: 'nothing-seen', because: 'code finds it, the same as before' }
  }
  const byName = arrived(suspects, arrivals.juror)
  if (byName.finding === 'speaks-for') return byName
  const again = judge?.last?.rubrics[read]
  if (judge?.last === undefined || again === undefined || again.n === 0) {
    return { cause: 'judge', finding: 'not-looked-at', because: `${byName.because}; it has read nothing again so far` }
  }
  const { n, worse, better, p } = again
  const words = `of ${n} conversations that it read again on ${dayAndTime(judge.last.atMs)} it finds ${worse} worse and ${better} better`
  return { cause: 'judge', finding: p <= judge.last.level ? 'speaks-for' : 'nothing-seen', because: words }
}

/** Another model by name, or the same name that answers the same questions otherwise. */
function modelEvidence(suspects: Suspects): Evidence {
  const byName = arrived(suspects, arrivals.model)
  const [other] = suspects.asked.filter(({ isOther }) => isOther)
  if (byName.finding === 'speaks-for') return byName
  if (other !== undefined) {
    const because = `it answers canary questions otherwise since ${dayAndTime(other.sinceMs)}`
    return { cause: 'model', finding: 'speaks-for', because }
  }
  const [asked] = suspects.asked
  if (asked === undefined) return { ...byName, because: `${byName.because}, and no canary questions are asked` }
  const because = `${byName.because}, and it answered canary questions as ever on ${dayAndTime(asked.atMs)}`
  return { cause: 'model', finding: 'nothing-seen', because }
}

/** In the words that end a sentence: `most likely the agent: version 7 came in 4 minutes before`. */
export function likelyCause(causes: readonly Evidence[]): string {
  const [first, ...others] = causes.filter(({ finding }) => finding === 'speaks-for')
  if (first === undefined) return 'nothing else that is watched changed with it, so look at the agent itself'
  const beside = others.map(({ cause, because }) => `; or the ${cause}: ${because}`).join('')
  return `most likely the ${first.cause}: ${first.because}${beside}`
}

function arrived({ context, place }: Suspects, { cause, what, came, same, unknown }: Arrival): Evidence {
  const [nearest] = arrivalsAround(context, what, place, Math.max(uncertain, (context.n - place) / 2))
  if (nearest === undefined) {
    const isKnown = context.inUse.some((each) => each.what === what)
    return isKnown
      ? { cause, finding: 'nothing-seen', because: same }
      : { cause, finding: 'not-looked-at', because: unknown }
  }
  const when = `${distanceWords(nearest.place - place)} (${dayAndTime(nearest.firstMs)})`
  return { cause, finding: 'speaks-for', because: `${came} ${nearest.value} came in ${when}` }
}

/** `as it began`, `12 conversations before` */
function distanceWords(conversations: number): string {
  const n = Math.abs(conversations)
  if (n <= 1) return 'as it began'
  return `${n} conversations ${conversations < 0 ? 'before' : 'after'} it began`
}

function moved(suspects: Suspects, cause: Cause, family: Family, otherwise: string): Evidence {
  const own = measures.filter((measure) => measure.family === family && measure.id !== suspects.own)
  const rows = suspects.measures.filter(({ measure }) => own.some(({ id }) => id === measure))
  const told = rows.flatMap((row) => {
    const isTold = row.standing !== undefined || strengthOf(row) >= tells
    const words = own.find(({ id }) => id === row.measure)?.words ?? row.measure
    return isTold ? [changeWords(row, words)] : []
  })
  if (told.length > 0) return { cause, finding: 'speaks-for', because: told.join(', ') }
  const isKnown = rows.some(({ detector }) => detector !== undefined)
  return isKnown
    ? { cause, finding: 'nothing-seen', because: otherwise }
    : { cause, finding: 'not-looked-at', because: 'too little came to know what is usual' }
}

function strengthOf({ detector }: MeasureRow): number {
  const all = detector === undefined ? [] : [...detector.up, ...detector.down]
  return Math.max(0, ...all.flatMap(({ since }) => since))
}

function changeWords(row: MeasureRow, words: string): string {
  const change = measureChange(row)
  return change === undefined ? `${words} changed` : `${words} went ${change.direction}`
}
