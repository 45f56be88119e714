/** `fieldproof mcp`: what an agent's configuration starts in place of an MCP server, while a run is going on. */
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Problem } from '../../problem.ts'
import type { Command } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { projectOption } from '../options.ts'

export const mcp: Command = {
  name: 'mcp',
  summary: "stand in for one of the project's MCP servers over stdio, while a run is going on",
  arguments: [{ form: '<server>', description: 'its name under mcp: in the project' }],
  options: [
    projectOption,
    {
      form: '--conversation <id>',
      description: 'the conversation that its calls belong to; what FIELDPROOF_CONVERSATION says when left out',
    },
  ],
  examples: ['fieldproof mcp crm --project tests/fieldproof.yaml'],

  async run({ arguments: [server = ''], options }, io) {
    const path = resolve(io.cwd, (options.project as string | undefined) ?? '.')
    const folder = existsSync(path) && statSync(path).isDirectory() ? path : dirname(path)
    const launcher = join(folder, '.fieldproof', 'mcp', `${server}.mjs`)
    if (!existsSync(launcher)) {
      throw new Problem({
        code: 'cli/no-mcp-run',
        message: `No run is going on in ${folder} that has an MCP server called "${server}".`,
        hint: 'Start one with "fieldproof simulate"; outside of runs, have the agent start the real server.',
      })
    }
    const conversation = options.conversation as string | undefined
    const words = conversation === undefined ? [] : [`--conversation=${conversation}`]
    const child = spawn(process.execPath, [launcher, ...words], { cwd: io.cwd, env: io.env, stdio: 'inherit' })
    return new Promise<ExitCode>((done, failed) => {
      child.once('error', failed)
      child.once('close', (code) => done(code === 0 ? exitCodes.ok : exitCodes.problem))
    })
  },
}
