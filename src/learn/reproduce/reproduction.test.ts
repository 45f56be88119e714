import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryConversation } from '../../conversation/conversation.arbitrary.ts'
import { parseScenarioFile } from '../../simulate/index.ts'
import { caseText } from './case-text.ts'
import { reproductionOf } from './reproduction.ts'
import { UsualAnswers } from './usual.ts'

test('whatever was said and done, its case is a file that a project reads, with the same script and the same faults', () => {
  const backends = { desk: { tools: { create_appointment: 'POST /appointments', lookup: ['GET /patients'] } } }
  fc.assert(
    fc.property(arbitraryConversation, fc.array(arbitraryConversation, { maxLength: 3 }), (conversation, others) => {
      fc.pre(conversation.events.some((event) => event.type === 'message' && event.from === 'customer'))
      const usual = new UsualAnswers()
      for (const other of others) usual.add(other)
      const recordingAt = (backend: string) => `cases/${backend}.har`
      const options = {
        condition: 'books.once',
        backends,
        mcp: { crm: { tools: [] } },
        usual,
        recordingAt,
        personas: [],
        fittedPersona: 'p.yaml',
        needed: ['phone'],
        known: { a: 'b' },
      }
      const made = reproductionOf(conversation, options)
      const read = parseScenarioFile(caseText(made, 'somebody said'), 'case.yaml')
      expect(read.scenarios.map(({ file: _, ...scenario }) => scenario)).toEqual([made.scenario, made.general])
      expect(Object.values(read.faults.sets).flat()).toHaveLength(made.faults.length)
    }),
  )
})
