/** A persona of which only some is taken, the rest being as testers are. */
import type { Persona } from '../../simulate/index.ts'

/** @param take `behaviours`: everything but how they write; `noise`: how they write */
export function personaWith(
  persona: Persona,
  model: Persona,
  take: { readonly behaviours: boolean; readonly noise: boolean },
): Persona {
  const { perturbations: _, channels: __, ...behaving } = take.behaviours ? persona : model
  const { writing, perturbations } = take.noise ? persona : model
  return {
    ...behaving,
    id: persona.id,
    title: persona.title,
    writing,
    ...(perturbations && { perturbations }),
    ...(persona.channels && { channels: channelsWith(persona.channels, take) }),
  }
}

function channelsWith(
  channels: NonNullable<Persona['channels']>,
  take: { readonly behaviours: boolean; readonly noise: boolean },
): NonNullable<Persona['channels']> {
  return Object.fromEntries(
    Object.entries(channels).map(([channel, { writing, timing, perturbations }]) => [
      channel,
      {
        ...(take.noise && writing && { writing }),
        ...(take.noise && perturbations && { perturbations }),
        ...(take.behaviours && timing && { timing }),
      },
    ]),
  )
}
