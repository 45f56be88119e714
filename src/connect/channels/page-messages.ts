/** What may be sent by Messenger and Instagram, with their limits, and what a customer sees of it. */
import type { MessageChoice, MessageForm } from '../../conversation/index.ts'
import { type Fields, objectIn, objectsIn, textIn } from './sent-fields.ts'

export interface Sizes {
  readonly text: number
  readonly unit: 'characters' | 'bytes'
}

interface PageMessage {
  readonly text: string
  readonly form?: MessageForm
}

type Read = PageMessage | { readonly refusal: string }

const most = { quickReplies: 13, buttons: 3, template: 640, elements: 10 }

export function readPageMessage(message: Fields, sizes: Sizes): Read {
  const attachment = objectIn(message.attachment)
  if (attachment !== undefined) return attached(attachment)
  const text = textIn(message.text)
  if (text === undefined) return { refusal: 'param message must be non-empty.' }
  const used = sizes.unit === 'bytes' ? Buffer.byteLength(text) : [...text].length
  if (used > sizes.text) return { refusal: `Length of param message[text] must be less than or equal to ${sizes.text}` }
  const quickReplies = objectsIn(message.quick_replies)
  if (quickReplies.length > most.quickReplies) {
    return { refusal: `Param quick_replies must have no greater than ${most.quickReplies} elements` }
  }
  return { text, ...(quickReplies.length > 0 && { form: { quickReplies: quickReplies.flatMap(choiceOf) } }) }
}

function attached(attachment: Fields): Read {
  const payload = objectIn(attachment.payload) ?? {}
  if (attachment.type !== 'template') return { text: `[${textIn(attachment.type) ?? 'file'}]` }
  if (payload.template_type === 'button') {
    const text = textIn(payload.text)
    if (text === undefined || [...text].length > most.template) {
      return { refusal: `Param text must be non-empty and at most ${most.template} characters` }
    }
    return withButtons(text, objectsIn(payload.buttons))
  }
  const elements = objectsIn(payload.elements)
  if (elements.length < 1 || elements.length > most.elements) {
    return { refusal: `Param elements must have 1 to ${most.elements} elements` }
  }
  const lines = elements.flatMap(({ title, subtitle }) =>
    [textIn(title), textIn(subtitle)].filter((line) => line !== undefined),
  )
  return withButtons(
    lines.join('\n'),
    elements.flatMap((element) => objectsIn(element.buttons)),
    most.buttons * elements.length,
  )
}

function withButtons(text: string, buttons: readonly Fields[], atMost = most.buttons): Read {
  if (buttons.length > atMost) return { refusal: `Param buttons must have no greater than ${atMost} elements` }
  return { text, ...(buttons.length > 0 && { form: { buttons: buttons.flatMap(choiceOf) } }) }
}

function choiceOf({ title, payload }: Fields): readonly MessageChoice[] {
  const [name, id] = [textIn(title), textIn(payload)]
  return name === undefined ? [] : [{ title: name, ...(id !== undefined && { id }) }]
}
