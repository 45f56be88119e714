/** What a shadow is told of a backend: where its records are, what its actions change, what its free times are. */
import { z } from 'zod'

const path = z.string().regex(/^\//, 'Write a path: /offices/*/appointments')
const postPath = z.string().regex(/^[A-Z]+ \//, 'Write a method and a path: POST /appointments/{id}/cancel')
const values = z.record(z.string(), z.json())

const action = z.strictObject({
  path: postPath.describe('Its route, with {id} where the id stands: POST /offices/*/appointments/{id}/cancel.'),
  set: values
    .default({})
    .describe('Fields that it sets: { status: cancelled }. {now} is the moment, {name} a named segment of the path.'),
  take: z.array(z.string()).default([]).describe('Fields that it takes from the body: [start].'),
  when: values.optional().describe('What a record must have for it, { status: booked }; otherwise 409.'),
})

const paging = z
  .strictObject({
    limit: z.string().default('limit').describe('How many records a page has. Default limit.'),
    offset: z.string().optional().describe('How many records stand before the page.'),
    page: z.string().optional().describe('Number of the page.'),
    first: z.int().default(1).describe('Number of the first page. Default 1.'),
    next: z.string().optional().describe('Where the reply says that more is to come: $.next. For cursors.'),
  })
  .describe('Names in the query: { limit: limit, offset: offset }, { limit: per_page, page: page }, { next: $.next }.')

const resource = z.strictObject({
  collection: z
    .union([path, z.array(path).min(1)])
    .describe('Where records are listed and made: /offices/*/appointments. Further paths list the same records.'),
  item: path.optional().describe('Where one record is, with {id}. Default the collection and /{id}.'),
  list: z.string().optional().describe('Where the records stand in a list: $.appointments. Default the only list.'),
  record: z.string().default('$').describe('Where the record stands in the reply for one: $.data. Default $.'),
  id: z.string().default('id').describe('Field with the id. Default id.'),
  filters: z
    .record(z.string(), z.string().regex(/^\S+(?: (?:=|>=|<=|>|<|\^=))?$/, 'Write a field: "start", "start >="'))
    .default({})
    .describe(
      'What the query asks of the records: { patientId: patient.id, from: start >=, day: start ^= }. A name that is a field asks for its value without being listed.',
    ),
  sort: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .describe('How lists are sorted: start, -createdAt, [start, id]. Default: what is new stands at the end.'),
  paging: paging.optional(),
  count: z.string().optional().describe('Where a list says how many there are: $.total. Default total or totalCount.'),
  new: values
    .default({})
    .describe('What the real system adds to a new record: { status: booked, createdAt: "{now}", office: "{office}" }.'),
  'must-exist': z
    .array(path)
    .default([])
    .describe('Read before a record is made: /patients/{patientId}, named by the path or by a field of the body.'),
  actions: z.record(z.string(), action).default({}).describe('Routes that do something with one record, by name.'),
})

const slots = z.strictObject({
  path: path.describe('Where free times are read: /offices/*/slots.'),
  list: z.string().optional().describe('Where they stand in the reply: $.slots. Default the only list.'),
  start: z
    .string()
    .default('start')
    .describe('Field with the beginning, or the whole entry where that is a text. Default start.'),
  end: z.string().optional().describe('Field with the end.'),
  minutes: z.number().positive().optional().describe('How long each is, where no end is told. Default 30.'),
  'taken-by': z.string().describe('The resource whose new and moved records take time, with start and end alike.'),
  same: z.array(z.string()).default([]).describe('Fields that must be equal for a record to take a time: [dentist].'),
  unless: values
    .default({ status: ['cancelled', 'canceled'] })
    .describe('Records that take no time. Default { status: [cancelled, canceled] }.'),
  count: z.string().optional().describe('Where the reply says how many there are: $.total.'),
})

/** Settings under `mode: { shadow: … }` of a backend. */
export const shadowSettings = z.strictObject({
  resources: z
    .record(z.string().regex(/^[\w-]+$/), resource)
    .default({})
    .describe('What can be written, by name. Three lines are enough for one that keeps to the conventions.'),
  slots: z.array(slots).default([]).describe('Where free times are read, so that new records take theirs.'),
  openapi: z
    .string()
    .optional()
    .describe('An OpenAPI document, relative to the project: its resources are known, bodies are held against it.'),
  invalid: z.int().min(400).max(499).default(422).describe('Status for a body that breaks the schema. Default 422.'),
  unmapped: z.literal('deny').default('deny').describe('What happens to writes that nothing maps: they are denied.'),
})

export type ShadowSettings = z.output<typeof shadowSettings>
export type ResourceSettings = z.output<typeof resource>
export type ActionSettings = z.output<typeof action>
export type PagingSettings = z.output<typeof paging>
export type SlotSettings = z.output<typeof slots>
