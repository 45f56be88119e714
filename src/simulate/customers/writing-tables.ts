/**
 * Tables for writing habits in English: keys beside each other, usual abbreviations, fillers, and words
 * that must never be misspelt because they are values.
 */

/** Keys next to each key on an English keyboard. */
export const NEIGHBOURS: Readonly<Record<string, string>> = {
  q: 'wa',
  w: 'qes',
  e: 'wrd',
  r: 'etf',
  t: 'ryg',
  y: 'tuh',
  u: 'yij',
  i: 'uok',
  o: 'ipl',
  p: 'ol',
  a: 'qsz',
  s: 'adw',
  d: 'sfe',
  f: 'dgr',
  g: 'fht',
  h: 'gjy',
  j: 'hku',
  k: 'jli',
  l: 'kop',
  z: 'axs',
  x: 'zcd',
  c: 'xvf',
  v: 'cbg',
  b: 'vnh',
  n: 'bmj',
  m: 'nk',
}

export const ABBREVIATIONS: Readonly<Record<string, string>> = {
  please: 'pls',
  thanks: 'thx',
  you: 'u',
  your: 'ur',
  appointment: 'appt',
  because: 'bc',
  about: 'abt',
  people: 'ppl',
  okay: 'ok',
  message: 'msg',
}

export const FILLERS: readonly string[] = ['Um,', 'So,', 'Ok so', 'Hmm,', 'Well,', 'Right,', 'Oh,']

export const EMOJI: readonly string[] = ['🙂', '😊', '👍', '🙏', '😅', '😀']

/** Words that are values: misspelling one would change what is said. */
export const UNTOUCHED: ReadonlySet<string> = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december today tomorrow tonight morning afternoon evening noon midnight next last half quarter past zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty first second third fourth fifth yes not'.split(
    ' ',
  ),
)
