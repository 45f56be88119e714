/**
 * Releases that nobody forecast: what their run would have foretold of production as it came, beside what it did.
 *
 * A run and production of the same version say by how much tests flatter, whether somebody asked before or not. Since nothing
 * was promised, it says nothing of whether intervals were wide enough.
 */
import type { Gathered } from '../gap/gather.ts'
import type { GradedTalk } from '../gap/graded-over.ts'
import { type Answered, answerOf, isOf } from './answer.ts'
import type { Forecast } from './forecast.ts'
import { foretell } from './foretell.ts'

/** Only the middle of its draws is looked at. */
const draws = 400

/** @param whose the run; conversations that name another version are left out. Nothing where none is left */
export function historyOf(
  { conversations, byPromise }: Pick<Gathered, 'conversations' | 'byPromise'>,
  whose: Pick<Forecast, 'run' | 'agent' | 'version'>,
  { at, seed }: { readonly at: string; readonly seed: number },
): Answered | undefined {
  const own = (some: readonly GradedTalk[]) => some.filter((each) => each.side === 'test' || isOf(each, whose.version))
  const source = {
    conversations: own(conversations),
    byPromise: new Map([...byPromise].map(([name, graded]) => [name, own(graded)])),
  }
  if (!source.conversations.some(({ side }) => side === 'production')) return undefined
  const forecast: Forecast = { madeAt: at, ...whose, ...foretell(source, { seed, draws }) }
  return { forecast, answer: answerOf(source, forecast, { answeredAt: at, seed }) }
}
