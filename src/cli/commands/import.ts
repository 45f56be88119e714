/**
 * `fieldproof import`: recorded conversations to a running server, as if they had just come.
 *
 * It goes through the server, as everything does that is taken in: redacted, kept, then acknowledged. Sending the same
 * again changes nothing.
 */
import { type Problem, placeText } from '../../problem.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'

export const importCommand: Command = {
  name: 'import',
  summary: 'send recorded conversations to a running server',
  arguments: [
    { form: '<conversations...>', description: 'JSONL, JSON or CSV files, plain or gzip; - for standard input' },
  ],
  options: [
    { form: '--map <mapping>', description: 'how foreign records are read, as "fieldproof judge" takes it' },
    {
      form: '--columns <names>',
      description: 'of CSV files with one message a row: id=…,at=…,from=…,text=… where they are called otherwise',
    },
    { form: '--agent <name>', description: 'who counts as the agent in the column "from"; agent when left out' },
    { form: '--url <url>', description: 'the server; http://127.0.0.1:4319 when left out' },
    { form: '--key <key>', description: 'a key that may send; FIELDPROOF_KEY of the environment when left out' },
  ],
  examples: [
    'fieldproof import last-month.jsonl.gz',
    'fieldproof import --map openai-messages logs/*.jsonl',
    'fieldproof import --columns id=ticket,at=created,from=author,text=body --agent Desk tickets.csv',
  ],

  async run(given, io) {
    const { conversationsIn } = await import('../importing.ts')
    const { sendLines } = await import('../../connect/index.ts')
    const receiver = receiverOf(given, io)
    const counts = { sent: 0, refused: 0, unread: 0 }
    let batch: string[] = []
    let bytes = 0
    const flush = async () => {
      if (batch.length === 0) return
      const { records, refused } = await sendLines(receiver, batch)
      counts.sent += records - refused
      counts.refused += refused
      batch = []
      bytes = 0
    }
    for await (const each of conversationsIn(given, io)) {
      if (io.interrupted.aborted) return exitCodes.interrupted
      if ('problems' in each) {
        counts.unread += 1
        tellProblems(each.problems, io)
        continue
      }
      const line = JSON.stringify(each.value)
      batch.push(line)
      bytes += line.length
      if (batch.length >= 200 || bytes > 1024 * 1024) await flush()
    }
    await flush()
    return told(counts, io)
  },
}

function receiverOf({ options }: Given, io: Io) {
  const key = (options.key as string | undefined) ?? io.env.FIELDPROOF_KEY
  return { url: (options.url as string | undefined) ?? 'http://127.0.0.1:4319', ...(key !== undefined && { key }) }
}

function tellProblems(problems: readonly Problem[], io: Io): void {
  for (const { message, at } of problems) io.err(`${at === undefined ? '' : placeText(at)} ${message}`)
}

function told(
  { sent, refused, unread }: { readonly sent: number; readonly refused: number; readonly unread: number },
  io: Io,
) {
  io.out(`${sent} taken in, ${refused} refused by the server, ${unread} that could not be read`)
  return refused + unread === 0 ? exitCodes.ok : exitCodes.broken
}
