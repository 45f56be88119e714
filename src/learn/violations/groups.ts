/**
 * Which violations belong together: the same promise, the same path, and customers who begin alike.
 *
 * The first of a kind leads its group; a later one joins the group whose leader's words its own are most like, or leads
 * a new one. In the same order the same groups come out. Only words of leaders are held, never a conversation.
 */
import type { Conversation } from '../../conversation/index.ts'
import { hash64 } from '../../stats/index.ts'
import { openingOf } from '../coverage/kinds.ts'
import { similarity, spaceOf, type Vector } from '../coverage/space.ts'
import { type Path, pathOf, pathWords } from './path.ts'

export interface GroupName {
  /** Eight characters; the same for the same leader. */
  readonly id: string
  readonly condition: string
  readonly path: Path
  /** How the customer of its leader began. */
  readonly opening: string
}

/** From here on two beginnings are alike. */
const alike = 0.3
/** Groups of one promise on one path, beyond which the nearest is joined: words alone shall not make a thousand of them. */
const mostLeaders = 50
const openingShown = 120

export class Groups {
  private readonly space = spaceOf([])
  private readonly leaders = new Map<string, { readonly name: GroupName; readonly words: Vector }[]>()

  /** The group that a violation belongs to. */
  of(condition: string, conversation: Conversation): GroupName {
    const path = pathOf(conversation)
    const key = JSON.stringify([condition, pathWords(path)])
    const opening = openingOf(conversation)
    const words = this.space.vector(opening)
    const leaders = this.leaders.get(key) ?? []
    const nearest = nearestOf(words, leaders)
    if (nearest !== undefined && (nearest.similarity >= alike || leaders.length >= mostLeaders)) return nearest.name
    const id = hash64(JSON.stringify([key, opening])).slice(0, 8)
    const name = { id, condition, path, opening: opening.slice(0, openingShown) }
    this.leaders.set(key, [...leaders, { name, words }])
    return name
  }
}

function nearestOf(words: Vector, leaders: readonly { readonly name: GroupName; readonly words: Vector }[]) {
  let nearest: { readonly name: GroupName; readonly similarity: number } | undefined
  for (const leader of leaders) {
    const isEmpty = words.places.length === 0 && leader.words.places.length === 0
    const found = isEmpty ? 1 : similarity(words, leader.words)
    if (nearest === undefined || found > nearest.similarity) nearest = { name: leader.name, similarity: found }
  }
  return nearest
}
