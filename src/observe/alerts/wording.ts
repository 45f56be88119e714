/** How a notice reads: one line that says it, then one paragraph per alarm. */
import { isoOf } from '../../conversation/index.ts'
import type { Notice, Told } from './alert-kind.ts'

/** In one line, no line breaks in it. */
export function subjectOf({ told, project }: Notice): string {
  const [first] = told
  const raised = told.filter(({ what }) => what === 'raised').length
  const recovered = told.length - raised
  if (first !== undefined && told.length === 1) return oneLine(`${word[first.what]}: ${first.title} (${project})`)
  const parts = [
    ...(raised > 0 ? [`${raised} ${raised === 1 ? 'alarm' : 'alarms'}`] : []),
    ...(recovered > 0 ? [`${recovered} recovered`] : []),
  ]
  return oneLine(`${parts.join(', ')} (${project})`)
}

/** Said where a repeat cannot be told by the receiver itself. */
export const repeatNote = 'This may have reached you before: the server ended before it knew.'

export function paragraphOf({ what, title, because, stream, atMs, alarm }: Told): string {
  const head = `${word[what]}: ${oneLine(title)}`
  return [head, because, `${stream}, ${isoOf(atMs)}, fieldproof alarms --acknowledge ${alarm}`].join('\n')
}

export function textOf(notice: Notice): string {
  const paragraphs = notice.told.map(paragraphOf)
  return [...paragraphs, ...(notice.again ? [repeatNote] : [])].join('\n\n')
}

const word = { raised: 'Alarm', recovered: 'Recovered' } as const

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
