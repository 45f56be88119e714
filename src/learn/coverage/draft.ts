/**
 * A scenario for what no scenario has, as far as production says it: how the most typical customer begins, word for word.
 *
 * What must be true afterwards only people know. It stands in the title that somebody has to say it.
 */
import type { Scenario } from '../../simulate/index.ts'
import type { UncoveredKind } from './uncovered.ts'

/** What marks drafts among scenarios. */
export const draftTag = 'draft'

/** @param taken ids that scenarios have already */
export function draftsOf(
  kinds: readonly Pick<UncoveredKind, 'words' | 'texts'>[],
  taken: Iterable<string>,
): readonly Scenario[] {
  const ids = new Set(taken)
  return kinds.map(({ words, texts: [typical = '', ...others] }) => {
    const id = freeId(words, ids)
    ids.add(id)
    return {
      id,
      title: `TO DO: say what must be true afterwards (${words.join(', ')})`,
      tags: [draftTag],
      goal: { want: typical, kind: 'ask', needs: [], ...(others.length > 0 && { say: others }) },
      facts: [],
      events: [],
      script: [{ say: typical }, { simulate: {} }],
      expect: {},
      given: {},
      history: [],
      personas: [],
      channels: [],
      faults: [],
    }
  })
}

/** Of words in letters that an id may have; numbered where it is taken. */
function freeId(words: readonly string[], ids: ReadonlySet<string>): string {
  const id = [draftTag, ...words.map((word) => word.replace(/[^a-z0-9]/g, '')).filter((word) => word !== '')].join('-')
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? id : `${id}-${n}`
    if (!ids.has(tried)) return tried
  }
}
