/** What a request's body must look like. A check answers the first thing that is wrong, in words, or undefined. */

const isText = (/** @type {unknown} */ value) => typeof value === 'string' && value.trim() !== ''
const isDate = (/** @type {unknown} */ value) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
const isStart = (/** @type {unknown} */ value) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(value) && isDate(value.slice(0, 10))
const optional = (/** @type {(value: unknown) => boolean} */ check) => (/** @type {unknown} */ value) =>
  value === undefined || value === null || check(value)

/** @type {Record<string, Record<string, (value: unknown) => boolean>>} */
const shapes = {
  office: {
    now: optional(isStart),
    dentists: optional((value) => Array.isArray(value) && value.length > 0 && value.every(isText)),
    closedDays: optional((value) => Array.isArray(value) && value.every(isDate)),
    patients: optional(Array.isArray),
    appointments: optional(Array.isArray),
  },
  patient: {
    name: isText,
    phone: optional(isText),
    dateOfBirth: optional(isDate),
    email: optional(isText),
    insurance: optional(isText),
    lastVisit: optional(isDate),
    balance: optional((value) => typeof value === 'number'),
  },
  appointment: {
    patientId: isText,
    service: isText,
    start: isStart,
    dentist: optional(isText),
    notes: optional(isText),
  },
  move: { start: isStart, dentist: optional(isText) },
  merge: { into: isText },
  identity: { dateOfBirth: isDate },
  message: { kind: isText, text: isText, patientId: optional(isText), name: optional(isText), phone: optional(isText) },
  transfer: { reason: isText },
}

/** @param {string} shape @param {any} body */
export function wrongWith(shape, body) {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'the body must be a JSON object'
  const wrong = Object.entries(shapes[shape] ?? {}).find(([field, check]) => !check(body[field]))
  return wrong && `${wrong[0]} is missing or not valid`
}
