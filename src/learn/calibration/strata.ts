/**
 * Findings by what was said and how doubtful it is, with which of them people have labelled.
 *
 * Every finding has a fixed random place, from its name alone. Within a stratum a label counts once all before it in that
 * order are labelled, too: so those that count are a random sample, also where people label what they please besides. What
 * waits is counted. The next to be labelled are the first without a label. Only these are held, never a conversation.
 */
import type { Finding } from '../../pact/index.ts'
import { type JudgedStratum, placeOfUnit } from '../../stats/index.ts'
import type { LabelSource } from '../../store/index.ts'
import type { Judged } from '../violations/judged.ts'
import { pathOf, pathWords } from '../violations/path.ts'
import type { Said } from '../violations/people.ts'

/** `split`: jurors chose different levels. `seldom`: a path that only few conversations took before it. */
export type Doubt = 'none' | 'seldom' | 'split'

/** A finding that somebody could label. */
export interface Candidate {
  readonly source: LabelSource
  readonly conversation: string
  /** As people name it. */
  readonly name: string
  readonly place: number
}

/** A finding that people have labelled. */
export interface LabelledFinding {
  readonly said: 'held' | 'violated'
  readonly truth: 'held' | 'violated'
  readonly finding: Finding
  readonly people: Said
  /** How many conversations it stands for. */
  readonly weight: number
}

/** One stratum of the verdicts of one promise. */
export interface Stratum extends JudgedStratum {
  readonly condition: string
  readonly doubt: Doubt
  /** Whether a jury read them; else code decided. */
  readonly isRead: boolean
  /** Conversations, unweighted. */
  readonly conversations: number
  readonly counted: readonly LabelledFinding[]
  /** Labels that count once those before them are given. */
  readonly waiting: number
  /** The first without a label. */
  readonly next: readonly Candidate[]
}

/** Conversations on the same path before it, from which on a path is no longer seldom. */
const seldomBelow = 2
const candidatesKept = 50

interface Growing {
  readonly condition: string
  readonly said: 'held' | 'violated'
  readonly doubt: Doubt
  isRead: boolean
  conversations: number
  weight: number
  squares: number
  labelled: { readonly place: number; readonly weight: number; readonly own: LabelledFinding }[]
  next: Candidate[]
}

export class Strata {
  private readonly growing = new Map<string, Growing>()
  private readonly paths = new Map<string, number>()

  add(judged: Judged, finding: Finding, weight: number, people: Said | undefined): void {
    const { condition, outcome: said } = finding
    if (said !== 'held' && said !== 'violated') return
    const stratum = this.stratum(condition, said, this.doubtOf(judged, finding))
    stratum.conversations += 1
    if (finding.jurors !== undefined) stratum.isRead = true
    stratum.weight += weight
    stratum.squares += weight ** 2
    const { source, id: conversation, name } = judged
    const place = placeOfUnit('labels', condition, source, conversation)
    // What people dispute is labelled and says nothing.
    const truth = people?.truth
    if (people === undefined) offer(stratum, { source, conversation, name, place })
    else if (truth !== undefined)
      stratum.labelled.push({ place, weight, own: { said, truth, finding, people, weight } })
  }

  /** In the order of promises, and within each the surest first. */
  all(): readonly Stratum[] {
    const order = (said: string, doubt: Doubt) => doubts.indexOf(doubt) * 2 + (said === 'held' ? 0 : 1)
    const whole = new Map<string, { weight: number; squares: number }>()
    for (const { condition, weight, squares } of this.growing.values()) {
      const sums = whole.get(condition) ?? { weight: 0, squares: 0 }
      whole.set(condition, { weight: sums.weight + weight, squares: sums.squares + squares })
    }
    return [...this.growing.values()]
      .map((each) => strataOf(each, whole.get(each.condition) ?? each))
      .sort((a, b) => compare(a.condition, b.condition) || order(a.said, a.doubt) - order(b.said, b.doubt))
  }

  private stratum(condition: string, said: Growing['said'], doubt: Doubt): Growing {
    const key = JSON.stringify([condition, said, doubt])
    const known = this.growing.get(key)
    if (known !== undefined) return known
    const fresh: Growing = {
      ...{ condition, said, doubt, isRead: false, conversations: 0, weight: 0, squares: 0, labelled: [], next: [] },
    }
    this.growing.set(key, fresh)
    return fresh
  }

  private doubtOf({ conversation }: Judged, { condition, jurors = [] }: Finding): Doubt {
    const key = JSON.stringify([condition, pathWords(pathOf(conversation))])
    const before = this.paths.get(key) ?? 0
    this.paths.set(key, before + 1)
    const levels = new Set(jurors.flatMap(({ level }) => (level === undefined ? [] : [level])))
    if (levels.size > 1) return 'split'
    return before < seldomBelow ? 'seldom' : 'none'
  }
}

const doubts: readonly Doubt[] = ['none', 'seldom', 'split']
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function offer(stratum: Growing, candidate: Candidate): void {
  stratum.next.push(candidate)
  if (stratum.next.length > 4 * candidatesKept) stratum.next = firstOf(stratum.next)
}

const firstOf = (candidates: readonly Candidate[]) =>
  [...candidates].sort((a, b) => a.place - b.place).slice(0, candidatesKept)

/** Counts of weighted findings become those of as many unweighted ones. */
function strataOf(grown: Growing, whole: { readonly weight: number; readonly squares: number }): Stratum {
  const { condition, said, doubt, isRead, conversations, weight, labelled } = grown
  const next = firstOf(grown.next)
  const until = next[0]?.place ?? 1
  const counting = labelled.filter(({ place }) => place < until)
  const sum = counting.reduce((total, each) => total + each.weight, 0)
  const squares = counting.reduce((total, each) => total + each.weight ** 2, 0)
  const held = counting.reduce((total, each) => total + (each.own.truth === 'held' ? each.weight : 0), 0)
  const n = (weight / whole.weight) * (whole.weight ** 2 / whole.squares)
  const effective = sum === 0 ? 0 : Math.min(n, sum ** 2 / squares)
  return {
    ...{ condition, said, doubt, isRead, conversations, n },
    labelled: effective,
    trulyHeld: sum === 0 ? 0 : (held / sum) * effective,
    counted: counting.map(({ own }) => own),
    waiting: labelled.length - counting.length,
    next,
  }
}
