/** A kept conversation as far as it has come. */
import type { Conversation } from '../../conversation/index.ts'
import type { Observed, Thread } from '../../store/index.ts'
import { assemble } from '../assemble/assemble.ts'
import type { Item } from '../intake/reader.ts'

/** The conversation as far as it has come; nothing where nothing was said. */
export async function conversationOf(
  observed: Observed,
  { project, id, agent }: Thread,
  otherwise = 'agent',
): Promise<Conversation | undefined> {
  const records = await observed.records(project, id)
  const items = records.map(({ body }) => JSON.parse(body) as Item)
  return assemble(id, items, agent === '' ? otherwise : agent, await observed.turnsIn(project, id))
}
