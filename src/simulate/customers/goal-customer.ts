/**
 * The goal-driven customer: understands the agent, follows its agenda, writes as its persona does.
 *
 * One customer belongs to one conversation and is asked turn by turn. The same scenario, persona and
 * seed give the same moves for the same agent words.
 */
import type { Event } from '../../conversation/index.ts'
import type { ToolTerms } from '../../pact/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import { personaOn } from '../on-channel.ts'
import type { Persona } from '../persona.ts'
import { inOnePiece, messagesOf, type Written } from '../perturbations/index.ts'
import type { Scenario } from '../scenario.ts'
import type { Heard, Setting } from './act.ts'
import { annoy, appease, GIVES_UP, moodOf, POINTS, threatens, WANTS_A_PERSON } from './affect.ts'
import { react } from './agenda.ts'
import type { Customer, Move, OutgoingMessage, Understanding } from './customer.ts'
import type { Intent } from './intent.ts'
import { COULD_NOT_MAKE_OUT, LOST } from './ladder.ts'
import { currentGoal, type Mind, mindOf, type OpenGoal, untold } from './mind.ts'
import { again } from './moving-on.ts'
import { stateGoal } from './opening.ts'
import { inWords, type Speaker } from './phrasebook.ts'
import { preparationFor } from './preparation.ts'
import { leave, leaveOfOwnAccord, type Reaction, say } from './reaction.ts'
import { hear } from './recogniser.ts'
import { rememberSaid } from './said-before.ts'
import { type Due, due, lastWord } from './schedule.ts'
import { type Since, sinceLast } from './since.ts'
import { tell } from './telling.ts'
import { comeAtOnce, parts, pauseBefore, pauseWithin } from './timing.ts'
import { trimmingsFor } from './trimmings.ts'
import { type Further, typed } from './writing.ts'

export interface CustomerOptions {
  readonly scenario: Scenario
  readonly persona: Persona
  /** Where the conversation is held: personas may write otherwise there. */
  readonly channel?: string
  readonly seed: number
  /** The agent's tools: their arguments say what an agent may ask for. */
  readonly tools?: readonly ToolTerms[]
  /** Puts intents into words; default the phrasebook. The result is checked by whoever makes it. */
  readonly inWords?: (intents: readonly Intent[], speaker: Speaker, mind: Mind) => string | Promise<string>
}

/** The customer of a planned trial. */
export function customerOf(
  { scenario, persona, seed, channel }: Pick<CustomerOptions, 'scenario' | 'persona' | 'seed' | 'channel'>,
  tools: readonly ToolTerms[] = NO_TOOLS,
): Customer {
  return goalCustomer({ scenario, persona, seed, tools, ...(channel !== undefined && { channel }) })
}

/** A customer that pursues a scenario's goal. */
export function goalCustomer(options: CustomerOptions): Customer {
  return new GoalCustomer(options)
}

class GoalCustomer implements Customer {
  private readonly options: CustomerOptions
  private readonly mind: Mind
  private readonly protectedWords: ReadonlySet<string>
  private readonly whole: readonly string[]
  private further: Further
  /** Where the customer comes back, while they are away. */
  private away: { readonly on?: string } | undefined
  private read = 0
  /** The agent's words to which the customer reacts. */
  private words = ''
  private heard: Heard | undefined

  constructor(options: CustomerOptions) {
    const { scenario, seed, tools = NO_TOOLS } = options
    const { persona, perturbations } = personaOn(options.persona, options.channel)
    this.options = options
    const { ontology, whole, protectedWords, guard } = preparationFor(scenario, tools)
    this.mind = mindOf(scenario, persona, seed, ontology, (ways, goal) => keyedRandom(seed, 'want', goal).pick(ways))
    this.whole = whole
    this.further = { perturbations, guard, whole }
    this.protectedWords = protectedWords
  }

  next(events: readonly Event[], turn: number): Move | Promise<Move> {
    if (turn === 0) this.read = rememberSaid(this.mind, events)
    const since = sinceLast(events, this.read)
    this.read = events.length
    this.mind.nowMs = events.at(-1)?.atMs ?? 0
    const back = this.comesBack()
    const speaks = since.replies > 0 || since.text !== ''
    const understood = speaks ? this.understand(since) : undefined
    this.heard = understood?.heard
    this.words = understood?.text ?? ''
    this.feel(since, turn)
    const move = this.perform(this.decide(since, turn, back), turn)
    const changes = this.mind.changes.splice(0)
    if (changes.length === 0) return move
    return move instanceof Promise ? move.then((made) => ({ ...made, changes })) : { ...move, changes }
  }

  /**
   * Several messages are read as one, unless they answer several messages of the customer, or the last says that all
   * is done: then only the last counts. What was said to half a message counts where nothing else can be made out.
   */
  private understand({ text, before, last, replies, sent }: Since): Understood {
    const setting = settingOf(this.mind)
    const of = (words: string) => ({ text: words, heard: hear(words, this.mind.ontology, setting) })
    if (replies > 1) {
      const final = of(last)
      if (final.heard.acts.some(({ type }) => type === 'claim') || (sent > 1 && isClear(final.heard))) return final
    }
    const all = of(text)
    if (before === '' || (isClear(all.heard) && !(isQuestion(all.heard) && saysNo(of(before).heard)))) return all
    return of(`${before}\n${text}`)
  }

  /** What the agent's turn does to the customer's patience and to the trust in its own ears. */
  private feel({ text, waitedMs }: Since, turn: number): void {
    const { mind, heard } = this
    if (turn === 0 && heard === undefined) return
    if (waitedMs > mind.persona.patience.replyMs) annoy(mind, POINTS.slow)
    const before = mind.heardTexts.get(text) ?? 0
    mind.heardTexts.set(text, before + 1)
    if (text !== '' && (text === mind.lastAgentText || before > 1)) annoy(mind, POINTS.repeatedText)
    mind.lastAgentText = text
    mind.murky = heard === undefined || heard.confidence >= CLEAR ? 0 : mind.murky + 1
  }

  private decide(since: Since, turn: number, back: boolean): Reaction {
    const { mind, heard } = this
    if (since.handedOver) return leave('handed-over', 'the agent handed over to a person')
    if (this.isGone(turn)) return leaveOfOwnAccord()
    if (back && heard === undefined) return this.greetAgain()
    const events = due(mind, heard, turn + 1)
    const special = ofEvents(events)
    if (special !== undefined) return special
    const nearlyThere = isSettling(heard) && turn < mind.persona.patience.turns + 2
    if (!nearlyThere && (turn >= mind.persona.patience.turns || mind.frustration >= GIVES_UP)) return this.giveUp(turn)
    if (!nearlyThere && mind.frustration >= WANTS_A_PERSON && !mind.askedForPerson) {
      mind.askedForPerson = true
      return say([{ type: 'human' }], false)
    }
    if (events.before.length === 0) return this.answer(since, turn)
    return say([...events.before, ...this.answersOnly(since, turn)])
  }

  /** Whether a wait was one of being away, and now is over. The customer may write otherwise where they are now. */
  private comesBack(): boolean {
    const { away, mind, options } = this
    this.away = undefined
    if (away?.on !== undefined) {
      const { persona, perturbations } = personaOn(options.persona, away.on)
      mind.persona = persona
      this.further = { ...this.further, perturbations }
    }
    return away !== undefined
  }

  /** Some are gone at any moment, whatever the agent did: the door bell rings. */
  private isGone(turn: number): boolean {
    const { seed, persona } = this.mind
    const { leavesEarly = 0 } = persona
    return leavesEarly > 0 && turn > 0 && keyedRandom(seed, 'leaves-early', turn).chance(leavesEarly)
  }

  /** Who comes back says so, and what they are still after; or asks whether all is done. */
  private greetAgain(): Reaction {
    const { mind } = this
    const open = currentGoal(mind)
    mind.rung = 0
    mind.waited = false
    if (open !== undefined && !open.stated) return say(stateGoal(mind, open, open === mind.goals[0]))
    return say([{ type: 'back' }, open === undefined ? { type: 'settled' } : wishOnceMore(open)], false)
  }

  /** What the agent asked is answered beside a correction; a plain yes or no would contradict it. */
  private answersOnly(since: Since, turn: number): readonly Intent[] {
    if (this.heard?.acts.every(({ type }) => type !== 'request') ?? true) return []
    const reaction = this.answer(since, turn)
    return reaction.type === 'say' ? reaction.intents : []
  }

  private answer({ before }: Since, turn: number): Reaction {
    const { mind, heard, words: text } = this
    if (heard === undefined) return this.unanswered(turn)
    const reaction = react({ mind, heard, text, turn, ...(before !== '' && { before }) })
    return reaction.type === 'leave' ? (lastWord(mind) ?? reaction) : reaction
  }

  /** Nobody has said anything: the customer opens, or asks whether anybody is there. */
  private unanswered(turn: number): Reaction {
    const { mind } = this
    const open = currentGoal(mind)
    if (open !== undefined && !open.stated) return say(stateGoal(mind, open, open === mind.goals[0]))
    if (turn > 0) annoy(mind, POINTS.noReply)
    return say([{ type: 'nudge' }], false)
  }

  /** Patience that ran out over words that the customer could not make out says nothing of the agent. */
  private giveUp(turn: number): Reaction {
    if (this.mind.murky >= LOST) return leave('inconclusive', COULD_NOT_MAKE_OUT)
    const silent = keyedRandom(this.mind.seed, 'leaves', turn).chance(this.mind.persona.leavesSilently)
    const because = this.mind.frustration >= GIVES_UP ? 'out of patience' : 'it took too many turns'
    return silent ? leave('left-silently', because) : leave('gave-up', because, [{ type: 'quit' }])
  }

  private perform(reaction: Reaction, turn: number): Move | Promise<Move> {
    const { mind } = this
    if (reaction.type === 'say') this.remember(reaction)
    const understanding = this.understanding()
    if (reaction.type === 'wait') {
      const { forMs, back } = reaction
      this.away = back
      return { type: 'wait', forMs, ...(back !== undefined && { back }), understanding }
    }
    const speaker: Speaker = { persona: mind.persona, seed: mind.seed, mood: moodOf(mind), turn, ...showing(mind) }
    const plain = this.options.inWords?.(reaction.intents, speaker, mind) ?? inWords(reaction.intents, speaker)
    if (typeof plain === 'string') return this.moveOf(reaction, plain, understanding, turn)
    return plain.then((text) => this.moveOf(reaction, text, understanding, turn))
  }

  private remember({ intents, progress }: Extract<Reaction, { type: 'say' }>): void {
    const { mind } = this
    const asks = intents.some((intent) => intent.type === 'ask' || (intent.type === 'say' && intent.text.includes('?')))
    mind.asked = asks || (mind.asked && isStillWaiting(mind, intents))
    const agrees = intents.some(({ type }) => type === 'yes' || type === 'choose' || type === 'take-it')
    mind.agreed = agrees || goesAhead(mind, intents)
    if (agrees) mind.said.push(mind.lastAgentText.toLowerCase())
    for (const intent of intents)
      if ('facts' in intent) mind.said.push(...intent.facts.map((fact) => fact.words.toLowerCase()))
    if (!progress) return
    mind.rung = 0
    // Nobody is appeased by having said hello.
    if (this.heard !== undefined || mind.persona.arc === undefined) appease(mind)
  }

  private moveOf(
    reaction: Exclude<Reaction, { type: 'wait' }>,
    plain: string,
    understanding: Understanding,
    turn: number,
  ): Move {
    const { mind } = this
    if (reaction.type === 'leave') {
      const { ending } = reaction
      if (plain === '') return { type: 'leave', ending, understanding }
      const [goodbye] = this.messages([plain], turn, reaction.intents, inOnePiece)
      return { type: 'leave', ending, understanding, ...(goodbye !== undefined && { goodbye }) }
    }
    const verbatim = reaction.intents.every(({ type }) => type === 'say')
    const cut = verbatim
      ? reaction.intents.map((intent) => ('text' in intent ? intent.text : ''))
      : parts(plain, this.whole, mind.persona, mind.seed, turn)
    const texts = [...cut, ...(verbatim ? [] : this.bargeIn(turn))]
    return { type: 'say', messages: this.messages(texts, turn, reaction.intents), understanding }
  }

  /** Sometimes the next fact comes before the agent could answer. */
  private bargeIn(turn: number): string[] {
    const { mind } = this
    if (!keyedRandom(mind.seed, 'barge-in', turn).chance(mind.persona.timing.bargeIn)) return []
    const next = untold(mind, currentGoal(mind)?.goal).slice(0, 1)
    const facts = moodOf(mind) === 'calm' ? tell(mind, next) : []
    if (facts.length === 0) return []
    const speaker: Speaker = { persona: mind.persona, seed: mind.seed, mood: 'calm', turn: turn + 1000 }
    return [inWords([{ type: 'volunteer', facts }], speaker)]
  }

  private messages(
    texts: readonly string[],
    turn: number,
    intents: readonly Intent[],
    sending = (written: Written) => written,
  ): OutgoingMessage[] {
    const { persona, seed } = this.mind
    const verbatim = intents.every(({ type }) => type === 'say')
    const trimmings = trimmingsFor(intents, this.mind)
    const atOnce = comeAtOnce(seed, turn)
    return texts.flatMap((plain, part) => {
      const trimmed = {
        fillers: part === 0 ? trimmings.fillers : [],
        emoji: part === texts.length - 1 ? trimmings.emoji : [],
      }
      const written = verbatim
        ? { text: plain, edits: [] }
        : typed(plain, persona, this.protectedWords, seed, [turn, part], trimmed, this.further)
      const afterMs =
        part === 0 ? pauseBefore(plain, persona, seed, turn) : pauseWithin(plain, persona, seed, turn, part)
      const sent = messagesOf(sending(written))
      return sent.map(({ text, edits }, piece) => ({
        text,
        afterMs: piece === 0 ? afterMs : pauseWithin(text, persona, seed, turn, (part + 1) * 100 + piece),
        ...((part < texts.length - 1 || piece < sent.length - 1) && { dontWait: true }),
        ...((part > 0 || piece > 0) && atOnce && { atOnce }),
        ...(edits.length > 0 && { edits }),
      }))
    })
  }

  private understanding(): Understanding {
    const { mind, heard } = this
    return {
      acts: heard?.acts.map(({ type }) => type) ?? [],
      confidence: heard?.confidence ?? 1,
      rung: mind.rung,
      frustration: mind.frustration,
      ...(mind.persona.arc !== undefined && { mood: moodOf(mind) }),
    }
  }
}

const NO_TOOLS: readonly ToolTerms[] = []

interface Understood {
  readonly text: string
  readonly heard: Heard
}

/** Whoever only tells what the agent needs for the answer has still asked. */
function isStillWaiting(mind: Mind, intents: readonly Intent[]): boolean {
  return (
    intents.every(({ type }) => TELLS.has(type)) &&
    (currentGoal(mind)?.wants.some(({ answered, timesAsked }) => timesAsked > 0 && !answered) ?? false)
  )
}

/** Whoever has told everything and still wants it done has told the agent to go ahead. */
function goesAhead(mind: Mind, intents: readonly Intent[]): boolean {
  const open = currentGoal(mind)
  if (open === undefined || open.goal.kind === 'ask' || untold(mind, open.goal).length > 0) return false
  const still =
    mind.agreed && intents.every(({ type }) => type === 'tell-again' || type === 'restate' || type === 'settled')
  return still || intents.some(({ type }) => type === 'still-waiting-for' || type === 'try-again')
}

const TELLS: ReadonlySet<Intent['type']> = new Set(['tell', 'tell-again', 'volunteer', 'correct', 'correct-self'])

/** What the customer is still after, for somebody who may know nothing of it. */
function wishOnceMore(open: OpenGoal): Intent {
  const wish = again(open, 'still-waiting-for')
  return wish.type === 'ask' ? wish : { type: 'restate', want: open.want, kind: open.goal.kind, facts: [] }
}

/** Feelings show more plainly in a persona with an arc. */
function showing(mind: Mind): Pick<Speaker, 'shows'> {
  if (mind.persona.arc === undefined) return {}
  return { shows: threatens(mind) ? 'threatening' : 'loudly' }
}

/** Nobody leaves, or asks for a person, when the agent only waits for a yes or says that it is done. */
function isSettling(heard: Heard | undefined): boolean {
  return heard?.acts.some(({ type }) => type === 'confirm' || type === 'claim') ?? false
}

function isQuestion({ acts }: Heard): boolean {
  return acts.every(({ type }) => type === 'request' || type === 'offer')
}

function saysNo({ acts }: Heard): boolean {
  return acts.some(({ type }) => type === 'fail' || type === 'refuse')
}

function isClear({ acts }: Heard): boolean {
  return acts.some(({ type }) => type !== 'unknown' && type !== 'lost' && type !== 'empty')
}

/** Confidence from which an agent turn counts as understood. */
const CLEAR = 0.45

function ofEvents({ instead, burst, empty }: Due): Reaction | undefined {
  if (instead !== undefined) return instead
  if (empty === true) return say([{ type: 'say', text: '' }], false)
  return burst === undefined
    ? undefined
    : say(
        burst.map((text): Intent => ({ type: 'say', text })),
        false,
      )
}

function settingOf(mind: Mind): Setting {
  const told = [...mind.facts.values()].filter(({ timesTold }) => timesTold > 0)
  return {
    asked: mind.asked,
    agreed: mind.agreed,
    told: new Set(told.map(({ key }) => key)),
    needs: new Set(currentGoal(mind)?.goal.needs ?? []),
    known: mind.said,
  }
}
