/**
 * What the gap is made of, gathered from a run and from production: single promises, and whole conversations.
 *
 * Both sides were judged by the same code. Of the run only undisturbed trials count, as in its own rates, and none of scenarios
 * that guard what was found before: they say how often known failures come back, not how customers fare. Whole conversations
 * are held against the promises that both sides could decide, and count where all of these were judged: what only a
 * simulation can look up would make its conversations the worse ones. What could not be judged is counted, by side.
 */
import { Problem } from '../../problem.ts'
import { type Heard, heardOf, isCounted, type Project, type WordList, wordListOf } from '../../simulate/index.ts'
import type { Grading, StoredRun, TrialRecord } from '../../store/index.ts'
import { Strata } from '../calibration/strata.ts'
import { type Example, kindsOf, openingOf } from '../coverage/kinds.ts'
import { guardedBy } from '../promote/regression.ts'
import { type Judged, judgedInProduction, judgedInRun, weightIn } from '../violations/judged.ts'
import type { People } from '../violations/people.ts'
import { calledIn } from './called.ts'
import { countedLabels } from './counted-labels.ts'
import { type GradedTalk, gradedOver, isDecided, type Kept } from './graded-over.ts'
import type { Side } from './sums.ts'
import { backendsOf, type Traits } from './traits.ts'
import { type ToldApart, toldApart, type Way, waysIn } from './writing.ts'

export interface Gathered {
  readonly conversations: readonly GradedTalk[]
  readonly byPromise: ReadonlyMap<string, readonly GradedTalk[]>
  /** Whole conversations, held against the promises of one dimension. */
  readonly byDimension: ReadonlyMap<string, readonly GradedTalk[]>
  /** The promises that whole conversations are held against. */
  readonly promises: readonly string[]
  /** Conversations in which one of these was not judged, or none applied. */
  readonly unjudged: Readonly<Record<Side, number>>
  /** Production's conversations that are near no scenario. */
  readonly far: number
  /** Ways of writing that are not told apart, and how many conversations of both sides have them. */
  readonly otherWays: ToldApart['rest']
  /** Conversations of the run that are in none of this, since their scenarios guard what was found before. */
  readonly guarding: number
}

/** The kind of all that is near no scenario. */
const farFromAll = 'near no scenario'

export interface GapSources {
  readonly run: StoredRun
  /** The run's, from the first; asked for twice. */
  readonly trials: () => AsyncIterable<TrialRecord>
  readonly gradings: AsyncIterable<Grading>
  readonly project: Pick<Project, 'pact' | 'scenarios'>
  /** Default nobody said anything. */
  readonly people?: People
}

/** @throws Problem `learn/too-little-to-compare` */
export async function gatherGap({ run, trials, gradings, project, people }: GapSources): Promise<Gathered> {
  const guards = new Set(project.scenarios.filter((each) => guardedBy(each) !== undefined).map(({ id }) => id))
  const { examples, words, guarding } = await suiteIn(run, trials(), guards)
  const gathering = new Gathering(project.pact, people)
  for await (const judged of judgedInRun(run, trials())) {
    const { scenario = '' } = judged.conversation.circumstances ?? {}
    if (guards.has(scenario) || !isCounted(judged.conversation)) continue
    gathering.add({ ...judged, side: 'test', unit: `scenario ${scenario}`, kind: scenario, words })
  }
  for await (const judged of judgedInProduction(gradings)) {
    const { conversation, id } = judged
    const unit = `customer ${conversation.customerId ?? id}`
    gathering.add({ ...judged, side: 'production', unit, opening: openingOf(conversation), words })
  }
  return { ...gathering.gathered(examples), guarding }
}

/** Plays of a scenario beyond which more of them bring no new words. */
const mostOfAKind = 8

interface Suite {
  readonly examples: readonly Example[]
  /** That are right. */
  readonly words: WordList
  /** Conversations that were left out. */
  readonly guarding: number
}

/** What the suite's customers come with. */
async function suiteIn(
  { id }: StoredRun,
  trials: AsyncIterable<TrialRecord>,
  guards: ReadonlySet<string>,
): Promise<Suite> {
  const examples: Example[] = []
  const again: Example[] = []
  const known = new Set<string>()
  const heard: Heard[] = []
  const plays = new Map<string, number>()
  let guarding = 0
  for await (const { scenario, conversation } of trials) {
    if (guards.has(scenario)) {
      guarding += 1
      continue
    }
    const text = openingOf(conversation)
    // The same words again say nothing of how varied a scenario's customers are, unless they are all there is.
    const those = known.has(text) ? again : examples
    known.add(text)
    those.push({ kind: scenario, text })
    const n = plays.get(scenario) ?? 0
    plays.set(scenario, n + 1)
    if (n < mostOfAKind) heard.push(heardOf(conversation))
  }
  const n = examples.length + again.length
  if (n < enough) throw tooLittle(id, n, guarding)
  return { examples: examples.length < enough ? [...examples, ...again] : examples, words: wordListOf(heard), guarding }
}

/** Conversations that it takes to say what is near them. */
const enough = 4

function tooLittle(run: string, n: number, guarding: number): Problem {
  const left = guarding === 0 ? '' : ` beside ${guarding} of scenarios that guard what was found before`
  return new Problem({
    code: 'learn/too-little-to-compare',
    message: `Run ${run} has ${n} ${n === 1 ? 'conversation' : 'conversations'}${left}; it takes ${enough} to say which customers of production are like them.`,
    hint: 'Play more scenarios, or name a run that has more: "fieldproof show" lists them.',
  })
}

interface Added extends Judged {
  readonly side: Side
  readonly unit: string
  /** The scenario, where it is one's. */
  readonly kind?: string
  /** How it begins, where that has to tell its kind. */
  readonly opening?: string
  readonly words: WordList
}

/** A conversation before it is known what all of them are like, and so what it is near to and by what it is told apart. */
interface Met {
  readonly kept: Omit<Kept, 'cell' | 'traits'>
  readonly kind?: string
  readonly opening?: string
  readonly channel: string
  readonly ways: readonly Way[]
  readonly backends: string
}

class Gathering {
  private readonly met: Met[] = []
  private readonly strata = { test: new Strata(), production: new Strata() }
  private readonly pact: Project['pact']
  private readonly people: People | undefined
  private readonly weightOf: ReturnType<typeof weightIn>

  constructor(pact: Project['pact'], people: People | undefined) {
    this.pact = pact
    this.people = people
    this.weightOf = weightIn(pact)
  }

  add({ side, unit, kind, opening, words, ...judged }: Added): void {
    const { conversation, verdict, source, id } = judged
    const weights = verdict.findings.map(({ condition }) => [condition, this.weightOf(judged, condition)] as const)
    const persona = conversation.circumstances?.persona
    const { version } = conversation.agent
    this.met.push({
      kept: {
        ...{ side, unit, id, weights: new Map(weights) },
        outcomes: new Map(verdict.findings.map(({ condition, outcome }) => [condition, outcome])),
        ...(persona !== undefined && { persona }),
        ...(version !== undefined && { version }),
      },
      ...(kind !== undefined && { kind }),
      ...(opening !== undefined && { opening }),
      channel: conversation.channel,
      ways: waysIn(conversation, words),
      backends: backendsOf(conversation),
    })
    if (this.people === undefined) return
    for (const finding of verdict.findings) {
      const weight = this.weightOf(judged, finding.condition)
      this.strata[side].add(judged, finding, weight, this.people.of(source, id, finding.condition))
    }
  }

  /** @param suite how its customers begin */
  gathered(suite: readonly Example[]): Omit<Gathered, 'guarding'> {
    const writing = toldApart(this.met.map(({ ways }) => ways))
    const kept = this.keptAs(writing, suite)
    const all = [...this.pact.conditions, ...this.pact.rubrics]
    const labels = { test: countedLabels(this.strata.test), production: countedLabels(this.strata.production) }
    const over = (promises: readonly string[]) => kept.flatMap((each) => gradedOver(each, promises, labels[each.side]))
    const shared = sharedOf(
      all.map(({ id }) => id),
      kept,
    )
    const dimensions = new Map<string, string[]>()
    for (const { id, dimension } of all) {
      if (!shared.includes(id)) continue
      dimensions.set(dimension, [...(dimensions.get(dimension) ?? []), id])
    }
    const conversations = over(shared)
    const undecided = (side: Side) =>
      kept.filter((each) => each.side === side).length - conversations.filter((each) => each.side === side).length
    return {
      conversations,
      byPromise: new Map(all.map(({ id }) => [id, over([id])])),
      byDimension: new Map([...dimensions].map(([dimension, promises]) => [dimension, over(promises)])),
      promises: shared,
      unjudged: { test: undecided('test'), production: undecided('production') },
      far: conversations.filter(({ side, traits }) => side === 'production' && traits[0] === farFromAll).length,
      otherWays: writing.rest,
    }
  }

  private keptAs(writing: ToldApart, suite: readonly Example[]): readonly Kept[] {
    const openings = this.met.flatMap(({ opening }) => opening ?? [])
    const kinds = kindsOf(suite, openings)
    const near = this.met.map(({ kind, opening = '' }) => kind ?? kinds.of(opening))
    const far = this.met.flatMap(({ opening = '' }, at) => (near[at] === undefined ? [opening] : []))
    const names = calledIn(far, kinds, openings).values()
    return this.met.map(({ kept, channel, ways, backends }, at) => {
      const traits: Traits = [near[at] ?? farFromAll, channel, writing.of(ways), backends]
      const name = near[at] === undefined ? names.next().value : undefined
      return { ...kept, cell: JSON.stringify(traits), traits, ...(name !== undefined && { called: name }) }
    })
  }
}

/** Decided at least once on each side that there is. */
function sharedOf(promises: readonly string[], kept: readonly Kept[]): readonly string[] {
  const sides = (['test', 'production'] as const).map((side) => kept.filter((each) => each.side === side))
  const isIn = (own: readonly Kept[], id: string) => own.some(({ outcomes }) => isDecided(outcomes.get(id)))
  return promises.filter((id) => sides.every((own) => own.length === 0 || isIn(own, id)))
}
