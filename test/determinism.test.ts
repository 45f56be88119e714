/** Same seed, same bytes: sources take time and randomness as arguments. What lint cannot see is looked for here. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { repositoryFiles } from './markdown.ts'

/** The only places that may read the time of day: clocks that others are given, and what has to be real time. */
const mayReadTheClock: Readonly<Record<string, string>> = {
  'src/cli/terminal.ts': 'the clock of the command line',
  'src/connect/clock.ts': 'the wall clock',
  'src/model/clock.ts': 'the wall clock',
  'src/inline/process.ts': "the clock of the agent's process",
  'src/cli/init/sample-bots.ts': 'bots that are written out, and run as programs of their own',
  'src/connect/agents/pace.ts': 'how long an answer really took, which virtual time is moved on by',
  'src/connect/agents/http-exchange.ts': 'a Retry-After that names a date',
  'src/connect/agents/websocket.ts': 'a Retry-After that names a date',
  'src/connect/backends/connections.ts': 'how long a backend keeps a connection',
  'src/connect/backends/modes.ts': 'when a recording was made, and a record in shadow',
  'src/connect/backends/trial-calls.ts': 'a Retry-After that names a date',
  'src/connect/channels/post-office.ts': 'ids of mails that differ between runs',
  'src/connect/channels/provider-session.ts': 'the time that providers stamp and sign',
  'src/connect/channels/switchboard.ts': 'the time that providers stamp and sign, and ids that differ between runs',
}

/** The only places that may draw without a seed: what nobody is to guess, or what must differ between programs. */
const mayDraw: Readonly<Record<string, string>> = {
  'src/cli/commands/proxy.ts': 'the token of the control port',
  'src/connect/backends/look.ts': 'an address that nobody is to guess',
  'src/connect/mcp/launcher.ts': 'the name of one program among those that an agent starts',
  'src/connect/mcp/stdio-host.ts': 'the token of the launcher',
  'src/server/access/keys.ts': 'keys that nobody is to guess',
  'src/server/access/passwords.ts': 'the salt of a password',
  'src/server/routes/session.ts': 'the token of a session',
  'src/observe/retention/retain.ts': 'the name of a conversation whose own was removed',
  'src/observe/redaction/keys.ts': 'the key under which what is removed leaves marks',
}

const sources = repositoryFiles().filter((file) => /^src\/.*\.ts$/.test(file) && !/\.(test|sample)\.ts$/.test(file))

/** Lines of code, without comments, that match. */
function linesWith(pattern: RegExp, files: readonly string[]): readonly string[] {
  return files.flatMap((file) => {
    const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, (text) =>
      text.replaceAll(/[^\n]/g, ''),
    )
    return code
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []))
  })
}

test('nothing in the sources draws at random except by a seed', () => {
  expect(sources.length).toBeGreaterThan(200)
  const draws = /Math\.random|randomUUID|randomBytes|getRandomValues/
  const seeded = sources.filter((file) => !Object.hasOwn(mayDraw, file))
  expect(linesWith(draws, seeded)).toEqual([])
  for (const file of Object.keys(mayDraw)) expect(linesWith(draws, [file]), file).not.toEqual([])
})

test('nothing in the sources reads the time of day except the clocks that are handed out', () => {
  const clocks = sources.filter((file) => !Object.hasOwn(mayReadTheClock, file))
  expect(linesWith(/new Date\(\)|Date\.now\b|performance\.now\b|process\.hrtime/, clocks)).toEqual([])
  for (const file of Object.keys(mayReadTheClock)) {
    expect({ file, lines: linesWith(/new Date\(\)|Date\.now\b|performance\.now\b/, [file]).length }).not.toEqual({
      file,
      lines: 0,
    })
  }
})
