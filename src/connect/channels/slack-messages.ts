/**
 * What may be posted in Slack, with its limits, and what a customer sees of it.
 *
 * @see https://api.slack.com/methods/chat.postMessage
 * @see https://api.slack.com/reference/block-kit/blocks
 */
import type { Json, MessageChoice, MessageForm } from '../../conversation/index.ts'
import { type Fields, objectIn, objectsIn, textIn } from './sent-fields.ts'

export interface PostedMessage {
  /** As it was written, entities and all. */
  readonly raw: string
  /** As it is read. */
  readonly text: string
  readonly form?: MessageForm
  /** What each button says besides when it is tapped, by its action_id. */
  readonly taps?: Readonly<Record<string, Json>>
}

const most = { text: 40_000, blocks: 50, section: 3000, button: 75, elements: 25 }

/** Reads `text` and `blocks`; where there are both, the blocks are what is shown. */
export function readSlack(fields: Fields): PostedMessage | { readonly refusal: string } {
  const blocks = objectsIn(fields.blocks)
  const written = textIn(fields.text)
  if (written === undefined && blocks.length === 0) return { refusal: 'no_text' }
  if (written !== undefined && [...written].length > most.text) return { refusal: 'msg_too_long' }
  if (blocks.length > most.blocks || !blocks.every(fits)) return { refusal: 'invalid_blocks' }
  const shown = blocks.flatMap(textsIn)
  const raw = shown.length > 0 ? shown.join('\n') : (written ?? '')
  const buttons = blocks.flatMap(buttonsIn)
  if (buttons.length === 0) return { raw, text: read(raw) }
  return { raw, text: read(raw), form: { buttons }, taps: Object.fromEntries(blocks.flatMap(tapsIn)) }
}

function tapsIn(block: Fields): readonly (readonly [string, Json])[] {
  const block_id = textIn(block.block_id)
  return elementsIn(block).flatMap((element) => {
    const [id, value] = [textIn(element.action_id), textIn(element.value)]
    const said = { ...(block_id !== undefined && { block_id }), ...(value !== undefined && { value }) }
    return id === undefined ? [] : [[id, said] as const]
  })
}

function fits(block: Fields): boolean {
  const text = textsIn(block)[0] ?? ''
  const elements = elementsIn(block)
  const titles = elements.map((each) => textIn(objectIn(each.text)?.text) ?? '')
  return (
    textIn(block.type) !== undefined &&
    (block.type !== 'section' || [...text].length <= most.section) &&
    elements.length <= most.elements &&
    titles.every((title) => [...title].length <= most.button)
  )
}

function textsIn(block: Fields): readonly string[] {
  if (block.type === 'markdown') return [textIn(block.text) ?? []].flat()
  if (block.type === 'rich_text') return [richText(block.elements)]
  return [textIn(objectIn(block.text)?.text) ?? []].flat()
}

function richText(elements: unknown): string {
  const pieces = objectsIn(elements)
  return pieces.map((piece) => textIn(piece.text) ?? textIn(piece.url) ?? richText(piece.elements)).join('')
}

function elementsIn(block: Fields): readonly Fields[] {
  return objectsIn(block.type === 'actions' ? block.elements : [block.accessory])
}

function buttonsIn(block: Fields): readonly MessageChoice[] {
  return elementsIn(block).flatMap((element) => {
    const title = textIn(objectIn(element.text)?.text)
    const id = textIn(element.action_id) ?? textIn(element.value)
    return element.type === 'button' && title !== undefined
      ? [{ title: read(title), ...(id !== undefined && { id }) }]
      : []
  })
}

/** Slack's three entities are written so that nothing is taken for a link, and are read as the signs they stand for. */
function read(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
