/** Alerts to Slack, through an incoming webhook. */
import { z } from 'zod'
import type { AlertKind, Notice } from './alert-kind.ts'
import { post } from './posting.ts'
import { paragraphOf, repeatNote, subjectOf } from './wording.ts'

const settings = z.strictObject({
  url: z
    .string()
    .min(1)
    .describe("The incoming webhook's address, such as '{{env.SLACK_WEBHOOK}}'. Whoever has it can post."),
})

/** Slack takes fifty blocks, and 3,000 characters in each. */
const blocksAtMost = 40
const charactersAtMost = 2900

export const slack: AlertKind<z.infer<typeof settings>> = {
  kind: 'slack',
  settings,
  knowsRepeats: false,
  explain: () => 'an incoming webhook of Slack',
  send: ({ url }, notice, outside) => post({ url, body: JSON.stringify(messageOf(notice)) }, outside),
}

function messageOf(notice: Notice) {
  const { told, again } = notice
  const shown = told.slice(0, blocksAtMost).map(paragraphOf)
  const more = told.length - shown.length
  const paragraphs = [...shown, ...(more > 0 ? [`… and ${more} more.`] : []), ...(again ? [repeatNote] : [])]
  return {
    text: escaped(subjectOf(notice)),
    blocks: paragraphs.map((text) => ({
      type: 'section',
      text: { type: 'mrkdwn', text: escaped(text.slice(0, charactersAtMost)), verbatim: true },
    })),
  }
}

/** The three characters that Slack gives a meaning: without them nobody can be mentioned and nothing linked. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
