import { afterEach, beforeEach, expect, test } from 'vitest'
import { served } from '../production.sample.ts'
import { type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
})
afterEach(() => project.remove())

const told = async (words: string) =>
  (await project.fieldproof(words)).replace(/\d{8}-\d{6}-[0-9a-f]+/g, 'RUN').replace(/\b[0-9a-f]{8}\b/g, 'GROUP')

test('violations of a run and of production are one queue, and one group is shown whole', async () => {
  await project.fieldproof('simulate')
  await served(project.folder, [
    { customer: 'What is a haircut?', agent: 'It depends.' },
    { customer: 'whats a haircut', agent: 'It depends.' },
    { customer: 'What is a haircut?', agent: 'A haircut is $35.' },
  ])
  expect(await told('violations')).toMatchInlineSnapshot(`
    "run RUN and production: 5 violations in 3 groups
    group     promise           weighs    in production                    in simulation                      looked at  customers begin
    GROUP  tells-the-price   critical  2 of 3 (66.7 %, 20.8 to 93.9 %)                                new  no         "What is a haircut?"
    GROUP  tells-the-price   critical                                   1 of 6 (16.7 %, 3 to 56.4 %)  new  no         "Do you do shaves, and for how much?"
    GROUP  never-guarantees  major                                      2 of 6 (33.3 %, 9.7 to 70 %)  new  no         "How much is colour? And is it safe?"
    In the order of weight x share x novelty. "fieldproof violations <group>" shows one whole.
    exit 0"
  `)
  const group = /^([0-9a-f]{8}) {2}tells-the-price/m.exec(await project.fieldproof('violations --run none'))?.[1]
  expect(await told(`violations ${group} --run none`)).toMatchInlineSnapshot(`
    "GROUP  tells-the-price (critical)
    path: agent spoke last
    violated, of those in which it was decided: 2 of 3 (66.7 %, 20.8 to 93.9 %) in production
    rank 66.7 = weight 100 x share 0.667 x novelty 1

      c-0  chat    the agent never said /[$]\\d+/
      c-1  chat    the agent never said /[$]\\d+/

    c-0  chat  2026-03-02T08:15:00.000Z  agent salon-desk
    >  1  0:00.0  customer  What is a haircut?
       2  1:00.0  agent     It depends.

    right or wrong? fieldproof label c-0 tells-the-price confirm
    exit 0"
  `)
  expect(await told('violations ffffffff')).toMatchInlineSnapshot(`
    "! problem There is no group of violations "GROUP" here.
    !         See "fieldproof violations" for those there are; groups are those of the run and the days that are asked for.
    !         cli/no-such-group  docs/problems/cli-no-such-group.md
    exit 2"
  `)
})
