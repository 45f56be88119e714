/**
 * Personas that use what people do besides mistyping: voice notes, bursts, anger, two languages, wrong chats.
 *
 * Fewer customers are like these than like the everyday ones; agents that do well with those fail here first. No rate of
 * these has been counted: `fieldproof fit` tells those of a project's own customers.
 */
import type { Persona } from '../persona.ts'

const plain = {
  initiative: 1,
  verbosity: 'plain',
  politeness: 'polite',
  patience: { turns: 24, replyMs: 20_000, repeats: 2 },
  leavesSilently: 0.3,
  readsCarefully: 0.8,
  corrections: 0.05,
} as const

/** Who types two languages on a phone, as friends do. */
function mixing(id: string, language: string, title: string, more: Persona['perturbations'] = {}): Persona {
  return {
    ...plain,
    id,
    title,
    writing: { typos: 0.04, lowercase: 0.45, noPunctuation: 0.5, abbreviations: 0.1, fillers: 0.05, emoji: 0.1 },
    timing: { thinkMs: 4500, wordsPerMinute: 34, burst: 0.2, bargeIn: 0.03 },
    perturbations: {
      'mixed-language': { rate: 0.35, language },
      'code-switch': { rate: 0.15, language },
      ...more,
    },
  }
}

/** Thirteen ways to be a customer that everyday personas leave out. */
export const harderPersonas: readonly Persona[] = [
  {
    ...plain,
    id: 'burst-texter',
    title: 'Burst texter: one thought in four messages, the next before the answer has come',
    verbosity: 'terse',
    politeness: 'plain',
    writing: { typos: 0.05, lowercase: 0.85, noPunctuation: 0.95, abbreviations: 0.4, fillers: 0.1, emoji: 0.15 },
    timing: { thinkMs: 1500, wordsPerMinute: 45, burst: 0.35, bargeIn: 0.15 },
    perturbations: { split: 0.35, elongation: 0.08, 'no-punctuation': 0.5, sticker: 0.02 },
  },
  {
    ...plain,
    id: 'voice-note-sender',
    title: 'Voice-note sender: speaks, a machine writes it down; numbers digit by digit, second thoughts aloud',
    initiative: 2,
    verbosity: 'chatty',
    writing: { typos: 0, lowercase: 0.1, noPunctuation: 0.5, abbreviations: 0, fillers: 0.35, emoji: 0 },
    timing: { thinkMs: 8000, wordsPerMinute: 130, burst: 0.1, bargeIn: 0.02 },
    corrections: 0.12,
    perturbations: { 'voice-note': 0.85, 'self-repair': 0.12, 'spelled-out': 0.5 },
  },
  {
    ...plain,
    id: 'formal-elder',
    title: 'Formal elder: writes messages as letters, slowly and in whole sentences, and reads everything twice',
    initiative: 2,
    patience: { turns: 30, replyMs: 90_000, repeats: 3 },
    leavesSilently: 0.1,
    readsCarefully: 1,
    corrections: 0.08,
    writing: { typos: 0.02, lowercase: 0, noPunctuation: 0.02, abbreviations: 0, fillers: 0, emoji: 0 },
    timing: { thinkMs: 25_000, wordsPerMinute: 12, burst: 0.02, bargeIn: 0 },
    perturbations: { 'extra-space': 0.03, 'all-caps': 0.03, 'date-format': 0.3, 'time-format': 0.2 },
  },
  {
    ...plain,
    id: 'angry-customer',
    title: 'Angry customer: annoyed more by every delay, shouts, threatens to leave, is not appeased',
    initiative: 1,
    verbosity: 'terse',
    politeness: 'rude',
    patience: { turns: 14, replyMs: 6000, repeats: 1 },
    leavesSilently: 0.3,
    arc: 'rising',
    readsCarefully: 0.6,
    writing: { typos: 0.05, lowercase: 0.5, noPunctuation: 0.6, abbreviations: 0.1, fillers: 0, emoji: 0 },
    timing: { thinkMs: 1800, wordsPerMinute: 55, burst: 0.35, bargeIn: 0.2 },
    perturbations: { 'all-caps': 0.12, elongation: 0.04 },
  },
  {
    ...plain,
    id: 'interrupted-commuter',
    title: 'Interrupted commuter: cut off in tunnels, sends too early, to the wrong chat, or is gone',
    politeness: 'plain',
    leavesSilently: 0.7,
    leavesEarly: 0.03,
    readsCarefully: 0.5,
    writing: { typos: 0.07, lowercase: 0.6, noPunctuation: 0.6, abbreviations: 0.2, fillers: 0.1, emoji: 0.05 },
    timing: { thinkMs: 7000, wordsPerMinute: 30, burst: 0.25, bargeIn: 0.06 },
    perturbations: { truncated: 0.06, 'wrong-chat': 0.03, autocorrect: 0.03, 'missing-space': 0.01 },
  },
  {
    ...plain,
    id: 'photo-sender',
    title: 'Photo sender: pictures, stickers and forwarded messages before any word',
    politeness: 'plain',
    verbosity: 'terse',
    initiative: 0,
    writing: { typos: 0.04, lowercase: 0.6, noPunctuation: 0.8, abbreviations: 0.2, fillers: 0, emoji: 0.35 },
    timing: { thinkMs: 4000, wordsPerMinute: 34, burst: 0.2, bargeIn: 0.05 },
    perturbations: { attachment: 0.15, sticker: 0.1, forwarded: 0.06, emoji: 0.1 },
  },
  {
    ...plain,
    id: 'spells-by-ear',
    title: 'Spells by ear: never learned to spell, writes as it sounds',
    politeness: 'plain',
    initiative: 0,
    writing: { typos: 0.05, lowercase: 0.7, noPunctuation: 0.8, abbreviations: 0.25, fillers: 0.05, emoji: 0.05 },
    timing: { thinkMs: 6000, wordsPerMinute: 26, burst: 0.15, bargeIn: 0.03 },
    perturbations: { phonetic: 0.5, 'missing-space': 0.01 },
  },
  {
    ...plain,
    id: 'copy-paster',
    title: 'Copy-paster: pastes from notes and web pages, with typographic quotes and characters that cannot be seen',
    politeness: 'plain',
    writing: { typos: 0.01, lowercase: 0.1, noPunctuation: 0.2, abbreviations: 0, fillers: 0, emoji: 0 },
    timing: { thinkMs: 5000, wordsPerMinute: 90, burst: 0.05, bargeIn: 0.01 },
    perturbations: { 'smart-quotes': 0.9, nbsp: 0.05, 'zero-width': 0.01, 'extra-space': 0.02, quoted: 0.03 },
  },
  mixing('spanish-english', 'es', 'Spanish and English: begins and ends in Spanish, some words in it'),
  mixing('portuguese-english', 'pt', 'Portuguese and English: begins and ends in Portuguese, some words in it'),
  mixing('french-english', 'fr', 'French and English: begins and ends in French, some words in it', {
    'time-format': 0.5,
  }),
  mixing('german-english', 'de', 'German and English: begins and ends in German, some words in it', {
    'time-format': 0.3,
    'date-format': 0.3,
  }),
  mixing('hindi-english', 'hi', 'Hindi and English: Hindi in Latin letters around English nouns'),
]
