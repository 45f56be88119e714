/** Projects on disk, for tests: files by name, in a folder of their own that is removed afterwards. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A project with a small booking agent in this process. Files given here replace those of the same name. */
export function projectFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-project-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries({ ...booking, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const booking: Readonly<Record<string, string>> = {
  'agent.mjs': `
export function reply(message, { history }) {
  const said = [...history.filter(({ from }) => from === 'customer').map(({ text }) => text), message].join(' ')
  if (!/march|\\b5(th)?\\b|thursday/i.test(said)) return 'Which day would you like to come?'
  if (!/\\b2\\s?(pm|p\\.m\\.)|2:00|14:00/i.test(said)) return 'What time would suit you?'
  return 'You are booked for Thursday, March 5 at 2:00 pm. Is there anything else I can do for you?'
}
`,
  'pact.yaml': `
pact: booking
version: 1
conditions:
  - { id: books, says: booked }
  - { id: no-promises, never-says: guarantee }
`,
  'scenarios/book.yaml': `
scenarios:
  - id: book-cleaning
    goal: { want: book a cleaning, kind: book }
    facts: { date: 2026-03-05, time: "14:00" }
`,
  'fieldproof.yaml': `
project: booking
agent: { id: booker, module: { file: agent.mjs, export: reply } }
personas: [hurried-texter, careful-first-timer]
`,
}
