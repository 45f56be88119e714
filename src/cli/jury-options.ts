/** Options for juries: what models may cost, where their answers are kept, how they are reached. */
import type { Price } from '../model/index.ts'
import { Problem } from '../problem.ts'
import type { Given, OptionForm } from './command.ts'
import { wholeNumber } from './options.ts'

export interface JuryChoices {
  /** Leaves every rubric unread, and so unjudged. */
  readonly noJury?: boolean
  /** Most money, in the currency of the price. */
  readonly maxCost?: number
  /** Most tokens, questions and answers together. */
  readonly maxTokens?: number
  /** Questions to one model at the same time. Default 8. */
  readonly questions?: number
  /** Cassette that answers what it holds; what it does not hold is asked and added. */
  readonly record?: string
  /** Cassette that alone answers. */
  readonly replay?: string
  readonly price?: Price
  /** Where the models answer, for providers that have no address of their own. */
  readonly modelUrl?: string
}

export const juryOptions: readonly OptionForm[] = [
  { form: '--no-jury', description: 'ask no models; rubrics are then unjudged' },
  { form: '--max-cost <money>', description: 'stop asking models at this cost', read: positive('--max-cost') },
  {
    form: '--max-tokens <n>',
    description: 'stop asking models at so many tokens',
    read: wholeNumber('--max-tokens', 1),
  },
  { form: '--price <in/out>', description: 'what a million tokens cost: 3/15 for questions and answers', read: price },
  {
    form: '--questions <n>',
    description: 'questions to one model at the same time',
    read: wholeNumber('--questions', 1),
  },
  { form: '--model-url <address>', description: 'where the models answer, for openai-compatible ones' },
  { form: '--record <cassette>', description: 'keep the answers of models in this file, and ask only what it lacks' },
  { form: '--replay <cassette>', description: 'take the answers of models from this file alone' },
]

export function juryChoices({ options }: Given): JuryChoices {
  const named = ['maxCost', 'maxTokens', 'questions', 'record', 'replay', 'price', 'modelUrl'] as const
  const chosen = Object.fromEntries(
    named.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  )
  if (chosen.record !== undefined && chosen.replay !== undefined) {
    throw new Problem({
      code: 'cli/bad-option',
      message: '--record and --replay cannot be used together.',
      hint: 'With --record, what the cassette holds is played as well. Use --replay to be sure that nothing else is asked.',
    })
  }
  return { ...(chosen as JuryChoices), ...(options.jury === false && { noJury: true }) }
}

function positive(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (Number.isFinite(value) && value > 0) return value
    throw new Problem({
      code: 'cli/bad-option',
      message: `${option} takes a number over 0, not "${text}".`,
      hint: `For example: ${option} 2.50.`,
    })
  }
}

function price(text: string): Price {
  const [inputPerMillion, outputPerMillion, ...rest] = text.split('/').map(Number)
  const isPrice = (part: number | undefined): part is number => part !== undefined && Number.isFinite(part) && part >= 0
  if (isPrice(inputPerMillion) && isPrice(outputPerMillion) && rest.length === 0) {
    return { inputPerMillion, outputPerMillion }
  }
  throw new Problem({
    code: 'cli/bad-option',
    message: `--price takes two numbers, not "${text}".`,
    hint: 'What a million tokens of questions and of answers cost, for example: --price 3/15.',
  })
}
