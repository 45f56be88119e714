/**
 * Which perturbations a customer's writing has, at which rates, and what they make of a message.
 *
 * Whether a kind strikes at a place is drawn by seed, message, kind and place alone, and a higher rate strikes wherever
 * a lower one does. Where two want the same place, the one that is listed first in `kinds.ts` has it.
 */
import { z } from 'zod'
import { keyedRandom, keyedRandoms } from '../../stats/index.ts'
import type { Edit } from '../customers/customer.ts'
import { collide, inOrder } from './edits.ts'
import { isAllowed } from './guard.ts'
import { perturbationKinds } from './kinds.ts'
import type { AnyPerturbationKind, Occasion, Perturbation, Spot } from './perturbation.ts'

const share = z.number().min(0).max(1)

/** A rate, or a rate with options. */
export type PerturbationChoice = number | { readonly rate: number; readonly [option: string]: unknown }

/** Perturbations by name, as a persona file has them. */
export type PerturbationChoices = Readonly<Record<string, PerturbationChoice>>

const rate = share.describe('Share of places, or of messages, that it strikes.')
const meant = z.literal(true).describe('That the facts are to be changed: it never happens by accident.')

// Kinds without options share their settings, so that a JSON Schema has them once.
const rateAlone = z.union([share, z.strictObject({ rate })]).meta({ id: 'perturbationRate' })
const factsChanged = z.strictObject({ rate, changesFacts: meant }).meta({ id: 'factsChanged' })

/** What may be written of a kind in a persona file. What changes facts has to say so. */
export function settingsOf({ options, changesFacts }: AnyPerturbationKind): z.ZodType {
  if (Object.keys(options.shape).length === 0) return changesFacts === true ? factsChanged : rateAlone
  if (changesFacts === true) return z.strictObject({ rate, changesFacts: meant, ...options.shape })
  return z.union([share, z.strictObject({ rate, ...options.shape })])
}

/** Settings of a persona: perturbations by name. */
export const perturbationSettings = z
  .strictObject(Object.fromEntries(perturbationKinds.map((kind) => [kind.id, settingsOf(kind).exactOptional()])))
  .transform((choices) => choices as PerturbationChoices)
  .meta({ id: 'perturbations' })

/** The perturbation of a name, ready for use. @throws z.ZodError when the options are not those of the kind */
export function perturbationOf(id: string, choice: PerturbationChoice): Perturbation {
  const kind = perturbationKinds.find((each) => each.id === id)
  if (kind === undefined) throw new RangeError(`there is no perturbation "${id}"`)
  const { rate: chosen, changesFacts: _, ...options } = typeof choice === 'number' ? { rate: choice } : choice
  const made = kind.create(kind.options.parse(options) as never)
  const explain = () => `${made.explain?.() ?? kind.summary}, ${shareWords(chosen, kind.per)}`
  return {
    id,
    rate: chosen,
    changesFacts: kind.changesFacts === true,
    ...(kind.over !== undefined && { over: (to: string) => kind.over?.(to) ?? to }),
    explain,
    edits: (text, occasion) => (chosen === 0 ? [] : editsOf(kind, made.spots, chosen, text, occasion)),
  }
}

/** Perturbations by name, in the order in which they have their places. */
export function perturbationsOf(choices: PerturbationChoices): readonly Perturbation[] {
  return perturbationKinds.flatMap(({ id }) => {
    const choice = choices[id]
    return choice === undefined ? [] : [perturbationOf(id, choice)]
  })
}

function shareWords(fraction: number, per: AnyPerturbationKind['per']): string {
  return `in ${+(fraction * 100).toFixed(2)} % of ${per === 'place' ? 'the places where it could' : 'messages'}`
}

function editsOf(
  kind: AnyPerturbationKind,
  spotsIn: (text: string, occasion: Occasion) => readonly Spot[],
  chance: number,
  text: string,
  occasion: Occasion,
): readonly Edit[] {
  const { seed, key } = occasion
  if (kind.per === 'message' && !keyedRandom(seed, 'perturb', kind.id, ...key).chance(chance)) return []
  const spots = spotsIn(text, occasion)
  if (spots.length === 0) return []
  const edits: Edit[] = []
  const randomAt = keyedRandoms(seed, 'perturb', kind.id, ...key)
  for (const spot of spots) {
    const { at, from } = spot
    const random = randomAt(at, from.length)
    if (kind.per === 'place' && !random.chance(chance)) continue
    const put = spot.to(random)
    if (put === undefined || put === from) continue
    const edit = { kind: kind.id, at, from, to: put }
    if (kind.changesFacts !== true && !isAllowed(edit, text, occasion, kind.values)) continue
    if (!edits.some((other) => collide(other, edit))) edits.push(edit)
  }
  return inOrder(edits)
}

/** The edits of all of them, on top of what was edited already. */
export function perturb(
  text: string,
  perturbations: readonly Perturbation[],
  occasion: Occasion,
  before: readonly Edit[] = [],
): readonly Edit[] {
  let edits: readonly Edit[] = before
  for (const perturbation of perturbations) {
    const more = perturbation.edits(text, occasion)
    const { over } = perturbation
    if (more.length > 0) edits = over === undefined ? beside(edits, more) : onTop(edits, more, over)
  }
  return inOrder(edits)
}

/** What is new, where nothing else has the place. */
function beside(edits: readonly Edit[], more: readonly Edit[]): readonly Edit[] {
  return [...edits, ...more.filter((edit) => !edits.some((other) => collide(other, edit)))]
}

/** What is new goes on over what is there: earlier edits are rewritten, and the text between them too. */
function onTop(edits: readonly Edit[], more: readonly Edit[], over: (to: string) => string): readonly Edit[] {
  const rewritten = edits.map((edit) => ({ ...edit, to: over(edit.to) })).filter(({ from, to }) => from !== to)
  return [...rewritten, ...more.flatMap((edit) => around(edit, rewritten, over))]
}

/** The parts of an edit that others leave to it. */
function around(edit: Edit, others: readonly Edit[], over: (to: string) => string): readonly Edit[] {
  const end = edit.at + edit.from.length
  const inside = inOrder(others.filter((other) => collide(other, edit)))
  const stops = [...inside.map(({ at }) => at), end]
  const starts = [edit.at, ...inside.map(({ at, from }) => at + from.length)]
  return starts.flatMap((start, index) => {
    const from = edit.from.slice(start - edit.at, Math.max(start, stops[index] ?? end) - edit.at)
    const to = over(from)
    return to === from ? [] : [{ kind: edit.kind, at: start, from, to }]
  })
}
