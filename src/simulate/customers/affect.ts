/**
 * How a customer's patience wears: a whole number that the agent's turns raise and lower.
 *
 * No chance is involved, so the same conversation always annoys in the same way. How it goes up and down is the
 * persona's emotional arc; a persona that names none counts every point as it comes.
 */

export type Mood = 'calm' | 'terse' | 'annoyed' | 'angry'

/** How feelings go along a conversation, by name. */
export type Arc = 'calm' | 'rising' | 'sudden' | 'forgiving'

/** What an agent turn did to the customer's patience, in points. */
export const POINTS = {
  repeatedQuestion: 1,
  repeatedText: 2,
  slow: 1,
  noReply: 2,
  refusedAgain: 2,
  wrongValue: 1,
  ladder: 1,
  hurry: 2,
} as const

/** From this many points the customer asks for a person, once. */
export const WANTS_A_PERSON = 6

/** From this many points a customer with an arc threatens to leave. */
const THREATENS = 9

/** From this many points the customer leaves. */
export const GIVES_UP = 10

/** One arc: where it starts, what annoys, what progress gives back, and what of it shows. */
interface Course {
  /** In words that follow "the customer". */
  readonly explain: string
  readonly start: number
  /** Points added, given those that an annoyance costs anybody and those there are. */
  readonly annoyed: (points: number, frustration: number) => number
  /** Points that progress gives back. */
  readonly relief: number
  readonly moodAt: (frustration: number) => Mood
}

const plainly: Course = {
  explain: 'counts every annoyance as it comes',
  start: 0,
  annoyed: (points) => points,
  relief: 1,
  moodAt(frustration) {
    if (frustration >= 7) return 'angry'
    if (frustration >= 4) return 'annoyed'
    return frustration >= 2 ? 'terse' : 'calm'
  },
}

const courses: Readonly<Record<Arc, Course>> = {
  calm: {
    ...plainly,
    explain: 'takes annoyances lightly and forgets them with every step forward',
    annoyed: () => 1,
    relief: 2,
  },
  rising: {
    ...plainly,
    explain: 'is annoyed more by each annoyance, and by nothing appeased',
    annoyed: (points, frustration) => points + Math.floor(frustration / 3),
    relief: 0,
  },
  sudden: {
    ...plainly,
    explain: 'shows nothing for long, and then is angry at once',
    // Whoever has had enough is beyond asking twice: from calm straight to angry.
    annoyed: (points, frustration) => (frustration < 5 && frustration + points >= 5 ? 7 - frustration : points),
    moodAt: (frustration) => (frustration >= 5 ? 'angry' : 'calm'),
  },
  forgiving: {
    ...plainly,
    explain: 'comes annoyed, and is appeased by every step forward',
    start: 5,
    relief: 3,
  },
}

export const arcs = Object.keys(courses) as [Arc, ...Arc[]]

/** What an arc is, in words that follow "the customer". */
export const explainArc = (arc: Arc): string => courses[arc].explain

/** Somebody who feels. */
export interface Feeling {
  frustration: number
  readonly persona: { readonly arc?: Arc }
}

const courseOf = ({ arc }: Feeling['persona']): Course => (arc === undefined ? plainly : courses[arc])

/** The points a customer comes with. */
export const startOf = (persona: Feeling['persona']): number => courseOf(persona).start

export function annoy(feeling: Feeling, points: number): void {
  feeling.frustration += courseOf(feeling.persona).annoyed(points, feeling.frustration)
}

/** A step forward was made. */
export function appease(feeling: Feeling): void {
  feeling.frustration = Math.max(0, feeling.frustration - courseOf(feeling.persona).relief)
}

export function moodOf({ frustration, persona }: Feeling): Mood {
  return courseOf(persona).moodAt(frustration)
}

/** Whether it is said that the customer will go elsewhere. */
export function threatens({ frustration, persona }: Feeling): boolean {
  return persona.arc !== undefined && frustration >= THREATENS
}
