/**
 * What to mend first: ways in which conversations go wrong, by the points that mending each would win.
 *
 * Two conversations go wrong in one way when the same reasons were given for what they violate, once everything is
 * left out in which they differ: names, numbers, quoted words. Mending one way wins the conversations that go wrong in
 * that way and no other, so ways add up and none is counted twice. What it takes to mend one, no conversation tells:
 * each counts as one thing to do.
 */
import type { Finding } from '../pact/index.ts'
import { type ClusterCount, type ClusteredRate, clusteredRate } from '../stats/index.ts'

/** A way of going wrong, and what mending it would win. */
export interface Fix {
  /** The reasons, in the words of the conditions; `…` where conversations differ. */
  readonly wrong: readonly string[]
  /** The promises that it breaks. */
  readonly conditions: readonly string[]
  /** Conversations that go wrong so and no other way, of all that were decided. */
  readonly wins: ClusteredRate
  /** Those among the controls, and how many controls were decided. */
  readonly controls: { readonly wrong: number; readonly n: number }
  /** Scenarios in which it happens, most often first. */
  readonly scenarios: readonly string[]
  /** The earliest conversation. */
  readonly example: { readonly order: number; readonly conversation: string }
}

/** A decided conversation. */
export interface Decided {
  readonly scenario: string
  readonly order: number
  readonly conversation: string
  readonly findings: readonly Finding[]
}

interface Way {
  readonly wrong: Template[]
  readonly conditions: readonly string[]
  readonly scenarios: Map<string, number>
  example: { readonly order: number; readonly conversation: string } | undefined
  controls: number
}

export class Ways {
  private readonly ways = new Map<string, Way>()
  private readonly decided = new Map<string, number>()
  private controls = 0

  add({ scenario, order, conversation, findings }: Decided): void {
    this.decided.set(scenario, (this.decided.get(scenario) ?? 0) + 1)
    const way = this.wayOf(findings)
    if (way === undefined) return
    way.scenarios.set(scenario, (way.scenarios.get(scenario) ?? 0) + 1)
    if (way.example === undefined || order < way.example.order) way.example = { order, conversation }
  }

  addControl({ findings }: Pick<Decided, 'findings'>): void {
    this.controls += 1
    const way = this.wayOf(findings)
    if (way !== undefined) way.controls += 1
  }

  /** Those that win most, at most so many; ways that only controls show win nothing. */
  best(most: number): readonly Fix[] {
    const sizeOf = ({ scenarios }: Way) => [...scenarios.values()].reduce((sum, n) => sum + n, 0)
    return [...this.ways]
      .map(([key, way]) => ({ key, way, size: sizeOf(way) }))
      .filter(({ size }) => size > 0)
      .sort((one, other) => other.size - one.size || (one.key < other.key ? -1 : 1))
      .slice(0, most)
      .flatMap(({ way }) => this.fixOf(way) ?? [])
  }

  private fixOf({ wrong, conditions, scenarios, example, controls }: Way): Fix | undefined {
    if (example === undefined) return undefined
    const clusters: ClusterCount[] = [...this.decided].map(([scenario, n]) => ({
      successes: scenarios.get(scenario) ?? 0,
      n,
    }))
    const named = [...scenarios].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    return {
      wrong: wrong.map(textOf),
      conditions,
      wins: clusteredRate(clusters.toSorted(bySize)),
      controls: { wrong: controls, n: this.controls },
      scenarios: named.map(([scenario]) => scenario),
      example,
    }
  }

  private wayOf(findings: readonly Finding[]): Way | undefined {
    const broken = findings.flatMap((each) => (each.outcome === 'violated' ? [each] : []))
    if (broken.length === 0) return undefined
    const templates = [...new Map(broken.flatMap(reasonsOf).map((each) => [each.key, each])).values()].sort(byKey)
    const conditions = broken.map(({ condition }) => condition).sort()
    const key = JSON.stringify([conditions, templates.map((each) => each.key)])
    const known = this.ways.get(key)
    if (known === undefined) {
      const way = { wrong: templates, conditions, scenarios: new Map(), example: undefined, controls: 0 }
      this.ways.set(key, way)
      return way
    }
    for (const [at, template] of templates.entries()) known.wrong[at] = merged(known.wrong[at] ?? template, template)
    return known
  }
}

/** A reason in pieces: what all have in common around what each has of its own, as far as those agree. */
interface Template {
  readonly key: string
  readonly around: readonly string[]
  readonly own: readonly (string | undefined)[]
}

/** A record of three fields and more, a quoted string that is no name of a field, or a word with a digit in it. */
const ofItsOwn =
  /\{(?:"(?:[^"\\]|\\.)*":(?:"(?:[^"\\]|\\.)*"|[^",{}]+),?){3,}\}|"(?:[^"\\]|\\.)*"(?!\s*:)|(?<![\w-])[\w-]*\d(?:[\w-]|[.:,]\d)*/g

/** Up to the next semicolon that is not within quotes. */
const clause = /(?:"(?:[^"\\]|\\.)*"|(?!; )[\s\S])+/g

/** Reasons may quote what agents say, which may be long. */
const charactersRead = 2000

/** What models say is worded anew each time, so all of it is one way. */
function reasonsOf(finding: Finding & { readonly because: string }): readonly Template[] {
  if (finding.jurors !== undefined) return [templateOf(`not as ${finding.condition} asks, as the jury reads it`)]
  return (finding.because.slice(0, charactersRead).match(clause) ?? []).map((text) => templateOf(text.trim()))
}

function templateOf(text: string): Template {
  const around = text.split(ofItsOwn)
  const own = text.match(ofItsOwn) ?? []
  return { key: around.join('…'), around, own }
}

function merged(one: Template, other: Template): Template {
  return { ...one, own: one.own.map((each, at) => (each === other.own[at] ? each : undefined)) }
}

function textOf({ around, own }: Template): string {
  return around.map((piece, at) => `${piece}${at < own.length ? (own[at] ?? '…') : ''}`).join('')
}

const byKey = (one: Template, other: Template) => (one.key < other.key ? -1 : 1)

/** Sums of fractions depend on their order, and trials arrive in any. */
const bySize = (one: ClusterCount, other: ClusterCount) => one.n - other.n || one.successes - other.successes
