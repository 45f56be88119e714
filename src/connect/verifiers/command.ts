/**
 * A verifier that runs a program: the values come as JSON on its standard input, the records leave as
 * JSON on its standard output.
 */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { reasonOf } from '../../problem.ts'
import { selector } from '../select.ts'
import { fill } from '../template.ts'
import { recordSettings, recordsOf, settleSettings } from './records.ts'
import { VerifierFailure, type VerifierKind } from './verifier.ts'

const settings = z.strictObject({
  command: z
    .array(z.string())
    .nonempty()
    .describe('Program and arguments; templates are filled, no shell is involved.'),
  cwd: z.string().optional().describe('Folder to run in, relative to the project file.'),
  records: z.string().default('$[*]').describe('Selector of the records in the output.'),
  ...recordSettings,
  timeoutMs: z.number().int().positive().default(10_000),
  settle: settleSettings,
})

export const commandVerifier: VerifierKind<z.infer<typeof settings>> = {
  kind: 'command',
  settings,
  create(id, options, { folder }) {
    const { command, cwd = '.', records, timeoutMs, settle } = options
    const select = selector(records)
    return {
      id,
      settle,
      explain: () => `${command.join(' ')}, records at ${records}`,
      close: async () => {},
      async read(values, signal) {
        const [program = '', ...rest] = fill(command, values) as readonly string[]
        try {
          const output = await outputOf(program, rest, {
            input: JSON.stringify(values),
            signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
            cwd: resolve(folder, cwd),
          })
          return recordsOf(id, select.need(JSON.parse(output) as Json), options)
        } catch (thrown) {
          if (thrown instanceof VerifierFailure) throw thrown
          throw new VerifierFailure(id, `${command.join(' ')}: ${reasonOf(thrown)}`, thrown)
        }
      },
    }
  },
}

interface Running {
  readonly input: string
  readonly signal: AbortSignal
  readonly cwd: string
}

function outputOf(program: string, rest: readonly string[], { input, signal, cwd }: Running): Promise<string> {
  return new Promise((done, reject) => {
    const child = spawn(program, rest, {
      stdio: 'pipe',
      signal,
      killSignal: 'SIGKILL',
      ...(cwd !== undefined && { cwd }),
    })
    let output = ''
    let complaint = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-500)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) done(output)
      else reject(new Error(`ended with ${code}${complaint === '' ? '' : `: ${complaint.trim()}`}`))
    })
    // A program that does not read its input closes the pipe; that is its right.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
