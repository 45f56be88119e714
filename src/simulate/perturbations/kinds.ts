/**
 * Which kinds of perturbations there are, one line each. Where two want the same place, the first listed has it.
 */
import { abbreviation } from './abbreviation.ts'
import { allCaps } from './all-caps.ts'
import { allLower } from './all-lower.ts'
import { ambiguousDate } from './ambiguous-date.ts'
import { attachment } from './attachment.ts'
import { autocorrect } from './autocorrect.ts'
import { codeSwitch } from './code-switch.ts'
import { combiningMarks } from './combining-marks.ts'
import { dateFormat } from './date-format.ts'
import { doubling } from './doubling.ts'
import { elongation } from './elongation.ts'
import { emoji } from './emoji.ts'
import { extraSpace } from './extra-space.ts'
import { filler } from './filler.ts'
import { forwarded } from './forwarded.ts'
import { halfOfDay } from './half-of-day.ts'
import { homoglyphs } from './homoglyphs.ts'
import { lowercase } from './lowercase.ts'
import { missingSpace } from './missing-space.ts'
import { mixedLanguage } from './mixed-language.ts'
import { nbsp } from './nbsp.ts'
import { noPunctuation } from './no-punctuation.ts'
import { numberFormat } from './number-format.ts'
import { omission } from './omission.ts'
import type { AnyPerturbationKind } from './perturbation.ts'
import { phonetic } from './phonetic.ts'
import { quoted } from './quoted.ts'
import { rtl } from './rtl.ts'
import { selfRepair } from './self-repair.ts'
import { smartQuotes } from './smart-quotes.ts'
import { spelledOut } from './spelled-out.ts'
import { split } from './split.ts'
import { sticker } from './sticker.ts'
import { substitution } from './substitution.ts'
import { timeFormat } from './time-format.ts'
import { transposition } from './transposition.ts'
import { truncated } from './truncated.ts'
import { voiceNote } from './voice-note.ts'
import { vowelDrop } from './vowel-drop.ts'
import { wrongChat } from './wrong-chat.ts'
import { wrongDigit } from './wrong-digit.ts'
import { wrongWeekday } from './wrong-weekday.ts'
import { zeroWidth } from './zero-width.ts'

/** Every way in which a customer can write otherwise than plainly: its name, what it does, an example, and its options. */
export const perturbationKinds: readonly AnyPerturbationKind[] = [
  ambiguousDate,
  wrongDigit,
  wrongWeekday,
  halfOfDay,
  wrongChat,
  sticker,
  attachment,
  forwarded,
  quoted,
  truncated,
  split,
  numberFormat,
  timeFormat,
  dateFormat,
  selfRepair,
  spelledOut,
  mixedLanguage,
  codeSwitch,
  filler,
  voiceNote,
  abbreviation,
  phonetic,
  vowelDrop,
  elongation,
  autocorrect,
  substitution,
  omission,
  doubling,
  transposition,
  missingSpace,
  extraSpace,
  rtl,
  homoglyphs,
  zeroWidth,
  combiningMarks,
  nbsp,
  smartQuotes,
  emoji,
  noPunctuation,
  lowercase,
  allLower,
  allCaps,
]
