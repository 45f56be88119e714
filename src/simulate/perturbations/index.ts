/** Ways in which customers write otherwise than plainly. */
export { USUAL } from './abbreviation.ts'
export {
  type PerturbationChoice,
  type PerturbationChoices,
  perturb,
  perturbationOf,
  perturbationSettings,
  perturbationsOf,
  settingsOf,
} from './choose.ts'
export { doubled } from './doubling.ts'
export { applied, inOnePiece, messagesOf, plainOf, type Written, withoutEdits } from './edits.ts'
export { type Guard, type GuardedFact, type GuardedSpan, guardedSpans, guardOf } from './guard.ts'
export { perturbationKinds } from './kinds.ts'
export { omitted } from './omission.ts'
export type {
  AnyPerturbationKind,
  Occasion,
  Perturbation,
  PerturbationFamily,
  PerturbationKind,
} from './perturbation.ts'
export { substituted } from './substitution.ts'
export { transposed } from './transposition.ts'
