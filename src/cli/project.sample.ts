/** A small project in a folder of its own, and the command line as a function, for tests. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sampleIo } from './io.sample.ts'
import type { Io } from './io.ts'
import { runProgram } from './program.ts'

const files: Readonly<Record<string, string>> = {
  'fieldproof.yaml': `project: corner-salon
agent:
  id: salon-desk
  version: '1'
  module: { file: ./agent.mjs }
personas: [hurried-texter]
runs: { repeats: 2 }
`,
  'pact.yaml': `pact: salon
version: 1
conditions:
  - id: tells-the-price
    severity: critical
    target: 0.9
    says: '/[$]\\d+/'
  - id: never-guarantees
    dimension: safety
    never-says: '/guarantee/i'
`,
  'scenarios/prices.yaml': `scenarios:
  - id: price-of-a-haircut
    script: [{ say: What is a haircut? }]
  - id: price-of-colour
    tags: [colour]
    script: [{ say: How much is colour? }, { say: And is it safe? }]
  - id: price-of-a-shave
    script: [{ say: 'Do you do shaves, and for how much?' }]
`,
  // Tells the price of a shave every other time, and promises too much about colour.
  'agent.mjs': `export default function reply(message, { values }) {
  if (message.includes('safe')) return 'We guarantee it.'
  if (message.includes('shave')) return values.repeat === 0 ? 'A shave is $20.' : 'Yes, we do shaves.'
  return message.includes('colour') ? 'Colour starts at $80.' : 'A haircut is $35.'
}
`,
}

export interface SampleProject {
  readonly folder: string
  write(file: string, text: string): void
  /** Runs the command line in the folder; gives the exit code as the last line. */
  fieldproof(words: string, changes?: Partial<Io>): Promise<string>
  remove(): void
}

/** Changes the working folder of this process to that of the project, as a shell would. */
export function sampleProject(): SampleProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fieldproof-cli-')))
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  for (const [file, text] of Object.entries(files)) write(file, text)
  const home = process.cwd()
  process.chdir(folder)
  return {
    folder,
    write,
    async fieldproof(words, changes = {}) {
      const io = sampleIo({ cwd: folder, ...changes })
      const code = await runProgram(words.split(' '), io, '0.0.0')
      return [...io.lines, `exit ${code}`].join('\n')
    },
    remove() {
      process.chdir(home)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a guard is called ends in a hash of all that is left of its conversation, which is not what these tests are about. */
export const namelessGuards = (text: string) => text.replace(/\b(never-guarantees)-[0-9a-f]{8}\b/g, '$1-GUARD')

/** A clock that stands at this minute of a morning, so that two runs have two ids. */
export function atMinute(minute: number): Pick<Io, 'now'> {
  // biome-ignore lint/style/noRestrictedGlobals: a moment that was written down
  return { now: () => new Date(`2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`) }
}
