import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Problems, placeText } from '../problem.ts'
import { projectFolder } from './project.sample.ts'
import { type Project, readProject } from './project.ts'

const projectFile = (faultFiles: string) => `
project: booking
agent: { id: booker, module: { file: agent.mjs, export: reply } }
backends: { desk: { upstream: 'http://127.0.0.1:9', correlate: { lease: true } } }
faults: { slow: { match: {}, do: { delay: { ms: 10 } } } }
faultFiles: ${faultFiles}
`
const setOf = (name: string, what: string) => `faults:\n  ${name}: { match: { method: GET }, do: { ${what} } }\n`

function read(faultFiles: string, files: Readonly<Record<string, string>> = {}): Promise<Project> {
  return readProject(join(projectFolder({ 'fieldproof.yaml': projectFile(faultFiles), ...files }), 'fieldproof.yaml'))
}

async function told(faultFiles: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const thrown = await read(faultFiles, files).then(
    () => undefined,
    (problems: unknown) => problems,
  )
  if (!(thrown instanceof Problems)) throw thrown
  const shown = (text: string) => text.replaceAll(/[^\s"]*fieldproof-project-\w+\//g, '')
  return thrown.all.map(({ code, at, message }) => shown(`${code} ${at && placeText(at)} ${message}`))
}

test('fault sets of files stand beside those of the project file, in the order of names of files', async () => {
  const { faults, settings } = await read('faults/*.yaml', {
    'faults/b.yaml': setOf('down', 'status: { code: 503 }'),
    'faults/a.yaml': setOf('gone', 'missing-field: { field: $.start }'),
  })
  expect(faults.map((set) => `${set.id}: ${set.explain()}`)).toEqual([
    'slow: at every call the backend answers 10 ms late',
    'gone: at every call of GET the backend leaves out $.start',
    'down: at every call of GET the backend answers 503 and does nothing',
  ])
  expect(Object.keys(settings.faults)).toEqual(['slow', 'gone', 'down'])
})

test('a name that is taken, a fault that there is not and a pattern that fits no file are told with the file', async () => {
  expect(await told('[faults/*.yaml]', { 'faults/a.yaml': setOf('slow', 'hang: {}') })).toMatchInlineSnapshot(`
    [
      "project/invalid faults/a.yaml Two fault sets are called "slow": one in the project file, one in faults/a.yaml.",
    ]
  `)
  expect(await told('faults/a.yaml', { 'faults/a.yaml': setOf('odd', 'explode: {}') })).toMatchInlineSnapshot(`
    [
      "document/unknown-key faults/a.yaml:2:40 "explode" is not a key that is known here.",
    ]
  `)
  expect(await told('faults/*.yaml')).toMatchInlineSnapshot(`
    [
      "project/file-missing fieldproof.yaml:6:13 No file with fault sets matches faults/*.yaml.",
    ]
  `)
})
