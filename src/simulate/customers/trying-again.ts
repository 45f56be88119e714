/**
 * Asking once more after something broke on the agent's side.
 *
 * `Something went wrong` is no answer to what was asked, so most people ask again before they leave; once, since what
 * breaks twice stays broken. A no that has a reason, such as a day that is full, is no breakdown.
 */
import { keyedRandom } from '../../stats/index.ts'
import type { OpenGoal } from './mind.ts'
import { again } from './moving-on.ts'
import { type Moment, type Reaction, say } from './reaction.ts'

/** Share of customers who ask once more, where the persona does not say. */
export const USUALLY_TRIES_AGAIN = 0.8

/** Words for what broke, and not for what cannot be had. */
const BROKE = new RegExp(
  [
    String.raw`\bsomething (?:has |just )?(?:went|gone|broke)\b`,
    String.raw`\b(?:technical|system|server|internal|network|connection|unexpected) (?:problem|issue|error|fault|failure|hiccup|difficult\w+)`,
    String.raw`\b(?:an|some kind of) error\b`,
    String.raw`\b(?:can't|cannot|can not|couldn't|could not|unable to|not able to) (?:reach|connect to|access|get (?:in)?to|load|open) (?:our|the|my|your)\b`,
    String.raw`\b(?:system|server|calendar|service|database)(?: \w+)? (?:is|seems|appears|was)(?: to be)? (?:currently |temporarily )?(?:down|offline|unavailable|unreachable|not (?:working|responding|available))\b`,
    String.raw`\btry (?:(?:it|that|this) )?again (?:later|shortly|soon|in a)\b`,
  ].join('|'),
  'i',
)

/** The wish once more, or nothing: nothing broke, it was asked once more already, or this customer does not. */
export function triesAgain({ mind, text }: Moment, open: OpenGoal): Reaction | undefined {
  if (mind.triedAgain || !BROKE.test(text)) return undefined
  mind.triedAgain = true
  const { triesAgain: share = USUALLY_TRIES_AGAIN } = mind.persona.patience
  if (!keyedRandom(mind.seed, 'tries-again').chance(share)) return undefined
  const { goal, want } = open
  return say(
    [goal.kind === 'ask' ? again(open, 'still-waiting-for') : { type: 'try-again', want, kind: goal.kind }],
    false,
  )
}
