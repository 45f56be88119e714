import { expect, test } from 'vitest'
import { dialects } from './dialects.ts'
import { inCodes, inWords } from './rule-codes.ts'

test('every rule has a code of its own and is found again by it', () => {
  const rules = dialects.flatMap(({ name, rules: own }) => own.map(({ gives, from }) => [gives, `${name}/${from}`]))
  expect(rules.length).toBeGreaterThan(150)
  for (const [field = '', rule = ''] of rules) {
    const kept = inCodes({ [field]: rule })
    expect(kept).toEqual({ '': expect.stringMatching(/^[0-9a-f]{6}$/) })
    expect(inWords(kept)).toEqual({ [field]: rule })
  }
})

test('rules without a code stay as they are, and codes of no rule are left out', () => {
  const rules = { input: 'otel-genai/gen_ai.input.messages', 'marks.tags': 'langfuse/langfuse.trace.tags' }
  expect(inWords(inCodes(rules))).toEqual(rules)
  expect(inWords({ '': '######', 'marks.tags': 'x' })).toEqual({ 'marks.tags': 'x' })
})
