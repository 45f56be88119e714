/**
 * A small working project to spoil in one place at a time, and the two ways to run the command line on it:
 * in this process, and as the program that people start.
 *
 * Its folder has a blank and letters beyond ASCII in its name, as the folders of many people have.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sampleIo } from '../../src/cli/io.sample.ts'
import type { Io } from '../../src/cli/io.ts'
import { runProgram } from '../../src/cli/program.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

const sound: Files = {
  'fieldproof.yaml': `project: corner-salon
agent: { id: desk, module: { file: agent.mjs } }
`,
  'pact.yaml': `pact: salon
version: 1
conditions:
  - { id: tells-the-price, says: '/[$][0-9]+/' }
`,
  'scenarios/prices.yaml': `scenarios:
  - { id: haircut, repeats: 3, script: [{ say: What is a haircut? }] }
`,
  'agent.mjs': `export default () => 'A haircut is $35.'
`,
}

export interface SpoiledProject {
  /** Resolves when it holds; looks again and again. */
  until(holds: () => boolean): Promise<void>
  readonly folder: string
  /** Runs the command line in this process; gives what was printed and, last, the exit code. */
  run(words: string | readonly string[], changes?: Partial<Io>): Promise<string>
  /** Starts the program in the folder. */
  start(words: readonly string[], options?: StartOptions): Started
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** A line for bash to run instead, in which `fieldproof` is the program. */
  readonly shell?: string
}

interface Started {
  readonly child: ChildProcessWithoutNullStreams
  /** Everything that was printed until now. */
  text(): string
  /** Resolves when it was printed; rejects when the program ends without. */
  printed(part: string): Promise<void>
  /** What was printed and how it ended, when it has. */
  readonly ended: Promise<string>
}

/** Everything that was printed in any project. */
export const everything: string[] = []

const home = process.cwd()
const main = resolve('dist/cli/main.js')
const folders: string[] = []

/** A sound project with these files instead; an empty text leaves a file out. */
export function spoiled(files: Files = {}): SpoiledProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fieldproof-spoiled-')))
  folders.push(root)
  const folder = join(root, 'Müllers Büro 你好')
  for (const [file, content] of Object.entries({ ...sound, ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    if (content.length > 0) writeFileSync(join(folder, file), content)
  }
  const told = (text: string) => {
    everything.push(text)
    return text
      .replaceAll(folder, '<folder>')
      .replaceAll(root, '<above>')
      .replaceAll(/\b\d{8}-\d{6}-[0-9a-f]{4}\b/g, '<run>')
      .replaceAll(/(127\.0\.0\.1):\d+/g, '$1:<port>')
  }
  return {
    folder,
    async until(holds) {
      while (!holds()) await sleep(2)
    },
    async run(words, changes = {}) {
      process.chdir(folder)
      const io = sampleIo({ cwd: folder, ...changes })
      try {
        const code = await runProgram(typeof words === 'string' ? words.split(' ') : words, io, '0.0.0')
        return told([...io.lines, `exit ${code}`].join('\n'))
      } finally {
        process.chdir(home)
      }
    },
    start(words, { env = {}, shell } = {}) {
      const named = `fieldproof() { "${process.execPath}" "${main}" "$@"; }; ${shell}`
      const [program, rest] = shell === undefined ? [process.execPath, [main, ...words]] : ['bash', ['-c', named]]
      const child = spawn(program, rest, {
        cwd: folder,
        env: { ...process.env, NODE: process.execPath, MAIN: main, ...env },
      })
      return watched(child, told)
    },
  }
}

export function removeSpoiled(): void {
  for (const folder of folders) if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
}

function watched(child: ChildProcessWithoutNullStreams, told: (text: string) => string): Started {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => told(`${text}exit ${signal ?? code}`))
  return {
    child,
    text: () => told(text),
    async printed(part) {
      while (!text.includes(part)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended without "${part}": ${text}`)
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), once(child, 'close')])
      }
    },
    ended,
  }
}
