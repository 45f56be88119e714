import { expect, test } from 'vitest'
import { goalCustomer } from './customers/goal-customer.ts'
import { parsePersona } from './personas/index.ts'
import { aPlannedTrial, aScenario, aStage, plainPersona } from './stage.sample.ts'
import { playTrial } from './trial.ts'

const number = '+351 912 000 111'
const persona = {
  ...plainPersona,
  perturbations:
    parsePersona('id: x\nperturbations: { wrong-digit: { rate: 0.5, changesFacts: true } }', 'x.yaml').perturbations ??
    {},
}
const scenario = aScenario({
  goal: { want: 'book a haircut', kind: 'book', needs: ['phone'] },
  facts: [{ key: 'phone', type: 'phone', value: number, disclose: 'on-ask' }],
})

/** The number that an agent has noted when the customer leaves, for twenty customers. */
async function noted(readsBack: boolean): Promise<readonly string[]> {
  const all = Array.from({ length: 20 }, async (_, seed) => {
    let phone = ''
    const agent = (text: string) => {
      const told = /\+\d[\d ]+\d/.exec(text)?.[0]
      if (told === undefined && phone === '') return 'What is your phone number?'
      if (told === phone || told === undefined || !readsBack) {
        phone = told ?? phone
        return 'You are booked. Anything else?'
      }
      phone = told
      return `Just to confirm: your phone number is ${phone}. Is that correct?`
    }
    const trial = aPlannedTrial({ scenario, persona, seed })
    await playTrial(trial, aStage(agent, goalCustomer(trial)), new AbortController().signal)
    return phone
  })
  return Promise.all(all)
}

test('an agent that reads back gets the right number in the end, and one that does not is left with wrong ones', async () => {
  const rightWith = (phones: readonly string[]) => phones.filter((phone) => phone === number).length
  expect([rightWith(await noted(true)), rightWith(await noted(false))]).toMatchInlineSnapshot(`
    [
      20,
      11,
    ]
  `)
})
