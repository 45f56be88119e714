import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterEach, expect, test } from 'vitest'
import { mcpSettings, startMcpBackends } from '../../connect/index.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const clinic = fileURLToPath(new URL('../../connect/mcp/clinic-stdio.sample.ts', import.meta.url))
const underTsx = ['--import', import.meta.resolve('tsx')]

const folder = mkdtempSync(join(tmpdir(), 'project-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('an agent that starts `fieldproof mcp` reaches the real server of the run that is going on', async () => {
  mkdirSync(folder, { recursive: true })
  const record = join(folder, 'bookings')
  writeFileSync(record, '')
  const settings = mcpSettings.parse({
    command: [process.execPath, ...underTsx, clinic, record],
    correlate: { conversation: '{{conversation}}' },
  })
  const backends = await startMcpBackends({ crm: settings }, { launchers: join(folder, '.fieldproof', 'mcp') })
  backends.lead({})
  const heard: string[] = []
  const trial = backends.open(
    { id: 't-1', seed: 1, faults: [], turn: () => 1, emit: ({ type, callId }) => void heard.push(`${type} ${callId}`) },
    { conversation: 't-1' },
  )
  const client = new Client({ name: 'agent', version: '1.0.0' })
  const args = [...underTsx, main, 'mcp', 'crm', '--project', folder, '--conversation', 't-1']
  await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: 'pipe' }))

  expect(await client.callTool({ name: 'book', arguments: { slot: '09:30' } })).toMatchObject({
    structuredContent: { booked: '09:30' },
  })
  expect(heard).toEqual(['tool-call crm-1', 'tool-result crm-1'])
  await client.close()
  trial.close()
  await backends.close()
})

test('without a run it says so, on standard error, and ends with 2', async () => {
  mkdirSync(folder, { recursive: true })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...underTsx, main, 'mcp', 'crm', '--project', folder],
    stderr: 'pipe',
  })
  let said = ''
  transport.stderr?.on('data', (text: Buffer) => {
    said += text.toString()
  })
  const client = new Client({ name: 'agent', version: '1.0.0' })
  await expect(client.connect(transport)).rejects.toThrow('Connection closed')
  expect(said.replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(`
    "problem No run is going on in FOLDER that has an MCP server called "crm".
            Start one with "fieldproof simulate"; outside of runs, have the agent start the real server.
            cli/no-mcp-run  docs/problems/cli-no-mcp-run.md
    "
  `)
})
