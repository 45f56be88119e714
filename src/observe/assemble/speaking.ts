/**
 * Which questions to a model were the conversation with the customer, and which were work beside it: routers,
 * classifiers, summaries, titles, sub-agents.
 *
 * Nobody marks them, but what was said leaves traces: it stands in a later history, or it is what the whole run gave
 * back. An answer that a later history passes over, or that is not what its run gave back, was not said. Where neither is
 * known (one turn, nothing around it), an answer in the same voice as others that were said counts, else of each run one.
 */
import type { Observation } from '../observation.ts'
import { type Family, nameOf } from './family.ts'
import { answerOf, isFinal, isSaidAlike, lastWords, linesIn, plainText } from './said.ts'

/**
 * @param observations in order
 * @param all the leaves among them
 * @returns those that speak with the customer, in the same order
 */
export function speaking(
  observations: readonly Observation[],
  all: readonly Observation[],
  family: Family,
): readonly Observation[] {
  const outside = all.filter((model) => !isWithinTool(model, family))
  // Where everything is within a tool, the tool is the way in and not a step.
  const models = outside.length > 0 ? outside : all
  const judged = new Judged(models, observations, family)
  const finals = new Set(runsOf(models.filter(isFinal), family).flatMap((run) => judged.saidIn(run)))
  return models.filter((model) => finals.has(model) || (!isFinal(model) && judged.isOnTheWay(model, finals)))
}

/** Questions to a model that are not told twice, by a span around them or by another instrumentation beside them. */
export function leaves(observations: readonly Observation[], family: Family): readonly Observation[] {
  const models = observations.filter(({ kind, input, output }) => kind === 'model' && (input ?? output) !== undefined)
  const among = new Set(models)
  const doubled = new Set<Observation>()
  for (const inner of models) {
    const outer = family.around(inner).find((each) => among.has(each))
    if (outer !== undefined) doubled.add(isWhole(inner) || !isWhole(outer) ? outer : inner)
  }
  const own = models.filter((model) => !doubled.has(model))
  const answered = new Map<string, Observation[]>()
  for (const model of own) {
    const key = JSON.stringify([model.trace, toldIn(model)])
    const alike = answered.get(key) ?? []
    answered.set(key, alike)
    const at = alike.findIndex((each) => isSaidAlike(linesIn(each.input), linesIn(model.input)))
    const known = alike[at]
    if (known === undefined) alike.push(model)
    else if (endOf(known) < model.startMs) alike[at] = model
    else doubled.add(model)
  }
  return own.filter((model) => !doubled.has(model))
}

function toldIn({ output = [] }: Observation) {
  return output.map(({ text, calls = [] }) => [plainText(text), calls.map(({ tool, args }) => [tool, args])])
}

function isWhole({ input, output }: Observation): boolean {
  return input !== undefined && output !== undefined
}

function isWithinTool(model: Observation, family: Family): boolean {
  return family.around(model).some(({ kind }) => kind === 'tool')
}

type Sign = 'said' | 'not-said' | 'unknown'

class Judged {
  readonly #family: Family
  readonly #signs: ReadonlyMap<Observation, Sign>
  #voices?: ReadonlyMap<string, Sign>
  readonly #named = new Map<Observation, string>()
  readonly #beginnings = new Map<string, string>()

  constructor(models: readonly Observation[], observations: readonly Observation[], family: Family) {
    this.#family = family
    const histories = new Histories(models)
    const given = givenBack(observations, family)
    this.#signs = new Map(models.filter(isFinal).map((model) => [model, signOf(model, histories, given, family)]))
  }

  /** Of the final answers of one run those that were said. */
  saidIn(run: readonly Observation[]): readonly Observation[] {
    const said = run.filter((model) => this.#signs.get(model) === 'said')
    const lastMs = Math.max(...said.map(endOf))
    const rest = run.filter(
      (model) => this.#signs.get(model) !== 'said' && (said.length === 0 || endOf(model) > lastMs),
    )
    const ranks = rest.map((model) => this.#rankOf(model))
    const best = Math.max(0, ...ranks)
    if (best === 0) return said
    const likely = rest.filter((_, index) => ranks[index] === best)
    const one = likely.reduce((a, b) => (this.#isLikelier(b, a) ? b : a))
    return [...said, ...likely.filter((model) => this.#voiceOf(model) === this.#voiceOf(one))]
  }

  /** Whether a question that led to a tool, or to nothing yet, was part of the conversation. */
  isOnTheWay(model: Observation, finals: ReadonlySet<Observation>): boolean {
    const run = this.#family.runOf(model)
    const around = [...finals].filter((final) => this.#family.runOf(final) === run)
    const words = lastWords(model)
    if (around.length === 0) {
      const known = this.#known.get(this.#voiceOf(model))
      if (known !== undefined) return known !== 'not-said'
      return finals.size === 0 || [...finals].some((final) => lastWords(final) === words)
    }
    return around.some(
      (final) => (words !== undefined && lastWords(final) === words) || this.#voiceOf(final) === this.#voiceOf(model),
    )
  }

  /** Voices with an answer that was said, and those with answers of which none was. Mostly nobody asks. */
  get #known(): ReadonlyMap<string, Sign> {
    this.#voices ??= this.#heard()
    return this.#voices
  }

  #heard(): ReadonlyMap<string, Sign> {
    const voices = new Map<string, Sign>()
    for (const [model, sign] of this.#signs) {
      const voice = this.#voiceOf(model)
      if (voices.get(voice) !== 'said' && sign !== 'unknown') voices.set(voice, sign)
    }
    return voices
  }

  #rankOf(model: Observation): number {
    const voice = this.#known.get(this.#voiceOf(model))
    if (this.#signs.get(model) === 'not-said') return voice === 'said' ? 1 : 0
    if (voice === 'said') return 3
    if (voice === 'not-said') return 0
    // A voice never heard before: the first in a conversation, or one that took over and knows what was said.
    const anyoneSaid = [...this.#known.values()].includes('said')
    return !anyoneSaid || linesIn(model.input).some(({ from }) => from === 'agent') ? 2 : 0
  }

  #isLikelier(a: Observation, b: Observation): boolean {
    const of = (model: Observation) => [
      model.response?.previous === undefined ? 0 : 1,
      -this.#family.around(model).filter(({ kind }) => kind === 'agent').length,
      linesIn(model.input).filter(({ from }) => from === 'agent').length,
      (model.input ?? []).filter(({ role, calls = [] }) => role === 'tool' || calls.length > 0).length,
      endOf(model),
    ]
    const [first, second] = [of(a), of(b)]
    const at = first.findIndex((value, index) => value !== second[index])
    return at !== -1 && (first[at] ?? 0) > (second[at] ?? 0)
  }

  /** Who asks: the same step of the same agent under the same instructions, numbers in them aside. */
  #voiceOf(model: Observation): string {
    const voice = this.#named.get(model) ?? this.#newVoiceOf(model)
    this.#named.set(model, voice)
    return voice
  }

  #newVoiceOf(model: Observation): string {
    const agent = this.#family.around(model).find(({ kind }) => kind === 'agent')
    return JSON.stringify([model.name, agent?.name, this.#beginningOf(model.system ?? '')])
  }

  #beginningOf(instructions: string): string {
    const known = this.#beginnings.get(instructions)
    if (known !== undefined) return known
    const beginning = plainText(instructions).replace(/\d+/g, '#').slice(0, 200)
    this.#beginnings.set(instructions, beginning)
    return beginning
  }
}

function endOf({ startMs, endMs }: Observation): number {
  return endMs ?? startMs
}

/** Clocks of different hosts differ by this much, in milliseconds. */
const skewMs = 50

function signOf(model: Observation, histories: Histories, given: ReadonlyMap<string, string>, family: Family): Sign {
  const answer = answerOf(model)
  if (histories.hold(answer, endOf(model) - skewMs)) return 'said'
  const back = given.get(nameOf(family.runOf(model)))
  if (back !== undefined && isSame(answer, back)) return 'said'
  return back !== undefined || histories.passOver(model) ? 'not-said' : 'unknown'
}

/** Equal, or one is the heart of the other, such as a reply with a greeting put before it. */
function isSame(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short === long || (short.length >= 12 && long.includes(short))
}

/** What runs gave back, where something around the models tells it. */
function givenBack(observations: readonly Observation[], family: Family): ReadonlyMap<string, string> {
  const given = new Map<string, string>()
  for (const observation of observations) {
    const isRun =
      (observation.kind === 'agent' || observation.kind === 'other') && family.runOf(observation) === observation
    const answer = isRun ? answerOf(observation) : ''
    if (answer !== '') given.set(nameOf(observation), answer)
  }
  return given
}

/** What later questions to a model say was said before. */
class Histories {
  readonly #answers = new Map<string, number>()
  readonly #models: readonly Observation[]

  constructor(models: readonly Observation[]) {
    this.#models = models
    for (const { input, startMs } of models) {
      for (const { from, plain } of linesIn(input))
        if (from === 'agent') this.#answers.set(plain, Math.max(startMs, this.#answers.get(plain) ?? 0))
    }
  }

  hold(answer: string, sinceMs: number): boolean {
    return (this.#answers.get(answer) ?? Number.NEGATIVE_INFINITY) >= sinceMs
  }

  /** Whether a later history goes over the place where this answer would stand. */
  passOver(model: Observation): boolean {
    const lines = linesIn(model.input)
    const words = lines.findLast(({ from }) => from === 'customer')?.plain
    const before = lines.findLast(({ from }) => from === 'agent')?.plain
    return this.#models.some(({ input, startMs }) => {
      if (startMs < endOf(model) || words === undefined) return false
      const history = linesIn(input)
      const agent = new Set(history.flatMap(({ from, plain }) => (from === 'agent' ? [plain] : [])))
      if (agent.size === 0) return false
      if (history.some(({ from, plain }) => from === 'customer' && plain === words))
        return before === undefined || agent.size > 1
      return before !== undefined && agent.has(before)
    })
  }
}

function runsOf(models: readonly Observation[], family: Family): readonly (readonly Observation[])[] {
  const runs = new Map<Observation, Observation[]>()
  for (const model of models) {
    const run = family.runOf(model)
    const own = runs.get(run)
    if (own === undefined) runs.set(run, [model])
    else own.push(model)
  }
  return [...runs.values()]
}
