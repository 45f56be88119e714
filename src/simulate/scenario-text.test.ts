import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseScenarios } from './scenario-file.ts'
import { scenariosText } from './scenario-text.ts'
import { aScenario } from './stage.sample.ts'

const awkward = fc.constantFrom(
  '> so',
  '- no',
  '# why',
  '{ a: b }',
  ': x',
  '| y',
  "it's",
  '"q"',
  '\t',
  '',
  'plain words',
  '🙃',
  '%',
)

test('whatever is said in a script is read back as it was said, over lines and in any signs', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(awkward, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
      (turns) => {
        const script = turns.map((lines) => ({ say: lines.join('\n') }))
        const scenario = aScenario({ script })
        const [read] = parseScenarios(scenariosText([scenario], 'Made for a test.'), 'made.yaml')
        expect(read?.script).toEqual(script)
      },
    ),
  )
})
