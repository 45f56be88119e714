/** A persona as it writes on one channel, and the perturbations that its writing has there. */
import type { Persona } from './persona.ts'
import { type Perturbation, perturbationsOf } from './perturbations/index.ts'

const MADE = new WeakMap<Persona, Map<string | undefined, PersonaThere>>()

/** A persona on a channel. */
export interface PersonaThere {
  readonly persona: Persona
  readonly perturbations: readonly Perturbation[]
}

/** @param channel undefined: as it is where no channel is known */
export function personaOn(persona: Persona, channel?: string): PersonaThere {
  const known = MADE.get(persona) ?? new Map<string | undefined, PersonaThere>()
  MADE.set(persona, known)
  const made = known.get(channel) ?? makeOn(persona, channel)
  known.set(channel, made)
  return made
}

function makeOn(persona: Persona, channel: string | undefined): PersonaThere {
  const { channels = {}, ...everywhere } = persona
  const there = channel !== undefined && Object.hasOwn(channels, channel) ? channels[channel] : undefined
  if (there === undefined) return { persona, perturbations: perturbationsOf(persona.perturbations ?? {}) }
  const perturbations = { ...everywhere.perturbations, ...there.perturbations }
  return {
    persona: {
      ...everywhere,
      writing: { ...everywhere.writing, ...there.writing },
      timing: { ...everywhere.timing, ...there.timing },
      perturbations,
    },
    perturbations: perturbationsOf(perturbations),
  }
}

/** A perturbation that a conversation was under, for its record. */
export interface PerturbationCondition {
  readonly id: string
  readonly rate: number
  /** In words that follow "the customer". */
  readonly explain: string
  /** It changes what is said. What must be true afterwards stays as it is, so the agent has to ask or confirm. */
  readonly changesFacts?: true
  readonly expects?: 'asks or confirms'
}

/** What goes on record of the perturbations that are on. */
export function perturbationConditions(perturbations: readonly Perturbation[]): readonly PerturbationCondition[] {
  return perturbations
    .filter(({ rate }) => rate > 0)
    .map((each) => ({
      id: each.id,
      rate: each.rate,
      explain: each.explain(),
      ...(each.changesFacts && { changesFacts: true as const, expects: 'asks or confirms' as const }),
    }))
}
