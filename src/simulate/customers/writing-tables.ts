/** Tables for writing habits in English: fillers, and words that must never be misspelt because they are values. */

export const FILLERS: readonly string[] = ['Um,', 'So,', 'Ok so', 'Hmm,', 'Well,', 'Right,', 'Oh,']

export const EMOJI: readonly string[] = ['🙂', '😊', '👍', '🙏', '😅', '😀']

/** Words that are values: misspelling one would change what is said. */
export const UNTOUCHED: ReadonlySet<string> = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december today tomorrow tonight morning afternoon evening noon midnight next last half quarter past zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty first second third fourth fifth yes not'.split(
    ' ',
  ),
)
