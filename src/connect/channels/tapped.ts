/** Which of the choices that an agent offered a customer takes by what they write: the one of exactly that title. */
import type { MessageChoice } from '../../conversation/index.ts'
import type { Outgoing, Tapped } from './provider.ts'

/** @param offered the agent's last message; a choice without an id tells its agent nothing, and is not tapped */
export function tappedIn(offered: Outgoing | undefined, text: string): Tapped | undefined {
  if (offered?.form === undefined) return undefined
  const { buttons = [], quickReplies = [], list } = offered.form
  const rows = list?.sections.flatMap((section) => section.rows) ?? []
  const all = [
    ...buttons.map((choice) => ({ how: 'button' as const, choice })),
    ...quickReplies.map((choice) => ({ how: 'quick-reply' as const, choice })),
    ...rows.map((choice) => ({ how: 'row' as const, choice })),
  ]
  const taken = all.find(({ choice }) => isMeant(choice, text))
  if (taken?.choice.id === undefined) return undefined
  const { title, id, description } = taken.choice
  const given = offered.taps?.[id]
  return {
    how: taken.how,
    title,
    id,
    of: offered.id,
    ...(description !== undefined && { description }),
    ...(given !== undefined && { given }),
  }
}

function isMeant({ title }: MessageChoice, text: string): boolean {
  return title.trim().toLowerCase() === text.trim().toLowerCase()
}
