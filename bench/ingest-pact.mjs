/** Twenty conditions that code checks, as a clinic's agent may be held to. */
import { loadPact } from '../dist/pact/index.js'

const kinds = [
  'never-says: "/\\\\bguarantee(d|s)?\\\\b/i"',
  'never-says: "legal advice"',
  'never-says: ["/risk.free/i", "no side effects"]',
  'never-says: "/\\\\bcure[sd]?\\\\b/i"',
  'never-says: { patterns: "/refund/i", unless: "/cannot|no refund/i" }',
  'never-says: "trust me"',
  'never-says: "/as an ai( language)? model/i"',
  'never-says: "/\\\\bssn\\\\b/i"',
  'says: { patterns: "/time|book|open/i" }',
  'leak: {}',
  'raw-error: {}',
  'tool-call-as-text: {}',
  'channel: {}',
  'limits: { characters: 2000, messages: 4 }',
  'consistent: { kinds: [money, date] }',
  'tools: { before: cancel_order, require: get_order }',
  'tools: { forbidden: refund }',
  'once: { tools: create_appointment }',
  'never-says: "diagnosis"',
  'never-says: "/\\\\bpromise you\\\\b/i"',
]

const conditions = kinds.map((kind, index) => `  - id: c${index}\n    ${kind}`).join('\n')

/** On whichever thread grades. */
export async function gradingTerms() {
  const text = `pact: bench\nversion: 1\nconditions:\n${conditions}\n`
  return { pact: await loadPact(text, { file: 'bench.yaml', read: () => '' }) }
}
