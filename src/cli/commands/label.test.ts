import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openAccess } from '../../store/index.ts'
import { sampleIo } from '../io.sample.ts'
import { served } from '../production.sample.ts'
import { runProgram } from '../program.ts'
import { type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
})
afterEach(() => project.remove())

async function fieldproof(...words: readonly string[]) {
  const io = sampleIo({ cwd: project.folder, env: { USER: 'ana' } })
  const code = await runProgram(words, io, '0.0.0')
  return `${io.text()}\nexit ${code}`.replace(/\d{8}-\d{6}-[0-9a-f]+/g, 'RUN')
}

test('verdicts are asked for, labelled, and hold the judge to account; the audit log says who said so', async () => {
  await project.fieldproof('simulate')
  await served(
    project.folder,
    Array.from({ length: 12 }, (_, n) => ({
      customer: 'What is a haircut?',
      agent: n % 4 === 0 ? 'It depends.' : 'It is $35.',
    })),
  )
  expect(await fieldproof('calibrate', '--run', 'none')).toMatchInlineSnapshot(`
    "production: 2 promises, 0 labels that count, 0 that wait
    Nobody has labelled any of it yet; "fieldproof label" says what to begin with.
    exit 3"
  `)
  const only = ['--run', 'none', '--condition', 'tells-the-price']
  expect(await fieldproof('label', ...only, '--next', '4')).toMatchInlineSnapshot(`
    "4 verdicts to label next, of production
    conversation  promise          said      why
    c-5           tells-the-price  held      drawn from 8 called held where nothing speaks against it; no label yet
    c-8           tells-the-price  violated  drawn from 2 called violated where nothing speaks against it; no label yet
    c-6           tells-the-price  held      drawn from 8 called held where nothing speaks against it; no label yet
    c-10          tells-the-price  held      drawn from 8 called held where nothing speaks against it; no label yet
    "fieldproof label <conversation> <promise> confirm" or "dismiss --because …" says whether it was right.
    exit 0"
  `)
  for (let n = 0; n < 12; n += 1) {
    const isWrong = n === 4
    const reason = isWrong ? ['--because', 'prices are by hair length'] : []
    await fieldproof('label', `c-${n}`, 'tells-the-price', isWrong ? 'dismiss' : 'confirm', '--run', 'none', ...reason)
  }
  expect(await fieldproof('calibrate', ...only)).toMatchInlineSnapshot(`
    "production: 1 promise, 12 labels that count, 0 that wait
    promise          judge       unjudged  corrected                finds                    spares                   labels
    tells-the-price  75 % of 12  0         78.2 % (53.9 to 93.5 %)  78.1 % (24.3 to 99.1 %)  86.5 % (59.5 to 98.4 %)  12
    finds: of what people call violated; spares: of what people call held; both, as the corrected rate, for all
    conversations, with 95 % intervals.
    promise          measure             value   95 %            of
    tells-the-price  agrees with people  91.7 %  64.6 to 98.5 %  11 of 12 labels
    tells-the-price  kappa               0.75    0.45 to 0.99    12 labels
    tells-the-price  alpha               0.76    0.45 to 0.99    12 labels
    tells-the-price  AC1                 0.88    0.78 to 0.99    12 labels
    tells-the-price  goes to a person    100 %                   12 of 12 verdicts; nothing is proven to stand
      tells-the-price: 8 called held, nothing against it: 0 wrong of 8 labels, at most 36.9 %; a person decides, 64 more good labels may change that
      tells-the-price: 1 called held, a path seldom seen: 0 wrong of 1 labels, at most 97.5 %; a person decides, 71 more good labels may change that
      tells-the-price: 2 called violated, nothing against it: 1 wrong of 2 labels, at most 98.7 %; a person decides, 108 more good labels may change that
      tells-the-price: 1 called violated, a path seldom seen: 0 wrong of 1 labels, at most 97.5 %; a person decides, 71 more good labels may change that
    exit 0"
  `)
  expect((await fieldproof('violations', ...only)).split('\n')[2]).toMatch(/3 of 3, 1 dismissed/)
  const access = await openAccess(join(project.folder, '.fieldproof/production/access.db'))
  const deeds = await access.deeds('default', 100)
  await access.close()
  expect(deeds).toHaveLength(12)
  expect(deeds).toContainEqual({
    ...{ atMs: Date.UTC(2026, 2, 2, 9, 15), project: 'default', who: 'ana' },
    ...{ what: 'labelled held', about: 'c-4 tells-the-price' },
  })
})

test('a trial of a run is labelled by its number, beside the runs', async () => {
  await project.fieldproof('simulate')
  expect(await fieldproof('label', '0', 'tells-the-price', 'confirm')).toMatchInlineSnapshot(`
    "0 tells-the-price: confirmed.
    exit 0"
  `)
  expect((await fieldproof('calibrate', '--condition', 'tells-the-price')).split('\n')[0]).toMatchInlineSnapshot(
    `"run RUN: 1 promise, 0 labels that count, 1 that wait"`,
  )
})

test('what cannot be said is refused with what can', async () => {
  await project.fieldproof('simulate')
  expect(await fieldproof('label', '0', 'tells-the-price', 'dismiss')).toMatchInlineSnapshot(`
    "! problem The verdict says held, and you say otherwise without a reason.
    !         Say why, for those who mend the judge: --because 'the customer asked for it'.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
  expect(await fieldproof('label', '0', 'polite', 'confirm')).toMatchInlineSnapshot(`
    "! problem The verdict has no condition "polite".
    !         Conditions: tells-the-price, never-guarantees.
    !         cli/no-such-condition  docs/problems/cli-no-such-condition.md
    exit 2"
  `)
  expect(await fieldproof('label', '0', 'tells-the-price', 'maybe')).toMatchInlineSnapshot(`
    "! problem "maybe" is nothing that can be said of a verdict.
    !         Say confirm, dismiss, held or violated.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
  expect(await fieldproof('label', '0')).toMatchInlineSnapshot(`
    "! problem A label needs a conversation, a promise and what is true.
    !         For example: fieldproof label c-1042 booked-means-booked confirm.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
  await served(project.folder, [{ customer: 'What is a haircut?', agent: 'It is $35.' }])
  expect(await fieldproof('label', 'c-9', 'tells-the-price', 'held', '--run', 'none')).toMatchInlineSnapshot(`
    "! problem Production has no graded conversation "c-9".
    !         Check its name, the project (--name) and the folder (--data); for a trial, name the run with --run.
    !         cli/no-such-conversation  docs/problems/cli-no-such-conversation.md
    exit 2"
  `)
  expect((await fieldproof('label', 'c-9', 'tells-the-price', 'held')).split('\n')[0]).toMatchInlineSnapshot(
    `"! problem Production has no graded conversation "c-9", and run RUN no such trial."`,
  )
})
