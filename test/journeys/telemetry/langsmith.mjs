/** As it comes: in parts of a form, many runs at once. */
import { talkWith } from './langsmith-runs.mjs'

await talkWith({})
