import { expect, test } from 'vitest'
import { parseScenarios } from '../scenario-file.ts'
import { scenariosText } from '../scenario-text.ts'
import { differenceOf } from './changes.ts'
import {
  edited,
  harborEdits,
  harborKnowledge,
  harborScenarios,
  heldOutEdits,
  type KnowledgeEdit,
} from './harbor.sample.ts'
import { knowledgeProbes, type Probes } from './probes.ts'

const probesFor = (edit: Pick<KnowledgeEdit, 'changes'>, seed = 1): Probes =>
  knowledgeProbes(differenceOf(harborKnowledge, edited(edit)), harborScenarios, seed)
const all = [...harborEdits, ...heldOutEdits]

test('each changed fact is asked for, with what is to be said and what not any more', () => {
  const told = all.flatMap((edit) => {
    const { probes, without } = probesFor(edit)
    return [
      ...probes.map(({ scenario: { id, goal }, now, was }) => {
        const asked = goal.wants?.[0]?.ask ?? goal.want
        return `${id}: ${asked}? ${now === undefined ? '' : now.said}${was === undefined ? '' : ` / not ${was.said}`}`
      }),
      ...without.map(({ key }) => `nothing asks for ${key}`),
    ]
  })
  expect(told.join('\n')).toMatchInlineSnapshot(`
    "retest-cleaning-price: what does a cleaning cost? $130 / not $120
    retest-saturday-open: what time do you open on Saturday? 10:00 / not 09:00
    retest-whitening-gone: do you offer whitening?  / not whitening
    retest-whitening-not-booked: book a whitening?  / not whitening
    retest-veneer-offered: is veneer something you do? veneer
    retest-veneer-price: what does a veneer cost? $780
    retest-veneer-takes: how long does a veneer take? 75 minutes
    retest-cancellation-duration: can you tell me about cancellation? 48 hours / not 24 hours
    retest-emergencies-number: what is your policy on emergencies? 112 / not 911
    retest-address-address: where are you? 4 Mill Lane / not 27 Quay Street
    retest-insurance-tidewater-dental: do you accept Tidewater Dental? Tidewater Dental
    retest-insurance-coastline-health: do you accept Coastline Health?  / not Coastline Health
    retest-root-canal-takes: how long does a root canal take? 100 minutes / not 90 minutes
    retest-parking: can you tell me about parking? Parking is free behind the building, and bus 14 stops right in front. / not There is free parking behind the building, and bus 14 stops in front of it.
    retest-children-duration: what should I know about children? 5 years / not 3 years
    retest-discounts-percent: what is your policy on discounts? 10 %
    retest-payment-money: what is your policy on payment? $900 / not $500
    retest-complaints-duration: can you tell me about complaints? 5 business days / not 2 business days
    retest-late-cancellation-price: how much is the late cancellation fee? $55 / not $40
    retest-friday-close: until when are you open on Friday? 15:00 / not 16:00
    retest-sunday-open: what time do you open on Sunday? 10:00
    retest-sunday-close: what time do you close on Sunday? 12:00
    retest-consultation-gone: do you offer consultation?  / not consultation
    retest-consultation-not-booked: book a consultation?  / not consultation
    retest-crown-price: what does a crown cost? $990 / not $950
    retest-new-patients-duration: what should I know about new patients? 20 minutes / not 10 minutes
    retest-late-duration: can you tell me about late? 10 minutes / not 15 minutes
    retest-cleaning-takes: how much time does a cleaning take? 60 minutes / not 45 minutes
    retest-payment-rule: what is your policy on payment? no / not yes"
  `)
})

test('every probe can be kept in a file, and is read back the same', () => {
  for (const edit of all) {
    const scenarios = probesFor(edit).probes.map(({ scenario }) => scenario)
    const read = scenarios.length === 0 ? [] : parseScenarios(scenariosText(scenarios, 'kept'), 'kept.yaml')
    expect(read.map(({ file: _, ...scenario }) => scenario)).toEqual(scenarios)
  }
})

test('a service that is gone is tried to be booked with what a customer who books it knows, and nothing may come of it', () => {
  const gone = harborEdits.find(({ edit }) => edit === 'no whitening any more') as KnowledgeEdit
  const [, booking] = probesFor(gone).probes
  expect(booking?.scenario.goal).toEqual({
    want: 'book a whitening',
    kind: 'book',
    needs: ['service', 'date', 'time', 'name'],
    onRefusal: 'accept',
  })
  expect(booking?.scenario.expect).toEqual({ changes: [] })
})

test('the same seed asks in the same words, and another in others', () => {
  const asked = (seed: number) =>
    all.flatMap((edit) => probesFor(edit, seed).probes.map(({ scenario }) => scenario.goal.wants?.[0]?.ask))
  expect(asked(7)).toEqual(asked(7))
  expect(asked(7)).not.toEqual(asked(8))
})

test('a project without a scenario to take the surroundings from gets probes all the same', () => {
  const { probes } = knowledgeProbes(differenceOf(harborKnowledge, edited(harborEdits[0] as KnowledgeEdit)), [], 1)
  expect(probes.map(({ scenario }) => [scenario.id, scenario.expect, scenario.given])).toEqual([
    ['retest-cleaning-price', { told: ['$130'] }, {}],
  ])
})
