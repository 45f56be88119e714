/** A file of scenarios as people write it, with what every field means. */
import { z } from 'zod'
import { replaySettings } from '../connect/index.ts'
import { explainMoment, momentNames } from './awkward-moments.ts'
import { faultSets } from './fault-files.ts'
import { spanText } from './spans.ts'

const text = z.string()
const json = z.json()
const record = z.record(z.string(), json)

const factTypes = ['date', 'time', 'phone', 'email', 'money', 'name', 'place', 'count', 'choice', 'id', 'free'] as const

const factForm = z
  .union([
    z.union([text, z.number(), z.boolean()]).transform((value) => ({ value: String(value) })),
    z.null().transform(() => ({})),
    z.strictObject({
      value: z
        .union([text, z.number()])
        .transform(String)
        .optional()
        .describe('Leave out what the customer does not know.'),
      in: spanText
        .optional()
        .describe(
          'Instead of a value, for a date or a time: so long after the conversation begins, by the clocks of its time zone.',
        ),
      type: z.enum(factTypes).optional().describe('Guessed from the name and the value when left out.'),
      say: z.array(text).optional().describe('Ways in which the customer says it: ["next tuesday", "the 3rd"].'),
      sayForMs: z
        .number()
        .int()
        .optional()
        .describe(
          'Milliseconds after the beginning in which those words are right. Default: always, or as "in" means it.',
        ),
      askedAs: z.array(text).optional().describe('Further words by which an agent may ask for it.'),
      options: z.array(text).optional().describe('Values among which an agent may offer a choice.'),
      disclose: z
        .enum(['opening', 'on-ask', 'on-second-ask', 'never'])
        .optional()
        .describe('When it is told. Default on-ask.'),
      wrongFirst: text.optional().describe('Told first, by mistake, and corrected later.'),
    }),
  ])
  .describe('What the customer knows: a value, or a mapping with more about it.')

const goalShape = {
  want: text.describe("What the customer is after, in the customer's words: book a cleaning."),
  kind: text.describe('book, change, cancel, ask, complain, report, or a word of your own.'),
  say: z.array(text).optional().describe('Other ways to say it; one is drawn per trial.'),
  needs: z.array(text).optional().describe('Facts the agent needs before it can act. Default: all facts with a value.'),
  wants: z
    .array(
      z.strictObject({ ask: text, answer: text.optional().describe('A value by which the answer is recognised.') }),
    )
    .optional()
    .describe('Questions the customer wants answered.'),
  alternatives: z.array(z.record(z.string(), text)).optional().describe('Fact values to fall back on, best first.'),
  onRefusal: z.enum(['accept', 'insist', 'escalate', 'leave']).optional(),
}
const goalForm = z.strictObject({
  ...goalShape,
  // biome-ignore lint/suspicious/noThenProperty: it is the word people write, and a list is not taken for a promise
  then: z.array(z.strictObject(goalShape)).optional().describe('Goals that follow.'),
})

const doForm = z.union([
  z.strictObject({ correct: z.strictObject({ fact: text, to: text, say: text.optional() }) }),
  z.strictObject({ switchTopic: text }),
  z.strictObject({ cancel: z.union([text, z.literal(true)]) }),
  z.strictObject({ reinstate: z.union([text, z.literal(true)]) }),
  z.strictObject({ escalate: z.union([text, z.literal(true)]) }),
  z.strictObject({ silence: z.strictObject({ minutes: z.number().positive() }) }),
  z.strictObject({ leave: z.literal(true) }),
  z.strictObject({
    return: z.strictObject({
      after: spanText.describe('How long the customer is away: 20 minutes, 3 h, 2 days.'),
      on: text.optional().describe('The channel on which they come back. Left out: the same.'),
    }),
  }),
  z.strictObject({ sendEmpty: z.literal(true) }),
  z.strictObject({ burst: z.array(text).min(1) }),
  z.strictObject({ say: text }),
  z.strictObject({ change: text.describe('Something that happens in the backends, by its name under `changes:`.') }),
])

const eventForm = z
  .strictObject({
    turn: z.number().int().min(1).optional().describe('Customer turn, from 1.'),
    after: z
      .enum(['asked', 'confirmed', 'claimed', 'refused', 'offered'])
      .optional()
      .describe('What the agent has just done.'),
    do: doForm,
  })
  .refine(({ turn, after }) => (turn === undefined) !== (after === undefined), {
    message: 'an event needs either "turn" or "after", to say when it happens',
  })

const checkForm = z.strictObject({ says: text.optional(), neverSays: text.optional(), calls: text.optional() })
const pauseMs = z.number().int().min(0)
const stepForm = z.union([
  z.strictObject({
    say: z.union([text, z.array(text).min(1)]),
    afterMs: z
      .union([pauseMs, z.array(pauseMs).min(1)])
      .optional()
      .describe('Milliseconds before it is said; of several messages, before each. Default none.'),
    meanwhile: z
      .strictObject({ messages: z.int().min(0).default(0), calls: z.int().min(0).default(0) })
      .optional()
      .describe(
        'It is said while the agent still answers the step before: once it has sent so many messages and begun so many calls of tools since. Default the answer is waited for.',
      ),
  }),
  z.strictObject({ expect: checkForm }),
  z.strictObject({ simulate: z.strictObject({ turns: z.number().int().min(1).optional() }) }),
])

const changeForm = z.union([
  z.strictObject({ verifier: text, added: record }),
  z.strictObject({ verifier: text, removed: record }),
  z.strictObject({ verifier: text, changed: record, to: record }),
])

const expectForm = z.strictObject({
  changes: z.array(changeForm).optional().describe('Changes that must be found in the backends afterwards.'),
  otherwise: z
    .enum(['unchanged', 'ignored'])
    .optional()
    .describe('Whether anything else may change. Default unchanged.'),
  told: z.array(text).optional().describe('Values the customer must have been told.'),
  handoff: z.boolean().optional().describe('Whether the conversation must, or must not, be handed over.'),
  calls: z
    .array(z.strictObject({ tool: text, args: record.optional() }))
    .optional()
    .describe('Tool calls that must have succeeded.'),
})

const shape = {
  title: text.optional(),
  tags: z.array(text).optional(),
  goal: goalForm.optional(),
  facts: z.record(z.string(), factForm).optional(),
  events: z.array(eventForm).optional().describe('What happens whatever the agent does.'),
  script: z.array(stepForm).optional().describe('Exact steps instead of, or around, the free simulation.'),
  expect: expectForm.optional(),
  given: record.optional().describe('Records that exist before the conversation; handed to prepare.'),
  history: z.array(z.strictObject({ from: z.enum(['customer', 'agent']), text })).optional(),
  personas: z.array(text).optional(),
  channels: z.array(text).optional(),
  faults: z.array(text).optional().describe('Fault sets of the project that its backends are always under.'),
  recorded: z
    .record(text, replaySettings)
    .optional()
    .describe(
      'Recordings that answer in place of backends, by the name of the backend: { practice: { from: recordings/a.har } }. Verifiers then read nothing.',
    ),
  repeats: z.number().int().min(1).optional(),
  maxTurns: z.number().int().min(1).optional(),
  startsAt: z
    .union([
      z.iso.datetime({ offset: true }),
      z.enum(momentNames),
      z.strictObject({ at: z.enum(momentNames), after: z.iso.date().describe('The first day that counts.') }),
    ])
    .optional()
    .describe(
      `2026-03-02T09:12:00+00:00, or the first of these from 2026 on, or from another day on, in the time zone: ${momentNames.map((name) => `${name} (${explainMoment(name)})`).join(', ')}.`,
    ),
  timeZone: text.optional().describe('IANA zone: Europe/Lisbon.'),
}
const scenarioForm = z.strictObject({
  id: text.regex(/^[\w.-]+$/, 'an id is made of letters, digits, dots and dashes'),
  ...shape,
})
export const fileForm = z.strictObject({
  defaults: z.strictObject(shape).optional().describe('What every scenario of this file has unless it says otherwise.'),
  faults: faultSets
    .optional()
    .describe('Fault sets for the scenarios of this file alone: no other is played under them.'),
  scenarios: z.array(scenarioForm).min(1),
})

export type GoalForm = z.infer<typeof goalForm>
export type EventForm = z.infer<typeof eventForm>
export type ScenarioForm = z.infer<typeof scenarioForm>
/** A scenario, or what all of a file have in common. */
export type Form = Omit<ScenarioForm, 'id'>

/** JSON Schema of a scenario file, for editors. */
export const scenarioJsonSchema = () => z.toJSONSchema(fileForm, { io: 'input', unrepresentable: 'any' })
