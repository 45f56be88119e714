/**
 * Whose doing a change is: for each that could be, whether what is known speaks for it, and why.
 *
 * Evidence is what came into use about when the change began, and what else changed with it. It is circumstance and no
 * proof; where nothing speaks for anybody that is said too.
 */
import { arrivalsAround } from './context.ts'
import { measureChange } from './measure-stream.ts'
import { type Family, measures } from './measures.ts'
import type { ContextRow, InUse, MeasureRow } from './rows.ts'
import { dayAndTime } from './say.ts'

type Cause = 'agent' | 'model' | 'judge' | 'knowledge base' | 'backend' | 'customers'

/** What is known for or against one cause. */
export interface Evidence {
  readonly cause: Cause
  readonly speaksFor: boolean
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
  /** Whether a jury reads what the alarm is about; code never changes by itself. */
  readonly isRead: boolean
}

/** Conversations by which the beginning of a change is uncertain, at least. */
const uncertain = 5
/** Log likelihood ratio from which another measure counts as changed: one in 200. */
const tells = Math.log(200)

/** All six, those that speak for themselves first, and among them the likeliest first. */
export function causesOf(suspects: Suspects): readonly Evidence[] {
  const found: readonly Evidence[] = [
    suspects.isRead
      ? arrived(suspects, 'judge', 'juror', 'the jury is the same', (name) => `juror ${name} came in`)
      : { cause: 'judge', speaksFor: false, because: 'code checks it, which is the same as before' },
    arrived(suspects, 'model', 'model', 'the model calls itself the same', (name) => `model ${name} came in`),
    arrived(
      suspects,
      'knowledge base',
      'knowledge',
      'no new state of it was marked',
      (name) => `state ${name} came in`,
    ),
    arrived(suspects, 'agent', 'version', 'its version is the same', (name) => `version ${name} came in`),
    moved(suspects, 'backend', 'backend', 'its tools fail as rarely and answer as fast as before'),
    moved(suspects, 'customers', 'input', 'they write as they did'),
  ]
  return found.toSorted((a, b) => Number(b.speaksFor) - Number(a.speaksFor))
}

/** In the words that end a sentence: `most likely the agent: version 7 came in 4 minutes before`. */
export function likelyCause(causes: readonly Evidence[]): string {
  const [first, ...others] = causes.filter(({ speaksFor }) => speaksFor)
  if (first === undefined) return 'nothing else that is watched changed with it, so look at the agent itself'
  const beside = others.map(({ cause, because }) => `; or the ${cause}: ${because}`).join('')
  return `most likely the ${first.cause}: ${first.because}${beside}`
}

function arrived(
  { context, place }: Suspects,
  cause: Cause,
  what: InUse['what'],
  otherwise: string,
  words: (name: string) => string,
): Evidence {
  const [nearest] = arrivalsAround(context, what, place, Math.max(uncertain, (context.n - place) / 2))
  if (nearest === undefined) {
    const isKnown = context.inUse.some((each) => each.what === what)
    return { cause, speaksFor: false, because: isKnown ? otherwise : 'nothing is known of it' }
  }
  const when = `${distanceWords(nearest.place - place)} (${dayAndTime(nearest.firstMs)})`
  return { cause, speaksFor: true, because: `${words(nearest.value)} ${when}` }
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
  if (told.length > 0) return { cause, speaksFor: true, because: told.join(', ') }
  const isKnown = rows.some(({ detector }) => detector !== undefined)
  return { cause, speaksFor: false, because: isKnown ? otherwise : 'too little is known of it yet' }
}

function strengthOf({ detector }: MeasureRow): number {
  const all = detector === undefined ? [] : [...detector.up, ...detector.down]
  return Math.max(0, ...all.flatMap(({ since }) => since))
}

function changeWords(row: MeasureRow, words: string): string {
  const change = measureChange(row)
  return change === undefined ? `${words} changed` : `${words} went ${change.direction}`
}
