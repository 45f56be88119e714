/** One request for each run that begins, and one for each that ends. */
import { talkWith } from './langsmith-runs.mjs'

await talkWith({ autoBatchTracing: false })
