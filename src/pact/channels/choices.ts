/** What can be tapped: how many buttons and rows a channel shows, and how long their words may be. */
import type { MessageChoice, MessageForm } from '../../conversation/index.ts'
import type { Breach, Effect, Rule } from './channel.ts'
import { charactersOf } from './length.ts'
import { quoted } from './markup.ts'

/** Limits of a row of buttons. */
export interface ChoiceLimits {
  readonly count: number
  readonly title: number
  readonly id?: number
  /** What becomes of a title that is too long. Default `refused`. */
  readonly longTitle?: Effect
  /** The most characters of the text above them. */
  readonly text?: number
}

type Field = 'buttons' | 'quickReplies'
const fieldWords: Readonly<Record<Field, string>> = { buttons: 'buttons', quickReplies: 'quick replies' }

/** Buttons within a channel's limits; without limits, none at all. */
export function buttons(field: Field, limits?: ChoiceLimits): Rule {
  return ({ text, form }) => {
    const choices = form?.[field] ?? []
    if (choices.length === 0) return []
    if (!limits) return [breach('buttons', `has ${fieldWords[field]}, which this channel does not show`)]
    return [
      ...over('buttons', fieldWords[field], choices.length, limits.count),
      ...choices.flatMap((choice) => titleOf('buttons', choice, limits)),
      ...(limits.text === undefined ? [] : longWords('buttons', 'a text above buttons', text, limits.text)),
    ]
  }
}

function titleOf(rule: 'buttons' | 'list', { title, id = '' }: MessageChoice, limits: ChoiceLimits): readonly Breach[] {
  return [
    ...longWords(rule, `a title ${quoted(title)}`, title, limits.title, limits.longTitle),
    ...(limits.id === undefined ? [] : longWords(rule, 'an id of a choice', id, limits.id)),
  ]
}

/** Limits of a list that opens from a button. */
export interface ListLimits {
  readonly sections: number
  readonly rows: number
  readonly button: number
  readonly sectionTitle: number
  readonly row: { readonly title: number; readonly description: number; readonly id: number }
}

/** A list within a channel's limits; without limits, none at all. */
export function list(limits?: ListLimits): Rule {
  return ({ form }) => {
    if (!form?.list) return []
    return limits ? listBreaches(form.list, limits) : [breach('list', 'has a list, which this channel does not show')]
  }
}

function listBreaches({ button, sections }: NonNullable<MessageForm['list']>, limits: ListLimits): readonly Breach[] {
  const rows = sections.flatMap((section) => section.rows)
  const nameless = sections.length > 1 && sections.some(({ title = '' }) => title === '')
  return [
    ...over('list', 'sections', sections.length, limits.sections),
    ...over('list', 'rows in its list', rows.length, limits.rows),
    ...longWords('list', 'a button of a list', button, limits.button),
    ...(nameless ? [breach('list', 'has several sections in its list, and one of them has no title')] : []),
    ...sections.flatMap(({ title = '' }) => longWords('list', 'a title of a section', title, limits.sectionTitle)),
    ...rows.flatMap((row) => [
      ...titleOf('list', row, { count: limits.rows, ...limits.row }),
      ...longWords('list', 'a description of a row', row.description ?? '', limits.row.description),
    ]),
  ]
}

/** The lines above and below a message within their limit. */
export function framed(limit: number): Rule {
  return ({ form }) => [
    ...longWords('length', 'a header', form?.header ?? '', limit),
    ...longWords('length', 'a footer', form?.footer ?? '', limit),
  ]
}

/** The text of a message that has something to tap. */
export function textWithChoices(limit: number): Rule {
  return ({ text, form }) =>
    form?.buttons?.length || form?.list ? longWords('length', 'a text above what is tapped', text, limit) : []
}

function longWords(
  rule: 'buttons' | 'list' | 'length',
  what: string,
  words: string,
  limit: number,
  effect: Effect = 'refused',
): readonly Breach[] {
  const used = charactersOf(words)
  if (used <= limit) return []
  return [{ rule, effect, because: `has ${what} of ${used} characters, and ${limit} fit` }]
}

function over(rule: 'buttons' | 'list', what: string, count: number, limit: number): readonly Breach[] {
  return count <= limit ? [] : [breach(rule, `has ${count} ${what}, and ${limit} fit`)]
}

function breach(rule: 'buttons' | 'list', because: string): Breach {
  return { rule, effect: 'refused', because }
}
