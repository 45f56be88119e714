/** Ways in which customers write otherwise than plainly. */
export {
  type PerturbationChoice,
  type PerturbationChoices,
  perturb,
  perturbationOf,
  perturbationSettings,
  perturbationsOf,
  settingsOf,
} from './choose.ts'
export { applied, messagesOf, plainOf, type Written, withoutEdits } from './edits.ts'
export { type Guard, type GuardedFact, type GuardedSpan, guardedSpans, guardOf } from './guard.ts'
export { perturbationKinds } from './kinds.ts'
export type {
  AnyPerturbationKind,
  Occasion,
  Perturbation,
  PerturbationFamily,
  PerturbationKind,
} from './perturbation.ts'
