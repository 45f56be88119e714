/** Runs a program that knows nothing of Fieldproof as a project's agent is run. For tests; not part of the product. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type AgentSettings, readyAgent } from '../agents/agent-from.ts'

/**
 * @param program CommonJS; `require` finds what this package has installed
 * @returns what the program printed, as JSON
 */
export async function runUnmodified(agent: AgentSettings, folder: string, program: string): Promise<unknown> {
  const readied = await readyAgent(agent, { folder, env: process.env, allow: [] })
  try {
    const file = join(folder, 'program.cjs')
    const from = createRequire(import.meta.url).resolve('../../../package.json')
    writeFileSync(file, `require = require('node:module').createRequire(${JSON.stringify(from)})\n${program}`)
    const env = { ...process.env, ...readied?.env }
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env, timeout: 120_000 })
    return JSON.parse(stdout)
  } finally {
    await readied?.close()
  }
}
