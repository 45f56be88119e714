/**
 * Text as a juror may see it: what a person reading the conversation would see, and nothing else.
 *
 * Characters that show nothing (controls, zero-width, direction marks, tags, private use, blank fillers) can carry
 * words that only a model reads; they are dropped. Sequences with which chat templates open and close turns are
 * turned into look-alikes that no tokenizer treats specially; nothing is cut out in that step, because what stands
 * around a cut may close up into the very thing that was cut.
 */

const UNSEEN = /(?![\n\t])\p{Cc}|\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]|\p{Co}|\p{Cs}|\u2800/gu

/** Brackets of `<|im_start|>`, `<｜end｜>`, `<<SYS>>`, `[INST]`, `</s>`, `<start_of_turn>` and their kin. */
const TEMPLATE_MARKS: readonly (readonly [RegExp, string])[] = [
  [/<(?=[|｜])/g, '‹'],
  [/(?<=[|｜])>/g, '›'],
  [/<<(\/?SYS)>>/gi, '‹‹$1››'],
  [/\[(\/?(?:INST|SYSTEM|TOOL_CALLS|AVAILABLE_TOOLS|TOOL_RESULTS))\]/gi, '($1)'],
  [/<(\/?(?:s|bos|eos|pad|unk|system|user|assistant|human|think|(?:start|end)_of_turn))>/gi, '‹$1›'],
]

export function legible(text: string): string {
  const seen = text.replace(UNSEEN, '')
  return TEMPLATE_MARKS.reduce((so, [mark, alike]) => so.replace(mark, alike), seen)
}

/** Two texts that a person would call the same words fold to one: spaces, quotation marks, dashes, dots. */
export function folded(text: string): string {
  return legible(text)
    .normalize('NFC')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„‟″«»]/g, '"')
    .replace(/[‐-―−]/g, '-')
    .replace(/…/g, '...')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Whether there is anything to read: a letter, a digit or a picture. `:`, `...` and blanks are nothing. */
export function saysSomething(text: string): boolean {
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(legible(text))
}
