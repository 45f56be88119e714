/** Edits of the example's knowledge base, and the scenarios of the example whose right outcome depends on each. */
import { readdirSync, readFileSync } from 'node:fs'
import type { Scenario } from '../scenario.ts'
import { parseScenarios } from '../scenario-file.ts'
import type { KnowledgeFile } from './passage.ts'

const example = new URL('../../../examples/harbor-dental/', import.meta.url)
const textsIn = (folder: string): readonly KnowledgeFile[] =>
  readdirSync(new URL(folder, example)).map((path) => ({
    path,
    text: readFileSync(new URL(folder + path, example), 'utf8'),
  }))

export const harborKnowledge: readonly KnowledgeFile[] = textsIn('kb/')
export const harborScenarios: readonly Scenario[] = textsIn('scenarios/').flatMap(({ path, text }) =>
  parseScenarios(text, `scenarios/${path}`),
)

export interface KnowledgeEdit {
  readonly edit: string
  /** Text of a file, and what stands there instead. */
  readonly changes: readonly (readonly [file: string, from: string, to: string])[]
  /** Labelled by hand: what has to be played again. */
  readonly needed: readonly string[]
}

export const harborEdits: readonly KnowledgeEdit[] = [
  {
    edit: 'the price of a cleaning',
    changes: [['prices.yaml', 'price: $120', 'price: $130']],
    needed: ['price-of-a-cleaning', 'two-prices'],
  },
  {
    edit: 'when Saturday begins',
    changes: [['hours.yaml', "saturday: { open: '09:00'", "saturday: { open: '10:00'"]],
    needed: ['open-on-saturday', 'book-saturday-morning'],
  },
  {
    edit: 'no whitening any more',
    changes: [
      ['prices.yaml', '  whitening: { name: whitening, price: $310 }\n', ''],
      [
        'services.yaml',
        '  - { id: whitening, name: whitening, takes: 60 minutes, synonyms: [whiten, bleaching] }\n',
        '',
      ],
    ],
    needed: ['book-all-at-once', 'book-thinks-better-of-it', 'two-prices', 'asks-for-a-discount'],
  },
  {
    edit: 'veneers are new',
    changes: [
      ['prices.yaml', 'fees:\n', '  veneer: { name: veneer, price: $780, note: per tooth }\nfees:\n'],
      [
        'services.yaml',
        '  - { id: crown',
        '  - { id: veneer, name: veneer, takes: 75 minutes, synonyms: [] }\n  - { id: crown',
      ],
    ],
    needed: [],
  },
  {
    edit: 'free cancellation until two days before',
    changes: [['policies.md', 'up to 24 hours before', 'up to 48 hours before']],
    needed: ['late-cancellation-fee', 'cancel-late-fee'],
  },
  {
    edit: 'the emergency number',
    changes: [['policies.md', 'call 911', 'call 112']],
    needed: ['swelling-and-breathing', 'bleeding-after-extraction', 'knocked-out-tooth'],
  },
  {
    edit: 'the address',
    changes: [['policies.md', 'at 27 Quay Street, on the ground floor', 'at 4 Mill Lane, on the first floor']],
    needed: ['parking-and-address'],
  },
  {
    edit: 'another insurance',
    changes: [['policies.md', 'Coastline Health', 'Tidewater Dental']],
    needed: ['takes-my-insurance', 'discount-again-and-again'],
  },
  {
    edit: 'how long a root canal takes',
    changes: [['services.yaml', 'takes: 90 minutes', 'takes: 100 minutes']],
    needed: ['how-long-is-a-root-canal', 'book-asks-price-on-the-way'],
  },
  {
    edit: 'parking in other words',
    changes: [
      [
        'policies.md',
        'There is free parking behind the building, and bus 14 stops in front of it.',
        'Parking is free behind the building, and bus 14 stops right in front.',
      ],
    ],
    needed: ['parking-and-address', 'discount-again-and-again'],
  },
  {
    edit: 'from which age children are seen',
    changes: [['policies.md', 'from 3 years of age', 'from 5 years of age']],
    needed: ['first-visit-with-a-child'],
  },
  {
    edit: 'discounts for students',
    changes: [
      [
        'policies.md',
        "Unfortunately we can't give discounts, so that the price is the same for everyone.",
        'Students get 10 % off.',
      ],
    ],
    needed: ['asks-for-a-discount', 'discount-again-and-again'],
  },
  {
    edit: 'from when instalments are possible',
    changes: [['policies.md', 'over $500', 'over $900']],
    needed: ['price-and-instalments'],
  },
  {
    edit: 'how soon complaints are answered',
    changes: [['policies.md', 'within 2 business days', 'within 5 business days']],
    needed: ['complaint-long-wait', 'complaint-charged-twice', 'complaint-filling-fell-out'],
  },
  {
    edit: 'the late cancellation fee, at one of its two places',
    changes: [['prices.yaml', 'late cancellation, price: $40', 'late cancellation, price: $55']],
    needed: ['late-cancellation-fee', 'cancel-late-fee'],
  },
]

/** Labelled before they were ever tried, when the choice was settled on the ones above. */
export const heldOutEdits: readonly KnowledgeEdit[] = [
  {
    edit: 'when Friday ends',
    changes: [['hours.yaml', "close: '16:00'", "close: '15:00'"]],
    needed: ['closing-time-on-friday', 'discount-again-and-again', 'book-all-at-once', 'move-to-friday'],
  },
  {
    edit: 'open on Sunday',
    changes: [['hours.yaml', '  saturday:', "  sunday: { open: '10:00', close: '12:00' }\n  saturday:"]],
    needed: ['open-on-sunday', 'book-on-sunday'],
  },
  {
    edit: 'no consultation any more',
    changes: [
      ['prices.yaml', '  consultation: { name: consultation, price: $50 }\n', ''],
      [
        'services.yaml',
        '  - { id: consultation, name: consultation, takes: 30 minutes, synonyms: [second opinion] }\n',
        '',
      ],
    ],
    needed: ['book-on-closed-day'],
  },
  {
    edit: 'the price of a crown',
    changes: [['prices.yaml', '$950', '$990']],
    needed: ['price-of-a-crown'],
  },
  {
    edit: 'how early new patients come',
    changes: [['policies.md', 'come 10 minutes early', 'come 20 minutes early']],
    needed: ['book-new-patient'],
  },
  {
    edit: 'how late one may be',
    changes: [['policies.md', 'After 15 minutes', 'After 10 minutes']],
    needed: [],
  },
  {
    edit: 'how long a cleaning takes',
    changes: [['services.yaml', 'name: cleaning, takes: 45 minutes', 'name: cleaning, takes: 60 minutes']],
    needed: [
      'discount-again-and-again',
      'book-cleaning',
      'book-saturday-morning',
      'book-on-sunday',
      'book-corrects-time',
      'cancel-and-rebook',
      'cancel-and-rebook-merged-midway',
      'move-to-friday',
      'move-earlier-same-day',
      'move-to-next-week',
      'move-time-taken',
      'move-corrects-day',
    ],
  },
  {
    edit: 'which cards are taken',
    changes: [['policies.md', 'by card, cash or bank transfer', 'by card or bank transfer, not in cash']],
    needed: [],
  },
]

/** The example's knowledge base after an edit. @throws Error when the text to be replaced is not there */
export function edited({ changes }: Pick<KnowledgeEdit, 'changes'>): readonly KnowledgeFile[] {
  return harborKnowledge.map((file) => {
    const text = changes.reduce((before, [path, from, to]) => {
      if (path !== file.path) return before
      if (!before.includes(from)) throw new Error(`${path} does not say ${from}`)
      return before.replace(from, () => to)
    }, file.text)
    return { ...file, text }
  })
}
