/**
 * The queue of violations: grouped, and in the order in which they are worth looking at.
 *
 * A group comes before another by how much its promise weighs, times how often it happens, times how new it is. New is
 * what began lately and what nobody has looked at; a group that people have said everything of comes last. Each of the
 * three is shown beside its product, so that the order can be argued with.
 */
import { type Condition, type Pact, type Severity, severityWeight } from '../../pact/index.ts'
import { type Rate, rate } from '../../stats/index.ts'
import { type LabelSource, production } from '../../store/index.ts'
import { type GroupName, Groups } from './groups.ts'
import type { Judged } from './judged.ts'
import type { People } from './people.ts'

/** Where a conversation comes from. */
type Side = 'production' | 'simulation'
const sideOf = (source: LabelSource): Side => (source === production ? 'production' : 'simulation')

/** One violation of one promise in one conversation. */
export interface Violation {
  readonly source: LabelSource
  readonly conversation: string
  /** As people name it. */
  readonly name: string
  readonly channel: string
  readonly atMs: number
  readonly because: string
  /** Indexes of the events that show it. */
  readonly at: readonly number[]
  /** What people say of it; `disputed` where they are even. */
  readonly said?: 'held' | 'violated' | 'disputed'
}

export interface ViolationGroup extends GroupName {
  readonly severity: Severity
  /** Oldest first. */
  readonly violations: readonly Violation[]
  /** How many of the conversations in which the promise was decided it is, where it came from: a large suite makes nothing of
   * production rarer. */
  readonly shares: Readonly<Partial<Record<Side, Rate>>>
  readonly confirmed: number
  readonly dismissed: number
  readonly isNew: boolean
  /** Severity x frequency x novelty; frequency is the higher of its shares. */
  readonly rank: number
  readonly weighs: { readonly severity: number; readonly frequency: number; readonly novelty: number }
}

export interface QueueOptions {
  readonly pact: Pick<Pact, 'conditions' | 'rubrics'>
  readonly people: People
  /** What began at or after it is new: milliseconds since 1970. */
  readonly newSinceMs: number
  /** Only these promises. */
  readonly condition?: string
}

/** What began earlier is worth half as much. */
const known = 0.5

export class ViolationQueue {
  private readonly groups = new Groups()
  private readonly found = new Map<string, { readonly name: GroupName; readonly violations: Violation[] }>()
  /** By source, then by promise. */
  private readonly decided = { production: new Map<string, number>(), simulation: new Map<string, number>() }
  private readonly options: QueueOptions

  constructor(options: QueueOptions) {
    this.options = options
  }

  /** Conversations in which a promise was decided and that are not added one by one. */
  count(source: LabelSource, condition: string, n: number): void {
    const decided = this.decided[sideOf(source)]
    decided.set(condition, (decided.get(condition) ?? 0) + n)
  }

  /** @param only of this promise, where others of the conversation are added another time */
  add({ source, id, name, atMs, conversation, verdict }: Judged, only = this.options.condition): void {
    for (const finding of verdict.findings) {
      if (finding.outcome !== 'violated' || (only !== undefined && finding.condition !== only)) continue
      const group = this.groups.of(finding.condition, conversation)
      const entry = this.found.get(group.id) ?? { name: group, violations: [] }
      const said = this.options.people.of(source, id, finding.condition)
      entry.violations.push({
        ...{ source, conversation: id, name, channel: conversation.channel, atMs },
        ...{ because: finding.because, at: finding.at },
        ...(said !== undefined && { said: said.truth ?? 'disputed' }),
      })
      this.found.set(group.id, entry)
    }
  }

  /** Adds conversations of all outcomes, and counts those in which something was decided. */
  async addAll(judged: AsyncIterable<Judged>): Promise<void> {
    for await (const each of judged) {
      this.add(each)
      for (const { condition, outcome } of each.verdict.findings)
        if (outcome === 'held' || outcome === 'violated') this.count(each.source, condition, 1)
    }
  }

  /** Most worth looking at first. */
  ranked(): readonly ViolationGroup[] {
    return [...this.found.values()]
      .map((entry) => this.groupOf(entry))
      .sort((a, b) => b.rank - a.rank || b.violations.length - a.violations.length || (a.id < b.id ? -1 : 1))
  }

  private groupOf({
    name,
    violations,
  }: {
    readonly name: GroupName
    readonly violations: Violation[]
  }): ViolationGroup {
    const { pact, newSinceMs } = this.options
    const promises: readonly Pick<Condition, 'id' | 'severity'>[] = [...pact.conditions, ...pact.rubrics]
    const severity = promises.find(({ id }) => id === name.condition)?.severity ?? 'minor'
    const sorted = violations.sort((a, b) => a.atMs - b.atMs)
    const shares = this.sharesOf(name.condition, sorted)
    const confirmed = sorted.filter(({ said }) => said === 'violated').length
    const dismissed = sorted.filter(({ said }) => said === 'held').length
    const isNew = (sorted[0]?.atMs ?? 0) >= newSinceMs
    const open = sorted.length - confirmed - dismissed
    const weighs = {
      severity: severityWeight[severity],
      frequency: Math.max(...Object.values(shares).map((share) => share.rate)),
      novelty: (isNew ? 1 : known) * (open / sorted.length),
    }
    const rank = weighs.severity * weighs.frequency * weighs.novelty
    return { ...name, severity, violations: sorted, shares, confirmed, dismissed, isNew, rank, weighs }
  }

  private sharesOf(condition: string, violations: readonly Violation[]): ViolationGroup['shares'] {
    const counted = (['production', 'simulation'] as const).map((side) => {
      const k = violations.filter(({ source }) => sideOf(source) === side).length
      return [side, k, Math.max(this.decided[side].get(condition) ?? 0, k)] as const
    })
    return Object.fromEntries(counted.flatMap(([side, k, n]) => (k === 0 ? [] : [[side, rate(k, n)]])))
  }
}
