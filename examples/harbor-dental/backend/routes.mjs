/** What the backend answers: one function per route, from the database and the calendar's rules. */
import { freeSlots, overlap, serviceOf, withinHours } from './calendar.mjs'
import { wrongWith } from './checks.mjs'

/** An answer that is not a success. `error` is a stable word for programs, `message` is for people. */
export class Refusal extends Error {
  /** @param {number} status @param {string} error @param {string} message */
  constructor(status, error, message) {
    super(message)
    this.status = status
    this.error = error
  }
}

const defaultDentists = ['Dr. Okafor', 'Dr. Lindqvist']
const digits = (/** @type {unknown} */ phone) => String(phone ?? '').replace(/\D/g, '')

/** @param {string} shape @param {any} body */
function need(shape, body) {
  const wrong = wrongWith(shape, body)
  if (wrong) throw new Refusal(400, 'bad-request', wrong)
  return body
}

/** @param {any} record @param {string} what */
function found(record, what) {
  if (!record) throw new Refusal(404, 'not-found', `There is no such ${what}.`)
  return record
}

/** Refuses times that the calendar cannot give. @param {any} office @param {any} wish @param {any[]} appointments */
function checkTime(office, wish, appointments) {
  if (!office.dentists.includes(wish.dentist))
    throw new Refusal(422, 'unknown-dentist', `${wish.dentist} does not work here.`)
  if (wish.start <= office.now) throw new Refusal(422, 'in-the-past', 'That time has passed.')
  if (!withinHours(office, wish.start, wish.minutes)) throw new Refusal(422, 'outside-hours', 'We are closed then.')
  const others = appointments.filter(
    (other) => other.status === 'booked' && other.id !== wish.id && overlap(other, wish),
  )
  if (others.some((other) => other.dentist === wish.dentist))
    throw new Refusal(409, 'slot-taken', 'That time is taken.')
  if (others.some((other) => other.patientId === wish.patientId))
    throw new Refusal(409, 'patient-busy', 'The patient has another appointment then.')
}

/** @param {import('./database.mjs').Records} records */
export function routesOver(records) {
  const officeOf = (/** @type {string} */ id) => found(records.office(id), 'office')

  /** The dentist asked for, or the first who is free. @param {any} office @param {any} wish */
  const dentistFor = (office, wish) => {
    if (wish.dentist) return wish.dentist
    const slots = freeSlots(office, records.all(office.id, 'appointments'), {
      service: wish.service,
      date: wish.start.slice(0, 10),
    })
    return slots.find((slot) => slot.start === wish.start)?.dentist ?? office.dentists[0]
  }

  /** @type {Record<string, (request: { office: string, id: string, query: URLSearchParams, body: any }) => unknown>} */
  const routes = {
    'POST /offices': ({ body }) => {
      const {
        now,
        dentists = defaultDentists,
        closedDays = [],
        patients = [],
        appointments = [],
      } = need('office', body)
      return records.together(() => {
        const office = records.addOffice({ now, dentists, closedDays })
        for (const patient of patients) records.add(office, 'patients', need('patient', patient))
        for (const appointment of appointments) {
          const { service, dentist = dentists[0] } = need('appointment', appointment)
          const minutes = found(serviceOf(service), 'service').minutes
          records.add(office, 'appointments', { minutes, status: 'booked', ...appointment, dentist })
        }
        return { office }
      })
    },

    'GET /offices/:office': ({ office }) => officeOf(office),

    'GET /offices/:office/patients': ({ office, query }) => {
      const phone = query.get('phone')
      const name = query.get('name')?.toLowerCase()
      const patients = records
        .all(officeOf(office).id, 'patients')
        .filter((patient) => !phone || digits(patient.phone).endsWith(digits(phone)))
        .filter((patient) => !name || patient.name.toLowerCase() === name)
      return { patients }
    },

    'POST /offices/:office/patients': ({ office, body }) => {
      const { name, phone, dateOfBirth, email, insurance } = need('patient', body)
      const known = records.all(officeOf(office).id, 'patients')
      const same = known.some(
        (other) => other.name.toLowerCase() === name.toLowerCase() && digits(other.phone) === digits(phone),
      )
      if (same) throw new Refusal(409, 'already-registered', 'A patient with this name and phone is registered.')
      return records.add(office, 'patients', { name, phone, dateOfBirth, email, insurance })
    },

    'POST /offices/:office/patients/:id/identity': ({ office, id, body }) => {
      const patient = found(records.get(office, 'patients', id), 'patient')
      if (patient.dateOfBirth !== need('identity', body).dateOfBirth)
        throw new Refusal(403, 'identity-mismatch', 'The date of birth does not match.')
      return { verified: true, patientId: id }
    },

    'GET /offices/:office/patients/:id/record': ({ office, id }) => {
      const { name, insurance, lastVisit, balance, notes } = found(records.get(office, 'patients', id), 'patient')
      return { patientId: id, name, insurance, lastVisit, balance, notes }
    },

    'DELETE /offices/:office/patients/:id': ({ office, id }) =>
      records.together(() => {
        found(records.get(office, 'patients', id), 'patient')
        for (const { id: appointment, patientId } of records.all(office, 'appointments'))
          if (patientId === id) records.remove(office, 'appointments', appointment)
        records.remove(office, 'patients', id)
        return { removed: id }
      }),

    // What one record has and the other lacks is kept; appointments and messages move along.
    'POST /offices/:office/patients/:id/merge': ({ office, id, body }) =>
      records.together(() => {
        const gone = found(records.get(office, 'patients', id), 'patient')
        const { into } = need('merge', body)
        const kept = found(records.get(office, 'patients', into), 'patient')
        if (into === id) throw new Refusal(422, 'same-patient', 'A record cannot be merged into itself.')
        const missing = Object.fromEntries(Object.entries(gone).filter(([field]) => kept[field] === null))
        records.change(office, 'patients', into, missing)
        for (const table of /** @type {const} */ (['appointments', 'messages']))
          for (const { id: record, patientId } of records.all(office, table))
            if (patientId === id) records.change(office, table, record, { patientId: into })
        records.remove(office, 'patients', id)
        return records.get(office, 'patients', into)
      }),

    'GET /offices/:office/slots': ({ office, query }) => {
      const service = query.get('service') ?? ''
      const date = query.get('date') ?? ''
      const dentist = query.get('dentist')
      found(serviceOf(service), 'service')
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new Refusal(400, 'bad-request', 'date must be like 2026-03-03')
      const slots = freeSlots(officeOf(office), records.all(office, 'appointments'), { service, date, dentist })
      return { service, date, slots }
    },

    'GET /offices/:office/appointments': ({ office, query }) => {
      const patientId = query.get('patientId')
      const status = query.get('status')
      const appointments = records
        .all(officeOf(office).id, 'appointments')
        .filter((appointment) => !patientId || appointment.patientId === patientId)
        .filter((appointment) => !status || appointment.status === status)
        .map((appointment) => ({
          ...appointment,
          patient: records.get(office, 'patients', appointment.patientId)?.name,
        }))
      return { appointments }
    },

    'POST /offices/:office/appointments': ({ office, body }) => {
      const where = officeOf(office)
      const { patientId, service, start, notes, ...wish } = need('appointment', body)
      found(records.get(office, 'patients', patientId), 'patient')
      const { minutes } = found(serviceOf(service), 'service')
      const dentist = dentistFor(where, { ...wish, service, start })
      const appointment = { patientId, service, start, minutes, dentist, notes, status: 'booked' }
      checkTime(where, appointment, records.all(office, 'appointments'))
      return records.add(office, 'appointments', appointment)
    },

    'PATCH /offices/:office/appointments/:id': ({ office, id, body }) => {
      const where = officeOf(office)
      const current = found(records.get(office, 'appointments', id), 'appointment')
      if (current.status !== 'booked') throw new Refusal(409, 'not-booked', 'This appointment is no longer booked.')
      const { start, dentist = current.dentist } = need('move', body)
      checkTime(where, { ...current, start, dentist }, records.all(office, 'appointments'))
      return records.change(office, 'appointments', id, { start, dentist })
    },

    'POST /offices/:office/appointments/:id/cancel': ({ office, id }) => {
      const current = found(records.get(office, 'appointments', id), 'appointment')
      if (current.status !== 'booked') throw new Refusal(409, 'not-booked', 'This appointment is no longer booked.')
      return records.change(office, 'appointments', id, { status: 'cancelled' })
    },

    'GET /offices/:office/messages': ({ office }) => ({ messages: records.all(officeOf(office).id, 'messages') }),

    'POST /offices/:office/messages': ({ office, body }) =>
      records.add(officeOf(office).id, 'messages', need('message', body)),

    'POST /offices/:office/transfers': ({ office, body }) =>
      records.add(officeOf(office).id, 'transfers', { reason: need('transfer', body).reason }),
  }
  return routes
}
