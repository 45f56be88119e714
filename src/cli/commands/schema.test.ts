import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'
import { schemaNames, schemaText } from '../schemas.ts'

const folder = new URL('../../../schemas/', import.meta.url)
const example = new URL('../../../examples/harbor-dental/', import.meta.url)

async function schema(...words: readonly string[]) {
  const io = sampleIo()
  const code = await runProgram(['schema', ...words], io, '0.0.0')
  return { code, text: io.text() }
}

test('the published schemas are those of the code; update them with: npx vitest run src/cli/commands/schema.test.ts -u', async () => {
  expect(readdirSync(folder).sort()).toEqual(schemaNames.map((name) => `${name}.json`).sort())
  for (const name of schemaNames) {
    await expect(`${schemaText(name)}\n`).toMatchFileSnapshot(fileURLToPath(new URL(`${name}.json`, folder)))
  }
})

test('every schema can be used by a validator, and the example project fits them', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const fits = (name: string, file: string) => {
    const check = ajv.compile(JSON.parse(schemaText(name) ?? ''))
    check(parse(readFileSync(new URL(file, example), 'utf8')))
    return check.errors ?? []
  }
  expect(fits('project', 'fieldproof.yaml')).toEqual([])
  expect(fits('pact', 'pact.yaml')).toEqual([])
  for (const file of readdirSync(new URL('scenarios/', example)))
    expect(fits('scenario', `scenarios/${file}`)).toEqual([])
  for (const name of ['persona', 'conversation', 'mapping']) ajv.compile(JSON.parse(schemaText(name) ?? ''))
})

test('without a name the kinds are listed, and an unknown one is told what there is', async () => {
  expect(await schema()).toEqual({ code: 0, text: schemaNames.join('\n') })
  expect(await schema('pakt')).toMatchInlineSnapshot(`
    {
      "code": 2,
      "text": "! problem There is no schema called "pakt".
    !         There are: project, pact, scenario, persona, conversation, mapping.
    !         cli/unknown-schema  docs/problems/cli-unknown-schema.md",
    }
  `)
})
