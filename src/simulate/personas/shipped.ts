/** The personas that come with the product: the everyday ones, and harder ones. */
import type { Persona } from '../persona.ts'
import { everydayPersonas } from './everyday.ts'
import { harderPersonas } from './harder.ts'

/** Twenty-two ways to be a customer, the everyday ones first. Their ids can be named in a project. */
export const personas: readonly Persona[] = [...everydayPersonas, ...harderPersonas]
