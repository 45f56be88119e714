/**
 * The summary as JSON, for scripts.
 *
 * `schema` names the form and changes when a field changes its meaning or goes away; new fields may join
 * at any time. Rates are fractions 0..1, each with the counts it is made of.
 */
import type { PromiseTally, Summary } from '../../pact/index.ts'
import type {
  AgainstControl,
  ChannelDifference,
  ChannelParity,
  Compared,
  Contrast,
  FaultCost,
  FaultCoverage,
} from '../../simulate/index.ts'
import type { Rate } from '../../stats/index.ts'
import { budgetJson } from './budget.ts'
import { type Reported, replayOf } from './reported.ts'
import { standingOf } from './words.ts'

const jsonReportSchema = 'fieldproof.report/1'

/** The report as a value that JSON can hold. */
export function jsonReport(reported: Reported): Readonly<Record<string, unknown>> {
  const { name, run, summary } = reported
  const { conversations, clean, violating, unjudged, score, endings, errors, scenarios, worst } = summary
  return {
    schema: jsonReportSchema,
    project: name,
    run: {
      id: run.id,
      startedAt: run.startedAt,
      agent: run.agent,
      pact: run.pact,
      seed: run.seed,
      planned: run.planned,
    },
    conversations: { n: conversations, clean, violating, unjudged },
    ...(reported.addition !== undefined && { [reported.addition.key]: reported.addition.json() }),
    promises: summary.promises.map((promise) => promiseJson(promise, reported)),
    score: score === undefined ? null : scoreJson(score),
    endings,
    /** Conversations with a failure, by whose failure it was. */
    failures: errors,
    scenarios,
    /** Each fault set against the undisturbed twins of its trials. */
    faults: (reported.faults ?? []).map((cost) => faultJson(cost, reported)),
    /** Faults that scenarios are about, and in how many of their conversations these struck: not in all. */
    unmetFaults: reported.unmet ?? [],
    control: reported.control === undefined ? null : controlJson(reported.control, reported),
    /** Each channel against the one with the most conversations, pair by pair; null where there was one channel. */
    parity: reported.parity === undefined ? null : parityJson(reported.parity),
    /** Endpoints that agents called, and the conversations in which faults struck them; null where there is no ledger to tell. */
    faultCoverage: reported.coverage === undefined ? null : coverageJson(reported.coverage),
    /** Scenarios one by one; null where the run had no budget. */
    budget: reported.budget === undefined ? null : budgetJson(reported.budget),
    worst:
      worst === undefined
        ? null
        : {
            trial: worst.order,
            id: worst.conversation,
            violated: worst.violated,
            replay: replayOf(reported, worst.order) ?? null,
          },
  }
}

function promiseJson(promise: PromiseTally, reported: Reported): Readonly<Record<string, unknown>> {
  const { id, explanation, dimension, severity, target, held, violated, unjudged, notApplicable, rate, gate } = promise
  return {
    id,
    explanation,
    dimension,
    severity,
    target,
    standing: standingOf(promise),
    counts: { held, violated, unjudged, notApplicable, decided: held + violated },
    rate:
      rate === undefined
        ? null
        : {
            rate: rate.rate,
            n: rate.n,
            low: rate.low,
            high: rate.high,
            confidence: rate.confidence,
            method: rate.method,
            scenarios: rate.clusters,
            effectiveN: rate.effectiveN,
          },
    gate: gate === undefined ? null : { state: gate.state, moreNeeded: gate.moreNeeded, alpha: gate.alpha },
    unjudgedBecause: promise.unjudgedBecause,
    examples: promise.examples.map(({ conversation, because, at, order }) => ({
      trial: order,
      id: conversation,
      because,
      events: at,
      replay: replayOf(reported, order) ?? null,
    })),
  }
}

function scoreJson(score: NonNullable<Summary['score']>): Readonly<Record<string, unknown>> {
  const { state, interval, vetoProbability, unmeasured, confidence } = score
  return { score: score.score, state, interval, confidence, vetoProbability, unmeasured }
}

function faultJson(cost: FaultCost, reported: Reported): Readonly<Record<string, unknown>> {
  const { set, explain, trials, struck, idle, pairs, overall, breaks } = cost
  return {
    id: set,
    explanation: explain,
    counts: { trials, struck, idle, pairs },
    withoutViolation: overall === undefined ? null : comparedJson(overall),
    breaks: breaks.map(({ severity, surely, example, ...compared }) => ({
      id: compared.id,
      severity,
      surely,
      ...comparedJson(compared),
      example: {
        trial: example.order,
        id: example.conversation,
        because: example.because,
        replay: replayOf(reported, example.order) ?? null,
      },
    })),
  }
}

function coverageJson({ faulted, endpoints }: FaultCoverage): Readonly<Record<string, unknown>> {
  const struck = endpoints.filter((each) => each.struck > 0)
  return { conversationsUnderFaults: faulted, struck: struck.length, of: endpoints.length, endpoints }
}

function controlJson(control: AgainstControl, reported: Reported) {
  const { controls, real, overall, personas, channels, habits, fixes } = control
  return {
    controls: shareJson(controls),
    customers: shareJson(real),
    overall: contrastJson(overall),
    personas: personas.map(contrastJson),
    channels: channels.map(contrastJson),
    habits: habits.map(contrastJson),
    /** Ways of going wrong by the share of conversations that mending them would win. */
    fixes: fixes.map(({ wrong, conditions, wins, controls: also, scenarios, example }) => ({
      wrong,
      ids: conditions,
      wins: shareJson(wins),
      controls: also,
      scenarios,
      example: { trial: example.order, id: example.conversation, replay: replayOf(reported, example.order) ?? null },
    })),
  }
}

function parityJson({ base, channels }: ChannelParity) {
  const differenceJson = ({ base: there, here, ...rest }: ChannelDifference) => ({
    ...rest,
    base: shareJson(there),
    here: shareJson(here),
  })
  return {
    base,
    channels: channels.map(({ channel, overall, conditions, alone }) => ({
      channel,
      withoutViolation: overall === undefined ? null : differenceJson(overall),
      conditions: conditions.map(differenceJson),
      withoutTwin: alone,
    })),
  }
}

const shareJson = ({ rate, successes, n, low, high }: Rate) => ({ rate, held: successes, n, low, high })

function contrastJson({ name, compared, controls, real, surely }: Contrast) {
  if (compared === undefined || controls === undefined || real === undefined) return { id: name }
  const { pairs, scenarios, broke, mended, difference, low, high, pWorse } = compared
  const sides = { controls: shareJson(controls), customers: shareJson(real) }
  return { id: name, pairs, scenarios, ...sides, broke, mended, difference, low, high, pWorse, surelyWorse: surely }
}

function comparedJson({ pairs, old, fresh, broke, mended, difference, low, high, pWorse }: Compared) {
  const share = ({ rate, successes, n }: Compared['old']) => ({ rate, held: successes, n })
  return { pairs, undisturbed: share(old), faulted: share(fresh), broke, mended, difference, low, high, pWorse }
}
