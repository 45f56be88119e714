/**
 * Probes as scenarios of a project: family x template x turn, with their benign twins.
 *
 * Every line is given, so what differs between turn 1 and turn 18 of one template is what was said before, and nothing
 * else. The same surroundings and seed give the same scenarios. What a project cannot be probed with is told, with why.
 */
import type { Scenario, Step } from '../scenario.ts'
import { encodingsIn } from './encodings.ts'
import { filled, placeholdersIn, textsOf } from './filled.ts'
import { filler } from './filler.ts'
import { type Known, knownOf } from './known.ts'
import type { ProbeLanguage } from './language.ts'
import { type FaultSettings, outageOf, type Planted, plantedIn } from './planting.ts'
import type { ProbeFamily, Say, Template } from './probe.ts'
import { type ProbeRef, probeFaults, probeId } from './probe-ref.ts'
import type { ProbeSurroundings } from './surroundings.ts'

export interface ProbeOptions {
  /** Default all that come with Fieldproof. */
  readonly families: readonly ProbeFamily[]
  /** Decides the order of what is said before, and every made-up value. Default 1. */
  readonly seed?: number
  /** Customer turns at which a probe begins, 1 to 18. Default 1, 3, 10 and 18. */
  readonly turns?: readonly number[]
  /** Templates per family, the first ones, that are tried at every turn; the others at the first only. Default 2. */
  readonly later?: number
  /** Templates per family, at most; the first ones. Default all. */
  readonly templates?: number
  /** Whether honest twins are made too. Default yes. */
  readonly twins?: boolean
  /** Fault sets of the project; each probe is tried at its first turn under each of them too. Default none. */
  readonly under?: readonly string[]
}

/** Scenarios, what they need in the project, and what could not be made. */
export interface ProbeSet {
  readonly scenarios: readonly Scenario[]
  /** Fault sets that the scenarios name, as they stand under `faults:`. */
  readonly faults: Readonly<Record<string, FaultSettings>>
  readonly families: readonly ProbeFamily[]
  readonly known: Known
  /** What could not be made here, and why, in words that follow "because". */
  readonly not: readonly NotMade[]
}

export interface NotMade {
  readonly family: string
  /** From 1; absent where nothing of the family can be made. */
  readonly template?: number
  /** It is a template of the twin. */
  readonly twin?: true
  readonly because: string
}

export const usualTurns = [1, 3, 10, 18] as const

/** @throws RangeError for a turn outside 1 to 18 */
export function probesFor(surroundings: ProbeSurroundings, options: ProbeOptions): ProbeSet {
  const { families, seed = 1, turns = usualTurns } = options
  const wrong = turns.find((turn) => !(Number.isInteger(turn) && turn >= 1 && turn <= 18))
  if (wrong !== undefined) throw new RangeError(`a probe begins at a turn from 1 to 18, got ${wrong}`)
  const known = knownOf(surroundings, seed)
  const making: Making = { known, options: { ...options, turns, seed }, scenarios: [], faults: {}, not: [] }
  const made = families.filter((family) => isSeen(family, making))
  for (const family of made.toSorted((a, b) => Number(a.last ?? false) - Number(b.last ?? false)))
    addFamily(family, making)
  const { scenarios, faults, not } = making
  return { scenarios, faults, not, known, families: made }
}

interface Making {
  readonly known: Known
  readonly options: ProbeOptions & { readonly turns: readonly number[]; readonly seed: number }
  readonly scenarios: Scenario[]
  readonly faults: Record<string, FaultSettings>
  readonly not: NotMade[]
}

/** A family whose success nothing would show is not tried: it could only pass. */
function isSeen({ id, detectors, pair = [] }: ProbeFamily, { known, not }: Making): boolean {
  const why = detectors.flatMap((detector) => {
    const conditions = detector.conditions(known)
    return typeof conditions === 'string' ? [conditions] : []
  })
  if (why.length < detectors.length || pair.length > 0) return true
  not.push({ family: id, because: [...new Set(why)].join(', and ') })
  return false
}

function addFamily(family: ProbeFamily, making: Making): void {
  const { templates = family.templates.length, twins = true } = making.options
  for (const [index, template] of family.templates.slice(0, templates).entries()) {
    addProbe(family, template, index + 1, making)
  }
  if (!twins) return
  const spoken = making.known.surroundings.languages
  const own = family.twin.map((template, index) => ({ template, number: index + 1 }))
  for (const { template, number } of own.filter(({ template: { language } }) => spoken.includes(language)))
    addTwin(family, template, number, making)
}

function addProbe(family: ProbeFamily, template: Template, number: number, making: Making): void {
  const ready = readyOf(family, template, number, making)
  if (ready === undefined) return
  const { turns: all, later = 2 } = making.options
  const turns = { opening: [1], every: all, some: number > later ? all.slice(0, 1) : all }[family.position ?? 'some']
  const first = { family: family.id, template: number, language: template.language }
  for (const turn of turns) {
    push(family, { ...first, as: 'probe', turn }, ready, making)
    if (ready.without !== undefined)
      push(family, { ...first, as: 'plain', turn }, { ...ready, say: ready.without }, making)
  }
  for (const under of making.options.under ?? []) {
    push(family, { ...first, as: 'probe', turn: turns[0] ?? 1, under }, ready, making)
  }
}

function addTwin(family: ProbeFamily, template: Template, number: number, making: Making): void {
  const ready = readyOf(family, template, number, making, 'twin')
  if (ready !== undefined)
    push(
      family,
      { family: family.id, template: number, as: 'twin', language: template.language, turn: 1 },
      ready,
      making,
    )
}

interface Ready {
  readonly say: readonly Say[]
  /** In which `say` is, and what comes before it. */
  readonly spoken: ProbeLanguage
  /** Said before anything else. */
  readonly earlier: readonly Say[]
  readonly without?: readonly Say[]
  readonly scenario: Planted['scenario']
  readonly faults: readonly string[]
  readonly encodings: readonly string[]
}

function readyOf(
  { id }: ProbeFamily,
  template: Template,
  number: number,
  { known, not, faults }: Making,
  as: 'probe' | 'twin' = 'probe',
): Ready | undefined {
  const { languages } = known.surroundings
  const because = (why: string) => {
    not.push({ family: id, template: number, ...(as === 'twin' && { twin: true }), because: why })
    return undefined
  }
  const words = filled(template, known.words)
  if (!('say' in words))
    return because(
      `nothing is known for ${placeholdersIn(template)
        .filter((name) => words.includes(name))
        .join(', ')}`,
    )
  const plant = words.plant === undefined ? nothing : plantedIn(known, words.plant)
  if (typeof plant === 'string') return because(plant)
  const outage = template.outage === undefined ? nothing : outageOf(known, template.outage)
  if (typeof outage === 'string') return because(outage)
  const rules = [...(plant.faults ?? []), ...(outage.faults ?? [])]
  const set = probeFaults(id, number, as)
  if (rules.length > 0) faults[set] = rules
  const inEnglish =
    words.english !== undefined && !languages.includes(template.language) && languages.includes('en')
      ? words.english
      : undefined
  return {
    say: inEnglish ?? words.say,
    spoken: inEnglish === undefined ? template.language : 'en',
    earlier: plant.earlier ?? [],
    ...(words.without && { without: words.without }),
    scenario: plant.scenario,
    faults: rules.length > 0 ? [set] : [],
    encodings: encodingsIn(textsOf(template).join('\n')),
  }
}

const nothing: Planted = { scenario: {} }

function push(family: ProbeFamily, ref: ProbeRef, ready: Ready, making: Making): void {
  const { known, options, scenarios } = making
  const { base, verifiers, agent, persona, channel } = known.surroundings
  const key = `${ref.family} ${ref.template}`
  const before = filler(ready.spoken, ref.turn - 1, options.seed, key)
  const changesNothing = family.detectors.some(({ sees }) => sees === 'state')
  const script: Step[] = [...ready.earlier, ...before, ...ready.say].map((say) => ({ say }))
  scenarios.push({
    id: probeId(ref),
    title: titleOf(family, ref),
    tags: [
      'probe',
      family.theme,
      family.id,
      `as-${ref.as}`,
      `in-${ref.language}`,
      ...ready.encodings.map((name) => `encoded-${name}`),
    ],
    goal: { want: family.title.toLowerCase(), kind: 'ask', needs: [] },
    facts: base.facts,
    events: [],
    script,
    // Twins, and probes that ask for something real, may change what they ask for.
    expect: changesNothing && ref.as === 'probe' ? unchanged(verifiers.length > 0, agent.tools.length > 0) : {},
    given: known.given,
    history: [],
    personas: [persona],
    channels: [channel],
    faults: [...ready.faults, ...(ref.under === undefined ? [] : [ref.under])],
    repeats: 1,
    maxTurns: script.length + 1,
    ...(base.startsAt !== undefined && { startsAt: base.startsAt }),
    ...(base.timeZone !== undefined && { timeZone: base.timeZone }),
    ...ready.scenario,
  })
}

function titleOf(family: ProbeFamily, { as, turn, under }: ProbeRef): string {
  if (as === 'twin') return `Honest, and sounds like: ${family.title}`
  const when = turn === 1 ? 'at the start' : `at turn ${turn}`
  return `${family.title}, ${when}${under === undefined ? '' : `, under ${under}`}${as === 'plain' ? ', left out' : ''}`
}

/** An empty list of changes says that there may be none; what nobody reads is not asked for. */
function unchanged(hasVerifiers: boolean, hasTools: boolean): Scenario['expect'] {
  return { ...(hasVerifiers && { changes: [] }), ...(hasTools && { calls: [] }) }
}
