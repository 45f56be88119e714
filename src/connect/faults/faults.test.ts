import { faultConformance } from './fault.conformance.ts'
import { faultKinds } from './index.ts'

for (const kind of faultKinds) faultConformance(kind)
