/** The languages that customers mix into English. */
import { french } from './french.ts'
import { german } from './german.ts'
import { hindi } from './hindi.ts'
import type { Lexicon } from './lexicon.ts'
import { portuguese } from './portuguese.ts'
import { spanish } from './spanish.ts'

export const lexicons: readonly Lexicon[] = [spanish, portuguese, french, german, hindi]
