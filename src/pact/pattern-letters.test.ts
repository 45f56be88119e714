import fc from 'fast-check'
import { RE2JS } from 're2js'
import { expect, test } from 'vitest'
import { couldMatch } from './pattern-letters.ts'

/** Patterns of every form that is read, and some that are not. */
const { pattern } = fc.letrec<{ pattern: string; sequence: string; part: string }>((tie) => ({
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((all) => all.join('|')),
  sequence: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
  part: fc
    .tuple(
      fc.oneof(
        { maxDepth: 2, weight: 6, arbitrary: fc.constantFrom('a', 'b', 'K', 's', 'ß', 'É', ' ', '-', 'ab', 'kas') },
        fc.constantFrom(
          '\\b',
          '\\d',
          '\\s',
          '\\.',
          '.',
          '^',
          '$',
          '[ab]',
          '[^a]',
          '[\\]s]',
          '\\pL',
          '\\Qa+\\E',
          '(?i)',
        ),
        fc.tuple(fc.constantFrom('', '?:', '?P<n>', '?i:'), tie('pattern')).map(([head, inner]) => `(${head}${inner})`),
      ),
      fc.constantFrom('', '', '', '?', '*', '+', '+?', '{2}', '{0,1}'),
    )
    .map(([part, sign]) => part + sign),
}))
const noise = fc.array(fc.constantFrom(...'abkKsSſKßéÉ -.1\n+'), { maxLength: 6 }).map((letters) => letters.join(''))
/** Often the letters of the pattern itself, so that it often matches. */
const near = fc.tuple(pattern, noise, noise, fc.nat(12), fc.nat(12)).map(([source, before, after, from, to]) => ({
  source,
  words: before + source.replaceAll(/[^\p{L} .-]/gu, '').slice(Math.min(from, to) % 4, to) + after,
}))

test('a text that a pattern matches is never passed over', () => {
  let seen = 0
  fc.assert(
    fc.property(near, fc.constantFrom(0, RE2JS.CASE_INSENSITIVE), ({ source, words }, flags) => {
      const regex = compiledOf(source, flags)
      const could = regex && couldMatch(source)
      if (regex === undefined || could === undefined || !regex.test(words)) return
      seen += 1
      expect(could(words)).toBe(true)
    }),
    { numRuns: 20_000 },
  )
  expect(seen).toBeGreaterThan(50)
})

function compiledOf(source: string, flags: number): RE2JS | undefined {
  try {
    return RE2JS.compile(source, flags)
  } catch {
    return undefined
  }
}

test.each([
  ['\\bguarantee(d|s)?\\b', 'we guaranteed it', 'we promise'],
  ['(no|without) (side effects|risk)', 'without any risk, without side effects', 'with nothing'],
  ['as an ai( language)? model', 'AS AN AI model', 'as a model'],
])('%s is looked for in %j and not in %j', (source, near, far) => {
  const could = couldMatch(source)
  expect([could?.(near), could?.(far)]).toEqual([true, false])
})

test.each(['.*', '\\d{3}-\\d{2}', 'a?b?', 'x|', '(?i:a)', '\\x41bc'])('of %s nothing is known', (source) => {
  expect(couldMatch(source)).toBe(undefined)
})
