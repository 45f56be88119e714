/** The reference says what the code does: made from it, compared with the files. Update with `-u`. */
import { expect, test } from 'vitest'
import {
  channelsPage,
  conditionsPage,
  faultsPage,
  httpApiPage,
  observePage,
  personasPage,
  perturbationsPage,
  problemsPage,
  projectPage,
  scenarioPage,
} from './reference.ts'

test('the reference of conditions is what the kinds say of themselves', async () => {
  await expect(await conditionsPage()).toMatchFileSnapshot('../docs/reference/conditions.md')
})

test('the reference of channels is what they say of themselves', async () => {
  await expect(channelsPage()).toMatchFileSnapshot('../docs/reference/channels.md')
})

test('the reference of faults is what the kinds say of themselves', async () => {
  await expect(faultsPage()).toMatchFileSnapshot('../docs/reference/faults.md')
})

test('the reference of perturbations is what the kinds say of themselves', async () => {
  await expect(perturbationsPage()).toMatchFileSnapshot('../docs/reference/perturbations.md')
})

test('the reference of personas shows the rates they have', async () => {
  await expect(personasPage()).toMatchFileSnapshot('../docs/reference/personas.md')
})

test('the references of scenario and project files list every field, and so does that of observing', async () => {
  await expect(scenarioPage()).toMatchFileSnapshot('../docs/reference/scenario.md')
  await expect(projectPage()).toMatchFileSnapshot('../docs/reference/project.md')
  await expect(observePage()).toMatchFileSnapshot('../docs/reference/observe.md')
})

test('the list of problems has every page', async () => {
  await expect(problemsPage()).toMatchFileSnapshot('../docs/problems/README.md')
})

test('the reference of the HTTP API is what the server says of itself', async () => {
  await expect(await httpApiPage()).toMatchFileSnapshot('../docs/reference/http-api.md')
})
