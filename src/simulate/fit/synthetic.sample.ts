/** Conversations whose customers have rates that are known: sentences, written and sent as simulated customers do. */
import type { Conversation, Event } from '../../conversation/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import { parts, pauseBefore, pauseWithin } from '../customers/timing.ts'
import { typed } from '../customers/writing.ts'
import { EMOJI, FILLERS } from '../customers/writing-tables.ts'
import type { Persona } from '../persona.ts'
import { personas } from '../personas/index.ts'
import { guardOf, messagesOf, type PerturbationChoices, perturbationsOf } from '../perturbations/index.ts'

/** Rates that differ from those of the model customer, who makes no mistake. */
export interface Known {
  readonly writing?: Partial<Persona['writing']>
  readonly timing?: Partial<Persona['timing']>
  readonly perturbations?: PerturbationChoices
}

export interface SyntheticOptions {
  readonly conversations: number
  readonly turns?: number
  readonly seed: number
  readonly channel?: string
  readonly sentences?: readonly string[]
}

/** A persona that is the model customer but for these rates. */
function personaWith({ writing, timing, perturbations }: Known): Persona {
  const model = personas.find(({ id }) => id === 'model-customer')
  if (model === undefined) throw new RangeError('there is no model customer')
  return {
    ...model,
    id: 'known',
    writing: { ...model.writing, ...writing },
    timing: { ...model.timing, ...timing },
    ...(perturbations !== undefined && { perturbations }),
  }
}

/** Conversations of customers with known rates; every turn is one to three sentences. */
export function synthetic(known: Known, options: SyntheticOptions): readonly Conversation[] {
  const persona = personaWith(known)
  return Array.from({ length: options.conversations }, (_, index) => conversationOf(persona, index, options))
}

function conversationOf(
  persona: Persona,
  index: number,
  { turns = 8, seed, channel = 'chat', sentences = SENTENCES }: SyntheticOptions,
): Conversation {
  const events: Event[] = []
  let atMs = 0
  const own = seed * 10_000 + index
  const random = keyedRandom(own, 'sentences')
  const further = { perturbations: perturbationsOf(persona.perturbations ?? {}), guard: guardOf([]), whole: [] }
  for (let turn = 0; turn < turns; turn += 1) {
    const plain = Array.from({ length: 1 + random.int(3) }, () => random.pick(sentences)).join(' ')
    const cut = parts(plain, [], persona, own, turn)
    for (const [part, text] of cut.entries()) {
      const trimmings = { fillers: part === 0 ? FILLERS : [], emoji: part === cut.length - 1 ? EMOJI : [] }
      const written = typed(text, persona, new Set(), own, [turn, part], trimmings, further)
      atMs += part === 0 ? pauseBefore(text, persona, own, turn) : pauseWithin(text, persona, own, turn, part)
      events.push(...messagesOf(written).map(({ text }) => sent(text, atMs)))
    }
    atMs += 1200
    events.push({ type: 'message', atMs, from: 'agent', text: random.pick(ANSWERS) })
  }
  return {
    id: `synthetic-${seed}-${index}`,
    origin: 'simulated',
    agent: { id: 'none' },
    channel,
    startedAt: '2026-03-02T09:00:00Z',
    circumstances: { persona: persona.id },
    events,
  }
}

function sent(text: string, atMs: number): Event {
  return { type: 'message', atMs, from: 'customer', text: text.trim() }
}

const ANSWERS: readonly string[] = [
  'Certainly, let me look at the calendar for you.',
  'Which colour would you like for the kitchen?',
  'Our workshop is open from eight in the morning.',
  'Your bicycle will be ready when the chain has been replaced.',
  'Could you describe the noise that the wheel makes?',
  'We deliver within the city for a small charge.',
]

/** One half with capitals inside, questions and exclamations among them, none with a value. */
const SENTENCES: readonly string[] = [
  'Please tell me whether the workshop repairs electric bicycles.',
  'The rear wheel makes a strange noise when I brake.',
  'Thanks for looking into this so quickly!',
  'Would you be able to deliver the bicycle to my office?',
  'My chain keeps slipping whenever it rains.',
  'I would like to bring the bicycle because the brakes are weak.',
  'Your colleague promised that somebody would call me back.',
  'What does a complete service usually include?',
  'The saddle is too low for my daughter and the bell is broken.',
  'Please send me a message when everything is finished.',
  'You replaced the tyres last summer, and they were excellent.',
  'Is there a discount for people who live around the corner?',
  'The lights flicker on rough roads.',
  'I prefer to collect the bicycle myself.',
  'Could the front basket be fixed to the handlebars?',
  'That sounds reasonable to me.',
  'My neighbour recommended your workshop, because you are honest about prices.',
  'Does the estimate include the replacement parts?',
  'The pedals feel loose after every longer journey.',
  'Please keep the old tyres for me.',
  'An appointment without waiting would be wonderful.',
  'I already explained the problem to your colleague!',
  'The gears jump when I climb the bridge.',
  'Thanks, that answers my question about the guarantee.',
]
