/** Which kinds of verifiers there are, one line each, and how to make one from its settings. */
import { z } from 'zod'
import { commandVerifier } from './command.ts'
import { httpVerifier } from './http.ts'
import { moduleVerifier } from './module.ts'
import { sqlVerifier } from './sql.ts'
import type { Verifier, VerifierKind, VerifierSurroundings } from './verifier.ts'

const kinds: readonly VerifierKind[] = [httpVerifier, sqlVerifier, commandVerifier, moduleVerifier]

/** Settings of one verifier: exactly one kind with its own settings. */
export const verifierSettings = z.union(kinds.map(({ kind, settings }) => z.strictObject({ [kind]: settings })))

/**
 * Makes the verifier that validated settings describe.
 *
 * @param id the name by which scenarios and pacts refer to it
 * @param settings as `verifierSettings` gives them
 */
export function verifierFrom(
  id: string,
  settings: Readonly<Record<string, unknown>>,
  surroundings: VerifierSurroundings,
): Verifier {
  const chosen = kinds.find(({ kind }) => kind in settings)
  if (chosen === undefined) throw new TypeError(`no kind of verifier among ${Object.keys(settings)}`)
  return chosen.create(id, settings[chosen.kind], surroundings)
}
