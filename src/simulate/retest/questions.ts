/** How a customer asks for a fact, by its kind; one wording is drawn by the seed. */
import type { KeyedRandom } from '../../stats/index.ts'
import type { KnowledgeChange, Side } from './changes.ts'

/** @returns nothing where no question is known that the fact would answer */
export function questionFor(kind: KnowledgeChange['kind'], side: Side, random: KeyedRandom): string | undefined {
  const { passage, fact } = side
  const wordings = passage.form === 'record' ? ofRecord(kind, side) : (plain[kind] ?? ofTopic(kind, side))
  if (wordings.length > 0) return random.pick(wordings)
  return fact === undefined && passage.form === 'record' ? random.pick(offering(subjectName(side))) : undefined
}

/** `do you offer a whitening` */
export function offering(name: string): readonly string[] {
  if (isWeekday(name)) return [`are you open on ${capital(name)}`]
  return [`do you offer ${name}`, `do you do ${name}`, `is ${name} something you do`]
}

/** What people call the subject of a passage: its name, else its key, without dashes. */
export function subjectName({ passage, fact }: Side): string {
  const { form, names, path } = passage
  const field = form === 'record' && names.length === 0 ? fact?.field : undefined
  const name = form === 'record' ? names[0] : names.at(-1)
  const said = field ?? name ?? path.at(-1) ?? ''
  // A key or a heading such as `new-patients` is written for machines; a name such as `check-up` is not.
  const isKey = form === 'prose' || said === path.at(-1)
  return (isKey ? said.replaceAll('-', ' ') : said).replaceAll('_', ' ')
}

export const isWeekday = (name: string) => /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/i.test(name)
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

const plain: Partial<Record<KnowledgeChange['kind'], readonly string[]>> = {
  address: ['where are you', 'what is your address', 'where do I find you'],
  phone: ['what is your phone number', 'which number can I call'],
  email: ['what is your email address', 'where can I write to you'],
}

function ofRecord(kind: KnowledgeChange['kind'], side: Side): readonly string[] {
  const name = subjectName(side)
  const field = side.fact?.field ?? ''
  if (kind === 'time') return hours(name, field)
  if (kind === 'money') return prices(/fee/i.test(side.passage.path.join(' ')) ? `the ${name} fee` : aOr(name), name)
  if (kind === 'duration') return [`how long does ${aOr(name)} take`, `how much time does ${aOr(name)} take`]
  return plain[kind] ?? []
}

const prices = (one: string, name: string) =>
  one.startsWith('the ')
    ? [`how much is ${one}`, `what is ${one}`]
    : [`how much is ${one}`, `what does ${one} cost`, `what do you charge for ${name}`]

function hours(name: string, field: string): readonly string[] {
  const day = capital(name)
  if (/clos|until|\bto\b|end/i.test(field))
    return [`what time do you close on ${day}`, `until when are you open on ${day}`]
  if (/open|from|start|begin/i.test(field)) return [`what time do you open on ${day}`, `when do you open on ${day}`]
  return [`what are your hours on ${day}`, `when are you open on ${day}`]
}

/** The whole of what stands under a heading is what people ask for. */
function ofTopic(kind: KnowledgeChange['kind'], side: Side): readonly string[] {
  const { fact } = side
  if (kind === 'name' && fact !== undefined) return [`do you work with ${fact.said}`, `do you accept ${fact.said}`]
  const topic = subjectName(side)
  if (topic === '') return []
  return [`what should I know about ${topic}`, `what is your policy on ${topic}`, `can you tell me about ${topic}`]
}

/** `a crown`, `an extraction`, `braces`. */
function aOr(name: string): string {
  if (/s$/.test(name)) return name
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`
}
