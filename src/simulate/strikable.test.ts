import { expect, test } from 'vitest'
import { problemsIn } from '../problem.ts'
import { projectFolder } from './project.sample.ts'
import { readProject } from './project.ts'
import { strayPaths } from './strikable.ts'

const world = `
project: booking
agent: { id: booker, module: { file: agent.mjs, export: reply } }
backends:
  practice:
    upstream: http://127.0.0.1:1
    correlate: { prefix: true }
    tools: { list_slots: GET /offices/*/slots, book: [POST /offices/*/appointments, PUT /offices/*/appointments/*] }
  billing: { upstream: 'http://127.0.0.1:1', correlate: { prefix: true } }
mcp:
  crm: { command: node crm.mjs }
  desk: { upstream: 'http://127.0.0.1:1/mcp', correlate: { prefix: true } }
`

/** What is said of one rule, code and message, and whether it points to its set. */
async function told(rule: string, more = world): Promise<readonly string[]> {
  const folder = projectFolder({ 'fieldproof.yaml': `${more}\nfaults:\n  trouble: ${rule}\n` })
  try {
    await readProject(`${folder}/fieldproof.yaml`)
    return []
  } catch (thrown) {
    return problemsIn(thrown).map(
      ({ code, message, at }) => `${code} ${at?.line === undefined ? 'nowhere' : ''}${message}`,
    )
  }
}

test.each([
  '{ match: { backend: practice, tool: book, nth: 1 }, do: { lost-reply: {} } }',
  '{ match: { tool: list_slots, method: read, path: "/offices/{office}/slots" }, do: { status: { code: 503 } } }',
  '{ match: { tool: GET /offices/* }, do: { status: { code: 503 } } }',
  '{ match: { path: /elsewhere/** }, do: { status: { code: 503 } } }',
  '{ match: { backend: [practice, crm] }, do: { delay: { ms: 1 } } }',
  '{ match: { backend: crm, tool: whatever_it_lists }, do: { error-result: {} } }',
  '{ match: { tool: whatever_crm_lists }, do: { delay: { ms: 1 } } }',
  '{ do: { session-lost: {} } }',
])('what may strike is let through: %s', async (rule) => {
  expect(await told(rule)).toEqual([])
})

test('what names a backend or a tool that there is not is told before anything runs', async () => {
  expect([
    ...(await told('{ match: { backend: [practise, billing] }, do: { status: { code: 503 } } }')),
    ...(await told('{ match: { backend: practice, tool: [book, list_slot] }, do: { status: { code: 503 } } }')),
    ...(await told('{ match: { tool: whatever_crm_lists }, do: { status: { code: 503 } } }')),
    ...(await told('{ match: { backend: billing, tool: book }, do: { status: { code: 503 } } }')),
    ...(await told('{ match: { after: bok }, do: { reset: {} } }', world.replace(/mcp:[\s\S]*$/, ''))),
  ]).toMatchInlineSnapshot(`
    [
      "faults/unknown-backend The fault set "trouble" is to strike the backend "practise", which the project does not have.",
      "faults/unknown-tool The fault set "trouble" waits for calls of "list_slot", and no route of a backend it may strike is called so.",
      "faults/unknown-tool The fault set "trouble" waits for calls of "whatever_crm_lists", and no route of a backend it may strike is called so.",
      "faults/unknown-tool The fault set "trouble" waits for calls of "book", and no route of a backend it may strike is called so.",
      "faults/unknown-tool The fault set "trouble" waits for calls of "bok", and no route of a backend it may strike is called so.",
    ]
  `)
})

test('what is of the other protocol is told before anything runs', async () => {
  const onlyHttp = world.replace(/mcp:[\s\S]*$/, '')
  const onlyStdio = `${world.replace(/backends:[\s\S]*$/, '')}mcp: { crm: { command: node crm.mjs } }\n`
  expect([
    ...(await told('{ match: { backend: [practice, crm] }, do: { status: { code: 503 } } }')),
    ...(await told('{ match: { backend: practice }, do: { error-result: {} } }')),
    ...(await told('{ match: { backend: crm }, do: { session-lost: {} } }')),
    ...(await told('{ do: { error-result: {} } }', onlyHttp)),
    ...(await told('{ do: { status: { code: 503 } } }', onlyStdio)),
  ]).toMatchInlineSnapshot(`
    [
      "faults/wrong-protocol The fault set "trouble" would never strike crm: status is a fault of backends over HTTP.",
      "faults/wrong-protocol The fault set "trouble" would never strike practice: error-result is a fault of MCP servers.",
      "faults/wrong-protocol The fault set "trouble" would never strike crm: session-lost is a fault of MCP servers over HTTP.",
      "faults/wrong-protocol The fault set "trouble" would never strike practice, billing: error-result is a fault of MCP servers.",
      "faults/wrong-protocol The fault set "trouble" would never strike crm: status is a fault of backends over HTTP.",
    ]
  `)
})

test('what contradicts itself is told before anything runs', async () => {
  expect([
    ...(await told('{ match: { tool: list_slots, method: POST }, do: { status: { code: 503 } } }')),
    ...(await told('{ match: { backend: practice, tool: list_slots }, do: { lost-reply: {} } }')),
    ...(await told('{ match: { tool: book, path: /offices/*/slots }, do: { status: { code: 503 } } }')),
    ...(await told('{ match: { backend: billing, method: read }, do: { lost-reply: {} } }')),
  ]).toMatchInlineSnapshot(`
    [
      "faults/fits-nothing The fault set "trouble" can never strike: no call is what it asks for (every call of list_slots POST).",
      "faults/fits-nothing The fault set "trouble" can never strike: no call is what it asks for (every call of list_slots of practice; lost-reply strikes only writes).",
      "faults/fits-nothing The fault set "trouble" can never strike: no call is what it asks for (every call of book /offices/*/slots).",
      "faults/fits-nothing The fault set "trouble" can never strike: no call is what it asks for (every call of read of billing; lost-reply strikes only writes).",
    ]
  `)
})

test('a path that fits no route is found, since perhaps nobody asks there', async () => {
  const rule = (path: string) => `\n    - { match: { backend: practice, path: "${path}" }, do: { reset: {} } }`
  const paths = ['/offices/*/slots', '/offices/{o}/appointments/17', '/offices/**', '/offices/*', '/patients/*/slots']
  const folder = projectFolder({ 'fieldproof.yaml': `${world}faults:\n  trouble:${paths.map(rule).join('')}\n` })
  const { settings } = await readProject(`${folder}/fieldproof.yaml`)
  expect(strayPaths(settings.faults, settings).map(({ path }) => path)).toEqual(['/offices/*', '/patients/*/slots'])
})
