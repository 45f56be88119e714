/**
 * `fieldproof judge`: grades recorded conversations against a pact. Nothing is played and no agent is asked.
 *
 * Ends as the exit codes say of a run; with 2 only when no conversation at all could be read.
 */
import type { Conversation } from '../../conversation/index.ts'
import type { Verdict } from '../../pact/index.ts'
import { Problem } from '../../problem.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import type { JudgedConversations } from '../judged.ts'
import type { Judging } from '../judging.ts'
import { juryChoices, juryOptions } from '../jury-options.ts'
import type { Recorded } from '../recorded.ts'
import type { UnreadRecords } from '../unread.ts'

export const judge: Command = {
  name: 'judge',
  summary: 'grade recorded conversations against a pact',
  arguments: [{ form: '<conversations...>', description: 'JSONL or JSON files, plain or gzip; - for standard input' }],
  options: [
    { form: '--pact <file>', description: "the pact; the project's, or pact.yaml of this folder, when left out" },
    {
      form: '--map <mapping>',
      description: 'how foreign records are read: openai-messages, tau, transcript, or a file',
    },
    { form: '--html <file>', description: 'write the report as one HTML file' },
    { form: '--json <file>', description: 'write the summary as JSON' },
    { form: '--junit <file>', description: 'write the result as JUnit XML' },
    { form: '--require-proof', description: 'end with 3 unless every target is proven' },
    ...juryOptions,
  ],
  examples: [
    'fieldproof judge conversations.jsonl',
    'fieldproof judge --map openai-messages --pact desk.yaml logs/*.jsonl.gz',
    'zcat chats.gz | fieldproof judge --map mapping.yaml -',
  ],

  async run(given, io) {
    const { findPact } = await import('../find-pact.ts')
    const { judging } = await import('../judging.ts')
    const { recorded } = await import('../recorded.ts')
    const { judgedConversations } = await import('../judged.ts')

    const pact = await findPact(given, io)
    const conversations = recorded(given.arguments, given.options.map as string | undefined, io)
    const judgeOne = judging(pact, io, juryChoices(given))
    const judged = await judgedConversations(pact, given, io)
    try {
      const unread = await judgeAll(conversations, judgeOne, judged, io)
      if (judged.count === 0 && !io.interrupted.aborted) throw nothingRead(unread, given)
      const code = await judged.report(whatElse(unread, judgeOne))
      return io.interrupted.aborted ? exitCodes.interrupted : code
    } finally {
      await judged.close()
    }
  },
}

/** Conversations that may be with juries at the same time; bounds memory, models have limits of their own. */
const withJuries = 32
/** Redraws at most this often, in milliseconds. */
const redrawMs = 100

async function judgeAll(
  conversations: AsyncIterable<Recorded>,
  judgeOne: Judging,
  judged: JudgedConversations,
  io: Io,
): Promise<UnreadRecords> {
  const { interrupted } = io
  const { unreadRecords } = await import('../unread.ts')
  const unread = unreadRecords(io)
  const underway = new Set<Promise<void>>()
  const show = progress(io)
  let order = 0
  for await (const item of conversations) {
    if (interrupted.aborted) break
    if ('problems' in item) {
      unread.add(item)
      continue
    }
    order += 1
    const done = keep(judgeOne(item.conversation), item.conversation, order, judged)
    if (done !== undefined) {
      const tracked = done.finally(() => underway.delete(tracked))
      underway.add(tracked)
      if (underway.size >= withJuries) await Promise.race(underway)
    }
    show(judged.count)
  }
  for (const end of await Promise.allSettled(underway)) {
    if (end.status === 'rejected' && !interrupted.aborted) throw end.reason
  }
  io.live([])
  unread.end()
  return unread
}

/** Waits only where there is something to wait for, so that judging by code stays quick. */
function keep(
  verdict: Verdict | Promise<Verdict>,
  conversation: Conversation,
  order: number,
  judged: JudgedConversations,
): Promise<void> | undefined {
  if (verdict instanceof Promise) return verdict.then((come) => judged.add(conversation, come, order))
  return judged.add(conversation, verdict, order)
}

function progress(io: Io): (count: number) => void {
  let drawnMs = io.now().getTime()
  return (count) => {
    const nowMs = io.now().getTime()
    if (nowMs - drawnMs < redrawMs) return
    drawnMs = nowMs
    io.live([`  ${count} conversations judged`])
  }
}

function whatElse({ count: unread }: UnreadRecords, judgeOne: Judging): readonly string[] {
  return [
    ...judgeOne.told(),
    ...(unread > 0
      ? [
          `  ${unread} ${unread === 1 ? 'record could not be read and is' : 'records could not be read and are'} in no count`,
        ]
      : []),
  ]
}

function nothingRead({ count: unread }: UnreadRecords, { options }: Given): Problem {
  const shape = options.map === undefined ? 'name its shape with --map' : 'check the mapping'
  return new Problem({
    code: 'cli/nothing-to-judge',
    message: unread === 0 ? 'There is no conversation in what was given.' : `None of ${unread} records could be read.`,
    hint:
      unread === 0
        ? 'Give files with one recorded conversation per line.'
        : `If another program wrote them, ${shape}: docs/how-to/judge-recorded-conversations.md.`,
  })
}
