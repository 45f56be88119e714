/** The case that is made of a violation, with what is known of the other conversations there. */
import { type Conversation, momentOf } from '../../conversation/index.ts'
import { namesOf, reproductionOf, reproductionOfTrial, UsualAnswers } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import { fit as fitTo, type Heard, heardOf, type Project, personaText } from '../../simulate/index.ts'
import { plannedAgain } from '../planned-again.ts'
import type { Sources } from '../sources.ts'
import { placesIn, type WrittenCase } from './folder.ts'
import type { WantedViolation } from './wanted.ts'

/** Conversations that are looked at for what is usual, and for how customers write. */
const usualConversations = 2000
const heardConversations = 300
const dayMs = 86_400_000
const usualDays = 30

/**
 * @param folderOf where a case of this id will lie
 * @param known what is known of the customer besides
 * @throws Problem `cli/fact-missing`
 */
export async function reproductionFor(
  violation: WantedViolation,
  sources: Sources,
  { folderOf, known }: { folderOf(id: string): string; readonly known: Readonly<Record<string, string>> },
): Promise<WrittenCase> {
  const { conversation, condition, trial } = violation
  const { project } = sources
  const seen = seenWords(violation, sources)
  if (trial !== undefined) {
    const planned = await plannedAgain(trial, project)
    const personas = namesOf(planned.persona, project)
    return { reproduction: reproductionOfTrial(planned, conversation, { condition, personas }), seen }
  }
  const { usual, heard } = await othersOf(conversation, sources)
  const personas = project.settings.personas.slice(0, 1)
  const { backends, mcp } = project.settings
  const needed = filledIn(project)
  const of = (folder: string) => {
    const places = placesIn(folder, project)
    return {
      ...{ condition, backends, mcp, usual, personas },
      recordingAt: places.recordingAt,
      fittedPersona: places.persona,
      ...{ needed, known },
    }
  }
  const { id, scenario } = reproductionOf(conversation, of('.'))
  for (const name of needed) if (scenario.facts.every(({ key }) => key !== name)) throw factMissing(name, conversation)
  return {
    ...{ reproduction: reproductionOf(conversation, of(folderOf(id))), seen },
    persona: personaText(fitTo(heard), {
      id: `as-in-${conversation.channel}`.toLowerCase().replace(/[^a-z0-9-]/g, '-'),
      title: `As customers write on ${conversation.channel}`,
      heading: 'Made by "fieldproof reproduce" of the conversations of production on this channel. Yours to edit.',
    }),
  }
}

/** How the tools answered in the other conversations of the last weeks, and how customers wrote on its channel. */
async function othersOf(conversation: Conversation, { production }: Sources) {
  const usual = new UsualAnswers()
  const heard: Heard[] = [heardOf(conversation)]
  if (production === undefined) return { usual, heard }
  const { observed, project, untilMs } = production
  const sinceMs = Math.max(production.sinceMs, (momentOf(conversation.startedAt) ?? 0) - usualDays * dayMs)
  let left = usualConversations
  for await (const { conversation: other } of observed.gradings(project, { sinceMs, untilMs })) {
    if (other.id === conversation.id) continue
    usual.add(other)
    if (other.channel === conversation.channel && heard.length < heardConversations) heard.push(heardOf(other))
    left -= 1
    if (left === 0) break
  }
  return { usual, heard }
}

function seenWords({ conversation, trial }: WantedViolation, { run }: Sources): string {
  const { id, startedAt, agent } = conversation
  const version = agent.version === undefined ? agent.id : `${agent.id} ${agent.version}`
  const where = trial === undefined ? `conversation ${id} of production` : `trial ${trial.index} of run ${run?.run.id}`
  return `${where} did at ${startedAt}, with ${version}`
}

/** Names of what templates fill in of the customer: `{{customer.phone}}`. What every customer has is not among them. */
function filledIn({ settings }: Project): readonly string[] {
  const played = { ...settings, agents: {} }
  const names = [...JSON.stringify(played).matchAll(/\{\{\s*(?:customer|facts)\.(\w+)/g)].map(([, name = '']) => name)
  return [...new Set(names)].filter((name) => name !== 'id' && name !== 'address')
}

function factMissing(name: string, { id }: Conversation): Problem {
  return new Problem({
    code: 'cli/fact-missing',
    message: `The project fills in {{customer.${name}}}, and neither the customer of ${id} said it nor any call had it as an argument.`,
    hint: `Say what it is to be: --fact ${name}=…`,
  })
}
