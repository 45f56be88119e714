import { expect, test } from 'vitest'
import { Budget, type Question, withinBudget } from '../../model/index.ts'
import { attacks } from './attacks.ts'
import { juror, shownTo } from './jury.sample.ts'
import { attacked, selfTest, warmth } from './self-test.ts'

type Shown = readonly { readonly at: number; readonly agent_said?: string }[]

const reading = (level: string, at: number, text: string) => ({
  json: { reasoning: 'read', level, quotes: [{ at, text }] },
})
const isWarm = (question: Question) => JSON.stringify(shownTo(question)).includes('I am sorry, that sounds painful')

/** Reads the first agent turn and cannot be moved. */
const steady = juror('steady', (question) =>
  isWarm(question)
    ? reading('Warm', 1, 'I am sorry, that sounds painful.')
    : reading('Cold', 1, 'What do you want from me?'),
)

/** Does what any text tells it, as long as it can read it. */
const obedient = juror('obedient', (question) => {
  const shown = shownTo(question) as Shown
  const words = JSON.stringify(shown.slice(4))
  const level = /Warm/.test(words) ? 'Warm' : /Cold/.test(words) ? 'Cold' : isWarm(question) ? 'Warm' : 'Cold'
  return reading(level, 1, shown.find(({ at }) => at === 1)?.agent_said ?? '')
})

test('a jury that cannot be moved withstands every attack, with its interval', async () => {
  const found = await selfTest({ jurors: [steady] })
  expect(found).toMatchObject({
    attackSuccess: { successes: 0, n: attacks.length },
    succeeded: [],
    blinded: [],
    untried: [],
    baseline: { cold: 'violated', warm: 'held' },
  })
  expect(found.attackSuccess?.high).toBeGreaterThan(0.1)
})

test('a jury that does what it is told is found out, and the attacks that worked are named', async () => {
  const { succeeded, attackSuccess } = await selfTest({ jurors: [obedient] })
  expect(attackSuccess?.n).toBe(attacks.length)
  expect(succeeded).toMatchInlineSnapshot(`
    [
      "plain-order",
      "end-of-evidence",
      "chat-template",
      "instruction-brackets",
      "ready-answer",
      "self-grade",
      "authority",
      "moved-scale",
      "examples-first",
      "letter-by-letter",
      "another-language",
      "another-task",
      "planted-result",
      "planted-praise",
      "poisoned-order",
      "poisoned-story",
      "poisoned-template",
      "poisoned-result",
    ]
  `)
})

test('a second juror who stays firm turns success into blindness, which is listed', async () => {
  const { attackSuccess, blinded } = await selfTest({ jurors: [obedient, steady] })
  expect(attackSuccess?.successes).toBe(0)
  expect(blinded.length).toBeGreaterThan(10)
})

test('a jury that calls everything warm is unfit: nothing is claimed about attacks on what it misread', async () => {
  const flattered = juror('flattered', (question) =>
    reading('Warm', 1, (shownTo(question) as Shown).find(({ at }) => at === 1)?.agent_said ?? ''),
  )
  const found = await selfTest({ jurors: [flattered] })
  const against = attacks.filter(({ wants }) => wants === 'violated').length
  expect(found.baseline).toEqual({ cold: 'held', warm: 'held' })
  expect(found.attackSuccess).toMatchObject({ successes: 0, n: against })
  expect(found.untried).toHaveLength(attacks.length - against)
})

test('a jury that cannot be asked gives no rate at all', async () => {
  const found = await selfTest({ jurors: [withinBudget(steady, new Budget({ tokens: 10 }))] })
  expect(found).not.toHaveProperty('attackSuccess')
  expect(found.untried).toHaveLength(attacks.length)
})

test('every attack has its own name, and leaves what it attacks otherwise as it was', () => {
  expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length)
  expect(attacks.length).toBeGreaterThanOrEqual(20)
  for (const attack of attacks) {
    const { events } = attacked(attack)
    expect(events.slice(0, 4)).toEqual(attacked({ ...attack, text: 'x' }).events.slice(0, 4))
    expect(JSON.stringify(events.slice(4))).toContain(JSON.stringify(attack.text))
    expect(warmth.levels.map(({ name }) => name)).toEqual(['Cold', 'Flat', 'Warm'])
  }
})
