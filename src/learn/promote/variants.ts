/**
 * Variants of a counterexample: in other words, on other channels, by other personas. Each is played once with the agent
 * that broke the promise, and kept only when the same promise breaks; what holds already guards against nothing.
 *
 * A persona changes nothing of a script that is said word for word, so personas vary only where the customer goes on.
 */
import type { PlannedTrial, Scenario } from '../../simulate/index.ts'
import type { PlaysOptions } from '../minimise/plays.ts'
import { paraphrased } from './paraphrase.ts'
import { namesOf } from './regression.ts'

export interface Variant {
  /** What differs: `words 1`, `sms`, a persona's name. */
  readonly how: string
  readonly trial: PlannedTrial
}

export interface Checked {
  readonly kept: readonly Variant[]
  /** Those that did not break the promise. */
  readonly others: readonly Variant[]
}

interface Varying extends PlaysOptions {
  /** The same said in full, for other words; the trial itself when left out. */
  readonly inFull?: PlannedTrial
  readonly project: Parameters<typeof namesOf>[1] & {
    readonly personas: readonly PlannedTrial['persona'][]
    readonly settings: { readonly channels: readonly string[] }
  }
}

const mostOfAKind = 2

/** Plays every variant once. */
export async function checkedVariants({ trial, inFull, condition, play, judge, project }: Varying): Promise<Checked> {
  const kept: Variant[] = []
  const others: Variant[] = []
  for (const variant of variantsOf(trial, inFull ?? trial, project)) {
    const { findings } = await judge(
      await play({ ...variant.trial, id: `${trial.id}-${kept.length + others.length}v` }),
    )
    const isBroken = findings.some((finding) => finding.condition === condition && finding.outcome === 'violated')
    ;(isBroken ? kept : others).push(variant)
  }
  return { kept, others }
}

function variantsOf(
  trial: PlannedTrial,
  inFull: PlannedTrial,
  { personas, settings: { channels } }: Varying['project'],
): readonly Variant[] {
  const { scenario } = trial
  const goesOn = scenario.script?.some((step) => 'simulate' in step) === true
  const worded = [0, 1].flatMap((nth) => {
    const script = rewordedScript(inFull.scenario.script ?? [], nth)
    return script === undefined
      ? []
      : [{ how: `words-${nth + 1}`, trial: { ...trial, scenario: { ...scenario, script } } }]
  })
  const elsewhere = channels.filter((channel) => channel !== trial.channel).slice(0, mostOfAKind)
  const who = goesOn ? personas.filter(({ id }) => id !== trial.persona.id).slice(0, mostOfAKind) : []
  return [
    ...worded,
    ...elsewhere.map((channel) => ({ how: channel, trial: { ...trial, channel } })),
    ...who.map((persona) => ({ how: persona.id, trial: { ...trial, persona } })),
  ]
}

/** Nothing where no template fits any line. */
function rewordedScript(script: NonNullable<Scenario['script']>, nth: number): Scenario['script'] | undefined {
  let isOther = false
  const reword = (text: string) => {
    const other = paraphrased(text, nth)
    isOther ||= other !== undefined
    return other ?? text
  }
  const steps = script.map((step) =>
    'say' in step ? { ...step, say: typeof step.say === 'string' ? reword(step.say) : step.say.map(reword) } : step,
  )
  return isOther ? steps : undefined
}

/** The scenario of a variant, beside that of the counterexample. */
export function variantScenario(base: Scenario, { how, trial }: Variant, project: Varying['project']): Scenario {
  const { script } = trial.scenario
  return {
    ...base,
    id: `${base.id}-${how}`,
    ...(base.title !== undefined && { title: `${base.title}, ${how}` }),
    ...(script !== undefined && { script }),
    personas: namesOf(trial.persona, project),
    channels: [trial.channel],
  }
}

/** For the top of the file: which variants stand in it and which did not break the promise. */
export function variantWords({ kept, others }: Checked): readonly string[] {
  const n = kept.length + others.length
  if (n === 0) return []
  const names = (variants: readonly Variant[]) => variants.map(({ how }) => how).join(', ')
  const not = others.length === 0 ? '' : ` Did not: ${names(others)}.`
  const below = kept.length === 0 ? 'none broke it too' : `${kept.length} broke it too, and follow: ${names(kept)}`
  return [`Of ${n} ${n === 1 ? 'variant' : 'variants'}, each played once, ${below}.${not}`]
}
