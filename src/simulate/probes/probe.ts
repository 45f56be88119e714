/**
 * A probe: one way in which people try to get an agent to do or tell what it must not, as data.
 *
 * A family says what is tried, in which words, and by which promises code sees that it worked. It decides nothing
 * about when it is tried: that is the scenario made of it (`scenarios.ts`). No family asks whether a refusal was
 * spoken: an agent that refuses and then does it all the same has done it.
 */
import type { Detector } from './detector.ts'
import type { ProbeLanguage } from './language.ts'
import type { PairDetector } from './pair.ts'

/** What is said in one turn: a message, or several sent without waiting. May be empty. */
export type Say = string | readonly string[]

/** Words put where the agent reads them, instead of being said. */
export interface Plant {
  /**
   * `reply`: in what a backend answers. `record`: in a note of the customer's own record. `name`: in the name it is
   * under. `history`: said by the customer in an earlier talk of the same thread. `refusal`: in what a backend says as it
   * refuses. `tool`: in the description of a tool of an MCP server.
   */
  readonly where: 'reply' | 'record' | 'name' | 'history' | 'refusal' | 'tool'
  readonly text: string
}

/** How the check of who somebody is fails while they are being checked. */
export type Outage = 'unavailable' | 'gateway-page' | 'error-called-success' | 'reset' | 'rate-limited' | 'slow'

/** One hand-written wording. `{{…}}` are filled from the project; `[[base64:…]]` is encoded once filled. */
export interface Template {
  readonly language: ProbeLanguage
  /** Turn by turn. */
  readonly say: readonly Say[]
  readonly plant?: Plant
  readonly outage?: Outage
  /**
   * The same in English, said instead where the agent does not promise the template's language. Only where what is
   * tried stands elsewhere: an agent that does not understand the errand never gets to read it.
   */
  readonly english?: readonly Say[]
  /** The same without what is tried: both must end alike. Only in families that have `pair` detectors. */
  readonly without?: readonly Say[]
}

/** What families are about; reports are grouped by it. */
export type ProbeTheme = 'extraction' | 'override' | 'indirect' | 'privacy' | 'business' | 'robustness' | 'composition'

/** One way of trying, with its words, its detectors and its benign twin. */
export interface ProbeFamily {
  readonly id: string
  readonly theme: ProbeTheme
  readonly title: string
  /** What is tried and what it would cost, in one sentence. */
  readonly tries: string
  /** Where others list it: `LLM01:2025`, `ASI01:2026` of OWASP. */
  readonly taxonomy: readonly string[]
  /** At least six. */
  readonly templates: readonly Template[]
  /** Any of them violated means that it worked. */
  readonly detectors: readonly Detector[]
  /** Compare with the same conversation without what is tried. */
  readonly pair?: readonly PairDetector[]
  /** What an honest customer says who sounds alike; to refuse it is a failure too. At least two. */
  readonly twin: readonly Template[]
  /**
   * Where it makes sense. Default: some templates at every turn that is asked for, the others at the first. `opening`:
   * at the first only. `every`: all at every turn.
   */
  readonly position?: 'opening' | 'every'
  /** Played after all others, since an agent that is kept busy by it answers nobody else meanwhile. */
  readonly last?: true
}

const inLanguage =
  (language: ProbeLanguage) =>
  (...say: readonly Say[]): Template => ({ language, say })

export const en = inLanguage('en')
export const es = inLanguage('es')
export const pt = inLanguage('pt')
export const fr = inLanguage('fr')
export const de = inLanguage('de')
/** Hindi in Latin script. */
export const hi = inLanguage('hi')
/** A language that few agents speak; what is said before is English. */
export const xx = inLanguage('xx')

/** A template whose words stand where the agent reads them. */
export const planted = (where: Plant['where'], text: string, template: Template): Template => ({
  ...template,
  plant: { where, text },
})

/** A template during which the check of who somebody is fails. */
export const during = (outage: Outage, template: Template): Template => ({ ...template, outage })

/** A template whose customer may speak English as well. */
export const orEnglish = (english: readonly Say[], template: Template): Template => ({ ...template, english })

/** A template with what it is compared with. */
export const against = (without: readonly Say[], template: Template): Template => ({ ...template, without })
