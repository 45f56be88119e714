/**
 * What the sentences of an agent turn amount to, and which acts follow from that.
 */
import type { Act, Setting, Value } from './act.ts'

/** What the sentences of a turn amount to, gathered sentence by sentence. */
export interface Tally {
  readonly slots: string[]
  asks: number
  slotScore: number
  confirms: number
  readsBack: boolean
  /** Asks for a yes to what it goes on to read back. */
  asksToConfirm: boolean
  proposes: boolean
  offers: number
  strongOffers: number
  claims: number
  fails: number
  refuses: boolean
  promises: boolean
  handsOff: boolean
  lost: boolean
  more: number
  bye: number
  greets: boolean
  statements: Value[]
  statedFresh: number
  statedKnown: number
}

export function emptyTally(): Tally {
  return {
    slots: [],
    asks: 0,
    slotScore: 0,
    confirms: 0,
    readsBack: false,
    asksToConfirm: false,
    proposes: false,
    offers: 0,
    strongOffers: 0,
    claims: 0,
    fails: 0,
    refuses: false,
    promises: false,
    handsOff: false,
    lost: false,
    more: 0,
    bye: 0,
    greets: false,
    statements: [],
    statedFresh: 0,
    statedKnown: 0,
  }
}

/** The acts of a turn from its tally. */
export function weigh(t: Tally, setting: Setting): Act[] {
  const values = t.statements
  const acts = [...outcomeActs(t, setting), ...questionActs(t)]
  if (t.confirms === 0 && t.claims === 0) acts.push(...statementActs(t, values, setting))
  if (t.proposes) acts.push({ type: 'propose', confidence: 0.8 })
  if (t.promises) acts.push({ type: 'promise', confidence: 0.7 })
  if (t.lost && acts.length === 0) acts.push({ type: 'lost', confidence: 0.8 })
  if (t.more > 0) acts.push({ type: 'req-more', confidence: 0.9 })
  if (acts.length === 0 && t.bye > 0) acts.push({ type: 'goodbye', confidence: 0.9 })
  if (acts.length === 0 && t.greets) acts.push({ type: 'greet', confidence: 0.8 })
  return acts
}

function outcomeActs(t: Tally, setting: Setting): Act[] {
  const acts: Act[] = []
  if (t.handsOff) acts.push({ type: 'handoff', confidence: 0.85 })
  if (t.refuses) acts.push({ type: 'refuse', confidence: 0.7 })
  if (t.fails > 0) acts.push({ type: 'fail', confidence: 0.85 })
  // `Please confirm the following. A visit has been scheduled ...`
  const type = t.asksToConfirm && t.statements.length > 0 ? 'confirm' : 'claim'
  if (t.claims > 0 && t.confirms === 0) acts.push({ type, values: t.statements, confidence: 0.85 })
  if (t.claims > 0 && setting.asked && t.statements.length > 0) acts.push(inform(t.statements))
  return acts
}

function questionActs(t: Tally): Act[] {
  const acts: Act[] = []
  if (t.confirms > 0) acts.push({ type: 'confirm', values: t.statements, confidence: 0.9 })
  const sure = t.slots.length > 0 ? Math.min(0.95, 0.5 + 0.2 * t.slotScore) : 0.4
  if (t.asks > 0) acts.push({ type: 'request', slots: t.slots, confidence: sure })
  return acts
}

/** What plain statements with values amount to, given what else was said and what came before. */
function statementActs(t: Tally, values: readonly Value[], setting: Setting): Act[] {
  if (values.length === 0) return []
  const answers = setting.asked && t.strongOffers === 0
  if (t.fails > 0) return [answers && !t.readsBack ? inform(values) : offer(values)]
  if (t.readsBack && t.strongOffers === 0 && t.statedKnown >= t.statedFresh)
    return [{ type: 'confirm', values, confidence: 0.7 }]
  if (answers) return [inform(values)]
  return unprompted(t, values)
}

/** Values that nobody asked for: beside a question they are small talk, else they are read back or offered. */
function unprompted(t: Tally, values: readonly Value[]): Act[] {
  if (t.asks > 0 && t.strongOffers === 0 && t.statedFresh < 2) return []
  // A number in passing: `founded in 1985`.
  if (t.offers === 0 && values.every(({ kind }) => kind === 'number')) return []
  if (t.offers === 0 && t.statedKnown >= 2 && t.statedFresh === 0) return [{ type: 'confirm', values, confidence: 0.6 }]
  return [offer(values)]
}

function inform(values: readonly Value[]): Act {
  return { type: 'inform', values, confidence: 0.7 }
}

function offer(values: readonly Value[]): Act {
  return { type: 'offer', values, confidence: 0.7 }
}
