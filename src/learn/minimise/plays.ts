/** Playing a case again and again, and counting how often the same promise breaks. */
import type { Conversation } from '../../conversation/index.ts'
import type { Verdict } from '../../pact/index.ts'
import type { PlannedTrial, Scenario } from '../../simulate/index.ts'
import { clopperPearson, type Interval, sprt, sprtNext } from '../../stats/index.ts'
import { stepOf } from '../reproduce/script.ts'
import type { Answers, Case } from './case.ts'

/** Of the plays in which the promise was decided; 95 %, exact. */
export interface Times {
  readonly violated: number
  readonly n: number
  readonly interval: Interval
}

export interface PlaysOptions {
  readonly trial: PlannedTrial
  readonly condition: string
  /** Plays a trial; ids of trials differ. */
  readonly play: (trial: PlannedTrial) => Promise<Conversation>
  readonly judge: (conversation: Conversation) => Verdict | Promise<Verdict>
  /** What the scenario's recordings answer; left out, they stay as they are. */
  readonly recordings?: Recordings
}

export interface Recordings {
  readonly answers: Answers
  /** The scenario's recordings with these answers instead. */
  having(answers: Answers): NonNullable<Scenario['recorded']>
}

/** Of one case that breaks the promise only sometimes. */
const playsAtMost = 40
/** Of all while something is left out; what breaks the promise rarely would take thousands. */
const playsInAllAtMost = 300

export class Plays {
  /** How many there were. */
  n = 0
  private readonly options: PlaysOptions

  constructor(options: PlaysOptions) {
    this.options = options
  }

  trialOf({ turns, faults, persona, goesOn, ...left }: Case, seed: number, id: string): PlannedTrial {
    const { trial, recordings } = this.options
    const script = [...turns.map(stepOf), ...(goesOn ? [{ simulate: {} }] : [])]
    // What a scenario has happen by itself waits for turns that a script alone may no longer have.
    const events = goesOn ? trial.scenario.events : []
    const { history, given, answers } = left
    const recorded = recordings === undefined ? {} : { recorded: recordings.having(answers) }
    const scenario = { ...trial.scenario, script, history, given, events, ...recorded }
    return { ...trial, id, seed, faults, persona, scenario }
  }

  /** Whether the promise breaks; undefined where it could not be decided. */
  async breaks(of: Case, nth: number): Promise<boolean | undefined> {
    return (await this.played(of, nth)).broke
  }

  private async played(of: Case, nth: number) {
    const { trial, condition, play, judge } = this.options
    this.n += 1
    const conversation = await play(this.trialOf(of, trial.seed + nth, `${trial.id}-${this.n}`))
    const { findings } = await judge(conversation)
    const outcome = findings.find((finding) => finding.condition === condition)?.outcome
    return { conversation, broke: outcome === 'unjudged' ? undefined : outcome === 'violated' }
  }

  /** All at the same time, since most of each is waiting. `first` is the first that broke it, in the order of the seeds. */
  async times(of: Case, n: number, from: number): Promise<Times & { readonly first?: Conversation }> {
    const all = await Promise.all(Array.from({ length: n }, (_, nth) => this.played(of, from + nth)))
    const broken = all.filter(({ broke }) => broke === true)
    const decided = all.filter(({ broke }) => broke !== undefined).length
    const interval = decided === 0 ? { low: 0, high: 1 } : clopperPearson(broken.length, decided)
    const [first] = broken
    return { violated: broken.length, n: decided, interval, ...(first !== undefined && { first: first.conversation }) }
  }

  /** Nothing more can be left out, since it could not be told whether the promise still breaks. */
  get isUsedUp(): boolean {
    return this.n >= playsInAllAtMost
  }

  /** Told from now and then: by two plays where the words alone always break it, else by as many as it takes. */
  async stillBreaks(of: Case, { violated, n }: Times): Promise<boolean> {
    if (of.turns.length === 0 || this.isUsedUp) return false
    if (violated === n && !of.goesOn) return (await this.breaks(of, 0)) === true && (await this.breaks(of, 1)) === true
    const chance = violated / n
    const [never, still] = chance > 0.5 ? [0.4, 0.8] : [0.1, 0.5]
    let test = sprt({ acceptable: never * chance, unacceptable: still * chance, cap: playsAtMost })
    for (let nth = 0; nth < 2 * playsAtMost && !test.finished; nth += 1) {
      const broke = await this.breaks(of, nth)
      if (broke !== undefined) test = sprtNext(test, !broke)
    }
    return test.state === 'refuted'
  }
}
