/** The personas that come with the product, and personas of a project's own. */
export { everydayPersonas } from './everyday.ts'
export { parsePersona, personaSchema } from './persona-file.ts'
export { personas } from './shipped.ts'
