import { perturbationKinds } from './kinds.ts'
import { perturbationConformance } from './perturbation.conformance.ts'

for (const kind of perturbationKinds) perturbationConformance(kind)
