/** The receptionist's tools: each is one request to the backend, and each is told to whoever watches. */

const timeoutMs = 5000

/** How each tool is asked of the backend, under the office's address. */
const requests = {
  list_slots: (/** @type {any} */ wish) => ['GET', `/slots?${new URLSearchParams(wish)}`],
  find_patient: (/** @type {any} */ { phone }) => ['GET', `/patients?${new URLSearchParams({ phone })}`],
  register_patient: (/** @type {any} */ patient) => ['POST', '/patients', patient],
  verify_identity: (/** @type {any} */ { patientId, dateOfBirth }) => [
    'POST',
    `/patients/${patientId}/identity`,
    { dateOfBirth },
  ],
  find_appointments: (/** @type {any} */ { patientId }) => [
    'GET',
    `/appointments?${new URLSearchParams({ patientId, status: 'booked' })}`,
  ],
  get_patient_record: (/** @type {any} */ { patientId }) => ['GET', `/patients/${patientId}/record`],
  create_appointment: (/** @type {any} */ appointment) => ['POST', '/appointments', appointment],
  reschedule_appointment: (/** @type {any} */ { appointmentId, ...to }) => [
    'PATCH',
    `/appointments/${appointmentId}`,
    to,
  ],
  cancel_appointment: (/** @type {any} */ { appointmentId }) => ['POST', `/appointments/${appointmentId}/cancel`],
  leave_message: (/** @type {any} */ message) => ['POST', '/messages', message],
  transfer_to_staff: (/** @type {any} */ reason) => ['POST', '/transfers', reason],
}

/** @typedef {keyof typeof requests} Tool */
/** @typedef {{ id: string, tool: Tool, args: any, outcome: 'ok' | 'error', result: any }} ToolCall */
/** @typedef {{ ok: boolean, status: number, value: any }} Answer `status` is 0 when the backend could not be reached. */

/**
 * @param {string} backend address of the backend @param {string} office
 * @param {() => string} nextId makes the id of each call
 */
export function toolsFor(backend, office, nextId) {
  /** @type {ToolCall[]} */
  const calls = []

  /** @param {Tool} tool @param {Record<string, any>} args @returns {Promise<Answer>} */
  async function use(tool, args) {
    const known = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined))
    const [method, path, body] = requests[tool](known)
    const answer = await ask(method, `${backend}/offices/${encodeURIComponent(office)}${path}`, body)
    calls.push({ id: nextId(), tool, args: known, outcome: answer.ok ? 'ok' : 'error', result: answer.value })
    return answer
  }
  return { calls, use }
}

/** @param {string} method @param {string} url @param {any} [body] @returns {Promise<Answer>} */
export async function ask(method, url, body) {
  try {
    const response = await fetch(url, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    return { ok: response.ok, status: response.status, value: await response.json() }
  } catch {
    return { ok: false, status: 0, value: { error: 'unreachable', message: 'The backend did not answer.' } }
  }
}
