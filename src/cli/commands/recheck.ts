/** `fieldproof recheck`: whether a recording still is what the real backend answers. Exit code 0: it is. 1: it no longer is. */
import { resolve } from 'node:path'
import { Problem } from '../../problem.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { count } from '../reports/words.ts'

export const recheck: Command = {
  name: 'recheck',
  summary: 'ask a real backend what was recorded of it, reads only, and say what has changed',
  arguments: [
    { form: '<recording>', description: 'an HTTP archive (HAR)' },
    { form: '<upstream>', description: 'where the real backend is now' },
  ],
  options: [
    { form: '--allow <host...>', description: 'hosts beyond this machine that may be asked' },
    {
      form: '--header <text...>',
      description: 'sent with every read: "authorization: Bearer …"; recordings hold no credentials',
    },
  ],
  examples: ['fieldproof recheck recordings/practice.har http://127.0.0.1:4000'],

  async run({ arguments: [file = '', upstream = ''], options }, io) {
    const { recheckRecording } = await import('../../connect/index.ts')
    const allow = (options.allow as string[] | undefined) ?? []
    const headers = headersIn((options.header as string[] | undefined) ?? [])
    const found = await recheckRecording({ path: resolve(io.cwd, file), shown: file, upstream, allow, headers }).catch(
      (thrown) => {
        if (thrown instanceof Problem) throw thrown
        throw new Problem({
          code: 'recordings/unreachable',
          message: `${upstream} does not answer: ${(thrown as Error).message}`,
          hint: 'Start it, or correct the address; nothing can be compared without it.',
          cause: thrown,
        })
      },
    )
    if (found.refused > 0 && found.refused === found.asked) throw refused(upstream, found.refused)
    const changed = found.endpoints.filter(({ changes }) => changes.length > 0)
    for (const line of found.statuses) io.out(`  ${io.style.red('changed')}  ${line}`)
    for (const { endpoint, changes, recorded, now } of changed) {
      io.out(
        `  ${io.style.red('changed')}  ${endpoint} (${count(recorded, 'recorded reply').replace(/replys$/, 'replies')}, ${now} now)`,
      )
      for (const change of changes) io.out(`             ${change}`)
    }
    if (found.refused > 0) {
      io.out(
        `  ${io.style.yellow('refused')}  ${count(found.refused, 'read')} for want of credentials: give them with --header`,
      )
    }
    const differing = changed.length + found.statuses.length
    const looked = `${count(found.asked, 'read')} asked again at ${count(found.endpoints.length, 'endpoint')}; ${count(found.leftOut, 'recorded write')} never sent`
    io.out(
      differing === 0
        ? `The recording is still true: ${looked}.`
        : `The recording is no longer true of ${upstream}: ${looked}.`,
    )
    return differing === 0 ? exitCodes.ok : exitCodes.broken
  },
}

/** @throws Problem `cli/bad-option` */
function headersIn(texts: readonly string[]): readonly (readonly [string, string])[] {
  return texts.map((text) => {
    const [, name, value] = /^([\w-]+):\s*(.+)$/.exec(text) ?? []
    if (name !== undefined && value !== undefined) return [name, value] as const
    throw new Problem({
      code: 'cli/bad-option',
      message: `--header takes a name and a value, not "${text.slice(0, 20)}".`,
      hint: 'Write --header "authorization: Bearer $TOKEN".',
    })
  })
}

function refused(upstream: string, n: number): Problem {
  return new Problem({
    code: 'recordings/refused',
    message: `${upstream} refused every read (${n} of ${n}): it wants credentials, and no recording holds any.`,
    hint: 'Give them with --header "authorization: Bearer $TOKEN".',
  })
}
