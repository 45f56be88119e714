/**
 * The program that the agent starts in place of its MCP server: a pipe to the running Fieldproof, which starts the
 * real server, in the folder and with the environment that the agent meant for it.
 *
 * It is written to a file of its own, readable by its owner alone, because it holds the token: agents rarely pass
 * their environment on to servers, and arguments can be read by everyone on the machine.
 */

export interface LauncherFacts {
  readonly port: number
  readonly token: string
  /** The server's name in the project. */
  readonly name: string
}

/** How the program's first line on each connection says what it is for. */
export interface Hello {
  readonly token: string
  readonly name: string
  /** The same for both connections of one program. */
  readonly id: string
  readonly stream: 'lines' | 'errors'
  readonly conversation?: string
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

const conversationVariable = 'FIELDPROOF_CONVERSATION'

export function launcherText({ port, token, name }: LauncherFacts): string {
  return `// Written by Fieldproof for the run that is going on. It is removed when the run ends.
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'

const option = '--conversation='
const given = process.argv.find((word) => word.startsWith(option))?.slice(option.length)
const conversation = given ?? process.env.${conversationVariable}
const id = randomUUID()

function open(stream) {
  const socket = connect(${port}, '127.0.0.1')
  const folder = process.cwd()
  const hello = { token: ${JSON.stringify(token)}, name: ${JSON.stringify(name)}, id, stream, conversation, folder, env: process.env }
  socket.write(JSON.stringify(hello) + '\\n')
  return socket
}

const errors = open('errors')
errors.on('error', () => {})
errors.pipe(process.stderr, { end: false })
const lines = open('lines')
lines.on('error', (error) => {
  process.stderr.write('fieldproof: no run is going on that this launcher belongs to (' + error.message + ')\\n')
  process.exitCode = 1
})
process.stdin.pipe(lines)
lines.pipe(process.stdout, { end: false })
lines.on('close', () => process.stdout.write('', () => process.exit()))
`
}
