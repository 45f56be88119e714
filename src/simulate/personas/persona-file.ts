/**
 * A project's own persona, in a YAML file.
 *
 * Every rate may be left out: it is then that of the careful first-timer, the plainest persona. What
 * is written may not be misspelled, since a rate that is silently ignored would be believed.
 */
import { z } from 'zod'
import { readDocument } from '../../document.ts'
import { arcs, explainArc } from '../customers/affect.ts'
import { USUALLY_TRIES_AGAIN } from '../customers/trying-again.ts'
import type { Persona } from '../persona.ts'
import { perturbationSettings } from '../perturbations/index.ts'

const share = z.number().min(0).max(1)
const milliseconds = z.number().int().min(0)
const wordsPerMinute = z.number().min(1).max(300)
const perturbations = perturbationSettings.exactOptional().describe('Further ways of writing, by name and rate.')

/** What differs on a channel has no defaults: what is left out is as everywhere. */
const onChannel = z.strictObject({
  writing: z
    .strictObject({
      typos: share.exactOptional(),
      lowercase: share.exactOptional(),
      noPunctuation: share.exactOptional(),
      abbreviations: share.exactOptional(),
      fillers: share.exactOptional(),
      emoji: share.exactOptional(),
    })
    .exactOptional(),
  timing: z
    .strictObject({
      thinkMs: milliseconds.exactOptional(),
      wordsPerMinute: wordsPerMinute.exactOptional(),
      burst: share.exactOptional(),
      bargeIn: share.exactOptional(),
    })
    .exactOptional(),
  perturbations,
})

/** The shape of a persona file; all rates are fractions from 0 to 1. */
export const personaSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'Use lower-case letters, digits and hyphens.'),
    title: z.string().optional(),
    initiative: z.number().int().min(0).max(3).default(1).describe('Facts volunteered beyond the one asked for.'),
    verbosity: z.enum(['terse', 'plain', 'chatty']).default('plain'),
    politeness: z.enum(['rude', 'plain', 'polite']).default('plain'),
    patience: z
      .strictObject({
        turns: z.number().int().min(1).default(24).describe('Customer turns before leaving.'),
        replyMs: milliseconds.default(20_000).describe('Longest wait for a reply without annoyance.'),
        repeats: z.number().int().min(0).default(2).describe('How often the same question is answered gladly.'),
        triesAgain: share
          .exactOptional()
          .describe(
            `Share who ask once more when something went wrong on the agent's side. Usual: ${USUALLY_TRIES_AGAIN}.`,
          ),
      })
      .prefault({}),
    leavesSilently: share.default(0.2),
    leavesEarly: share
      .exactOptional()
      .describe(
        'Chance before each turn but the first of being gone without a word, whatever the agent did. Usual: 0.',
      ),
    arc: z
      .enum(arcs)
      .exactOptional()
      .describe(
        `How feelings go along a conversation. ${arcs.map((arc) => `${arc}: ${explainArc(arc)}`).join('; ')}. Left out: every annoyance counts as it comes, and shows little.`,
      ),
    readsCarefully: share.default(1),
    writing: z
      .strictObject({
        typos: share.default(0.01),
        lowercase: share.default(0.05),
        noPunctuation: share.default(0.1),
        abbreviations: share.default(0),
        fillers: share.default(0.05),
        emoji: share.default(0.02),
      })
      .prefault({}),
    timing: z
      .strictObject({
        thinkMs: milliseconds.default(6000),
        wordsPerMinute: wordsPerMinute.default(40),
        burst: share.default(0.02),
        bargeIn: share.default(0),
      })
      .prefault({}),
    corrections: share.default(0.02),
    perturbations,
    channels: z.record(z.string(), onChannel).exactOptional().describe('What is otherwise on a channel.'),
  })
  .meta({ title: 'Persona', description: 'How a simulated customer writes and how much they bear.' })

/** Reads a persona file. @throws Problems with everything that is wrong in it */
export function parsePersona(yaml: string, file: string): Persona {
  const persona = readDocument(yaml, { file, schema: personaSchema, code: 'persona/invalid' })
  return { ...persona, title: persona.title ?? persona.id }
}
